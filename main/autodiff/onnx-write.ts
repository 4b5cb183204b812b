/**
 * Writes a graph as an ONNX file that ONNX Runtime reads. Constants go out as raw little-endian data; nothing is
 * written that inference does not need (no value_info, no documentation).
 */

import { type Attribute, DATA_TYPES, type Graph, type Node, type Tensor, type ValueInfo } from './graph.ts';
import { MessageWriter } from './protobuf.ts';
import { toInt64 } from './tensor.ts';

/** The IR version that came with each operator set (onnx/docs/Versioning.md). */
const IR_VERSIONS: [firstOpset: number, ir: number][] = [
  [23, 11],
  [21, 10],
  [19, 9],
  [15, 8],
  [12, 7],
  [0, 6],
];

/** AttributeProto: the type's number and how the value is written. */
const ATTRIBUTE_TYPES: Record<Attribute['kind'], number> = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
};

/** Bytes of a file beside the model's, from where a tensor is read. */
export interface External {
  /** The file's path from the model's folder. */
  location: string;
  offset: number;
}

/**
 * The graph as the bytes of an ONNX file.
 *
 * @param beside where an initializer lies in another file, which the caller writes; null: it lies in this one
 */
export function writeModel(graph: Graph, beside: (tensor: Tensor) => External | null = () => null): Uint8Array {
  const model = new MessageWriter();
  model.int(1, IR_VERSIONS.find(([first]) => graph.opset >= first)![1]);
  model.text(2, 'lineament');
  model.message(7, (message) => writeGraph(message, graph, beside));
  for (const [domain, version] of Object.entries({ '': graph.opset, ...graph.domains })) {
    model.message(8, (message) => {
      message.text(1, domain);
      message.int(2, version);
    });
  }
  return model.join();
}

function writeGraph(message: MessageWriter, graph: Graph, beside: (tensor: Tensor) => External | null): void {
  // ONNX Runtime refuses nodes of one name, and needs none: a name is written where it is the first of its kind.
  const names = new Set<string>();
  for (const node of graph.nodes) {
    const name = names.has(node.name) ? '' : node.name;
    names.add(name);
    message.message(1, (inner) => writeNode(inner, { ...node, name }));
  }
  message.text(2, 'graph');
  for (const [name, tensor] of graph.initializers)
    message.message(5, (inner) => writeTensor(inner, tensor, name, beside(tensor)));
  for (const value of graph.inputs) message.message(11, (inner) => writeValueInfo(inner, value));
  for (const value of graph.outputs) message.message(12, (inner) => writeValueInfo(inner, value));
}

function writeNode(message: MessageWriter, node: Node): void {
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.name);
  message.text(4, node.op);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message.message(5, (inner) => writeAttribute(inner, name, attribute));
  }
  if (node.domain) message.text(7, node.domain);
}

function writeAttribute(message: MessageWriter, name: string, attribute: Attribute): void {
  message.text(1, name);
  switch (attribute.kind) {
    case 'float':
      message.float(2, attribute.value);
      break;
    case 'int':
      message.int(3, toInt64(attribute.value));
      break;
    case 'string':
      message.text(4, attribute.value);
      break;
    case 'tensor':
      message.message(5, (inner) => writeTensor(inner, attribute.value, ''));
      break;
    case 'graph':
      message.message(6, (inner) => writeGraph(inner, attribute.value, () => null));
      break;
    case 'floats':
      for (const value of attribute.value) message.float(7, value);
      break;
    case 'ints':
      for (const value of attribute.value) message.int(8, toInt64(value));
      break;
    case 'strings':
      for (const value of attribute.value) message.text(9, value);
      break;
  }
  message.int(20, ATTRIBUTE_TYPES[attribute.kind]);
}

function writeTensor(message: MessageWriter, tensor: Tensor, name: string, external: External | null = null): void {
  for (const dim of tensor.dims) message.int(1, dim);
  message.int(2, DATA_TYPES[tensor.type]);
  if (name) message.text(8, name);
  const { buffer, byteOffset, byteLength } = tensor.data;
  if (external) {
    const { location, offset } = external;
    for (const [key, value] of Object.entries({ location, offset, length: byteLength }))
      message.message(13, (entry) => {
        entry.text(1, key);
        entry.text(2, String(value));
      });
    // DataLocation.EXTERNAL
    message.int(14, 1);
    return;
  }
  message.bytes(9, new Uint8Array(buffer, byteOffset, byteLength));
}

/** A value of wholly unknown shape carries its name alone: ONNX Runtime then infers type and shape by itself. */
function writeValueInfo(message: MessageWriter, value: ValueInfo): void {
  message.text(1, value.name);
  if (value.dims.length > 0 && value.dims.every((dim) => dim === null)) return;
  message.message(2, (type) => {
    type.message(1, (tensorType) => {
      tensorType.int(1, DATA_TYPES[value.type]);
      tensorType.message(2, (shape) => {
        for (const dim of value.dims) {
          shape.message(1, (inner) => {
            if (typeof dim === 'number') inner.int(1, dim);
            else if (typeof dim === 'string') inner.text(2, dim);
          });
        }
      });
    });
  });
}
