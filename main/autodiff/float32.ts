/**
 * Turns a graph of half or double precision into a float32 one: constants converted, Casts aimed at float32.
 *
 * The CPU provider computes few operators in float16, and a gradient in half precision is noise; float16 files are
 * float32 files stored small, so they are read as such. Clamps that exporters put there against overflow (65504) do no
 * harm in float32.
 */

import { type Attribute, DATA_TYPES, type DataType, type Graph, type Node, type Tensor } from './graph.ts';
import { toFloat32 } from './tensor.ts';

const OTHER_FLOATS: ReadonlySet<DataType> = new Set(['float16', 'bfloat16', 'float64']);
const OTHER_FLOAT_NUMBERS: ReadonlySet<number> = new Set([...OTHER_FLOATS].map((type) => DATA_TYPES[type]));

/** Attributes that name an element type by its number. */
const TYPE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'to',
  'dtype',
  'stash_type',
  'output_dtype',
  'softmax_precision',
]);

/** The graph with every float tensor in float32. The argument is left as it is; weights in float32 are shared. */
export function toFloat32Graph(graph: Graph): Graph {
  return {
    ...graph,
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [name, convert(tensor)])),
    inputs: graph.inputs.map(convertType),
    outputs: graph.outputs.map(convertType),
    nodes: graph.nodes.map(convertNode),
  };
}

function convert(tensor: Tensor): Tensor {
  if (!OTHER_FLOATS.has(tensor.type)) return tensor;
  return { type: 'float32', dims: tensor.dims, data: toFloat32(tensor) };
}

function convertType<T extends { type: DataType }>(value: T): T {
  return OTHER_FLOATS.has(value.type) ? { ...value, type: 'float32' } : value;
}

function convertNode(node: Node): Node {
  const attributes = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] => {
    if (attribute.kind === 'tensor') return [name, { kind: 'tensor', value: convert(attribute.value) }];
    if (attribute.kind === 'graph') return [name, { kind: 'graph', value: toFloat32Graph(attribute.value) }];
    const isOther = attribute.kind === 'int' && OTHER_FLOAT_NUMBERS.has(attribute.value) && TYPE_ATTRIBUTES.has(name);
    return [name, isOther ? { kind: 'int', value: DATA_TYPES.float32 } : attribute];
  });
  return { ...node, attributes: Object.fromEntries(attributes) };
}
