/**
 * Reads an ONNX file into a graph. Constants stay views of the file's bytes wherever their alignment allows, because
 * real encoders reach 600 MB. Everything that later stages could not handle is refused here with one sentence.
 *
 * Field numbers are those of onnx.proto3; each reader below names the message that it reads.
 */

import { type FunctionBody, inlineFunctions } from './functions.ts';
import { type Attribute, type Graph, ModelError, type Node, type ValueInfo } from './graph.ts';
import { type ExternalData, readTensor, TYPE_NAMES } from './onnx-tensor.ts';
import { readMessage, WireError, type WireField } from './protobuf.ts';

/** Operator sets that are understood. Below 11 the meaning of Resize, Clip and Pad differs. */
const OPSETS = { oldest: 11, newest: 24 };

/**
 * The graph in an ONNX file.
 *
 * @param bytes the file
 * @param external reads a file of weights beside the model; without it such models are refused
 * @throws ModelError not ONNX, truncated, an operator set out of range, external data missing, types not understood
 */
export function readModel(bytes: Uint8Array, external?: ExternalData): Graph {
  const files = new Map<string, Uint8Array>();
  const fetch: ExternalData = (location) => {
    if (!external) {
      throw new ModelError(
        `the model keeps its weights in "${location}", which was not given; put it beside the model`,
      );
    }
    let file = files.get(location);
    if (!file) {
      try {
        file = external(location);
      } catch (error) {
        throw new ModelError(
          `the model keeps its weights in "${location}", which cannot be read (${(error as Error).message}); put it beside the model`,
        );
      }
      files.set(location, file);
    }
    return file;
  };
  try {
    return readModelProto(bytes, fetch);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new ModelError(
      error.truncated && looksLikeModel(bytes)
        ? `the ONNX file is cut short after ${bytes.length} bytes; download or export it again`
        : 'this is not an ONNX file; choose a model exported as .onnx',
    );
  }
}

/** An ONNX file opens with its IR version, field 1, a small number. */
function looksLikeModel(bytes: Uint8Array): boolean {
  return bytes[0] === 8 && bytes[1]! > 0 && bytes[1]! < 100;
}

/** ModelProto. */
function readModelProto(bytes: Uint8Array, external: ExternalData): Graph {
  let graphBytes: Uint8Array | undefined;
  const functionFields: Uint8Array[] = [];
  const domains: Record<string, number> = {};
  if (!looksLikeModel(bytes)) throw new WireError('no IR version', false);
  readMessage(bytes, (field) => {
    if (field.number === 7) graphBytes = field.bytes;
    else if (field.number === 25) functionFields.push(field.bytes);
    else if (field.number === 8) {
      let domain = '';
      let version = 0;
      readMessage(field.bytes, (inner) => {
        if (inner.number === 1) domain = inner.text();
        else if (inner.number === 2) version = inner.int();
      });
      domains[domain === 'ai.onnx' ? '' : domain] = version;
    }
  });
  const opset = domains[''];
  if (!graphBytes || opset === undefined) throw new WireError('no graph', true);
  if (opset < OPSETS.oldest || opset > OPSETS.newest) {
    throw new ModelError(
      `the model is written in ONNX operator set ${opset}; ${OPSETS.oldest} to ${OPSETS.newest} are understood: export it again with opset_version=17`,
    );
  }
  delete domains[''];
  const graph = { ...readGraph(graphBytes, external, 0), opset, domains };
  const functions = functionFields.map((field) => readFunction(field, external));
  return functions.length > 0 ? inlineFunctions(graph, functions) : graph;
}

/** Graphs lie in attributes of nodes of graphs (If, Loop), a few deep; deeper ones would use the stack up. */
const DEEPEST = 32;

/** GraphProto. `opset` and `domains` are the model's and are filled in there. `depth`: in how many graphs it lies. */
function readGraph(bytes: Uint8Array, external: ExternalData, depth: number): Graph {
  if (depth > DEEPEST)
    throw new ModelError(`the model has graphs more than ${DEEPEST} deep in each other; such are refused`);
  const graph: Graph = { opset: 0, domains: {}, nodes: [], initializers: new Map(), inputs: [], outputs: [] };
  readMessage(bytes, (field) => {
    if (field.number === 1) graph.nodes.push(readNode(field.bytes, external, new Map(), depth));
    else if (field.number === 5) {
      const { name, tensor } = readTensor(field.bytes, external);
      graph.initializers.set(name, tensor);
    } else if (field.number === 11) graph.inputs.push(readValueInfo(field.bytes));
    else if (field.number === 12) graph.outputs.push(readValueInfo(field.bytes));
    else if (field.number === 15) {
      throw new ModelError('the model has sparse weights, which are not understood; export it with dense weights');
    }
  });
  // Until IR version 4 every constant was listed among the inputs as well.
  graph.inputs = graph.inputs.filter((input) => !graph.initializers.has(input.name));
  return graph;
}

/** NodeProto. `references` collects attributes that a function body takes from its caller: own name to caller's. */
function readNode(bytes: Uint8Array, external: ExternalData, references: Map<string, string>, depth: number): Node {
  const node: Node = { op: '', domain: '', name: '', inputs: [], outputs: [], attributes: {} };
  const attributes: Uint8Array[] = [];
  readMessage(bytes, (field) => {
    if (field.number === 1) node.inputs.push(field.text());
    else if (field.number === 2) node.outputs.push(field.text());
    else if (field.number === 3) node.name = field.text();
    else if (field.number === 4) node.op = field.text();
    else if (field.number === 5) attributes.push(field.bytes);
    else if (field.number === 7) node.domain = field.text();
  });
  if (node.domain === 'ai.onnx') node.domain = '';
  for (const attribute of attributes) {
    const { name, value, reference } = readAttribute(attribute, external, depth);
    if (reference) references.set(`${node.outputs[0]}\0${name}`, reference);
    else if (value) node.attributes[name] = value;
  }
  return node;
}

/** AttributeProto. */
function readAttribute(
  bytes: Uint8Array,
  external: ExternalData,
  depth: number,
): { name: string; value: Attribute | null; reference: string } {
  let name = '';
  let reference = '';
  let type = 0;
  const fields = new Map<number, WireField[]>();
  readMessage(bytes, (field) => {
    if (field.number === 1) name = field.text();
    else if (field.number === 20) type = field.int();
    else if (field.number === 21) reference = field.text();
    else if (fields.has(field.number)) fields.get(field.number)!.push(field);
    else fields.set(field.number, [field]);
  });
  const single = (number: number) => fields.get(number)?.at(-1);
  const repeated = (number: number) => fields.get(number) ?? [];
  const inside = (number: number): Uint8Array => {
    const field = single(number);
    if (!field) throw new WireError(`attribute ${name} has no field ${number}`, false);
    return field.bytes;
  };
  // Proto2 writers leave the type out; the field that is present then tells.
  const kind = type || [2, 3, 4, 5, 6, 7, 8, 9].find((number) => fields.has(number))! - 1;
  const readers: Record<number, () => Attribute> = {
    1: () => ({ kind: 'float', value: single(2)?.floats()[0] ?? 0 }),
    2: () => ({ kind: 'int', value: single(3)?.int() ?? 0 }),
    3: () => ({ kind: 'string', value: single(4)?.text() ?? '' }),
    4: () => ({ kind: 'tensor', value: readTensor(inside(5), external).tensor }),
    5: () => ({ kind: 'graph', value: readGraph(inside(6), external, depth + 1) }),
    6: () => ({ kind: 'floats', value: repeated(7).flatMap((field) => Array.from(field.floats())) }),
    7: () => ({ kind: 'ints', value: repeated(8).flatMap((field) => field.int64s().map(Number)) }),
    8: () => ({ kind: 'strings', value: repeated(9).map((field) => field.text()) }),
  };
  return { name, value: reference || !readers[kind] ? null : readers[kind](), reference };
}

/** FunctionProto: an operator that the model defines by itself. */
function readFunction(bytes: Uint8Array, external: ExternalData): FunctionBody {
  const body: FunctionBody = {
    name: '',
    domain: '',
    inputs: [],
    outputs: [],
    defaults: {},
    nodes: [],
    references: new Map(),
  };
  readMessage(bytes, (field) => {
    if (field.number === 1) body.name = field.text();
    else if (field.number === 4) body.inputs.push(field.text());
    else if (field.number === 5) body.outputs.push(field.text());
    else if (field.number === 7) body.nodes.push(readNode(field.bytes, external, body.references, 0));
    else if (field.number === 10) body.domain = field.text();
    else if (field.number === 11) {
      const { name, value } = readAttribute(field.bytes, external, 0);
      if (value) body.defaults[name] = value;
    }
  });
  return body;
}

/** ValueInfoProto. A value without a type or shape gets dims [null]: its rank is unknown. */
function readValueInfo(bytes: Uint8Array): ValueInfo {
  const value: ValueInfo = { name: '', type: 'float32', dims: [null] };
  const visitShape = (field: WireField) => {
    if (field.number !== 1) return;
    let dim: number | string | null = null;
    readMessage(field.bytes, (inner) => {
      if (inner.number === 1) dim = inner.int();
      else if (inner.number === 2) dim = inner.text();
    });
    value.dims.push(dim);
  };
  const visitTensorType = (field: WireField) => {
    if (field.number === 1) value.type = TYPE_NAMES.get(field.int()) ?? 'string';
    else if (field.number === 2) {
      value.dims = [];
      readMessage(field.bytes, visitShape);
    }
  };
  readMessage(bytes, (field) => {
    if (field.number === 1) value.name = field.text();
    else if (field.number === 2) {
      readMessage(field.bytes, (type) => {
        if (type.number === 1) readMessage(type.bytes, visitTensorType);
      });
    }
  });
  return value;
}
