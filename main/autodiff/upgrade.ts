/**
 * Raises a graph to operator set 18, so that every rule and every appended node speaks one dialect.
 *
 * From 18 on, axes and splits are inputs, Softmax works along one axis, and what was an attribute once is an input
 * everywhere. Each row rewrites one operator from the set in which it changed (onnx/docs/Changelog.md). Constant nodes
 * become initializers on the way. Graphs of newer sets stay as they are.
 */

import { type Attribute, type Graph, ModelError, type Node, type Tensor } from './graph.ts';
import { floatTensor, intTensor } from './tensor.ts';

/** The operator set that all graphs here have at least. */
export const COMMON_OPSET = 18;

/** Adds a constant under a name made from the given one, and returns that name. */
type AddConstant = (name: string, tensor: Tensor) => string;
type Upgrade = (node: Node, addConstant: AddConstant) => Node[];

/** Moves an integer attribute to an input of the given index. */
const attributeToInput =
  (name: string, index: number): Upgrade =>
  (node, addConstant) => {
    const { [name]: attribute, ...attributes } = node.attributes;
    if (attribute?.kind !== 'ints') return [node];
    const inputs = [...node.inputs];
    while (inputs.length < index) inputs.push('');
    inputs[index] = addConstant(`${node.outputs[0]}:${name}`, intTensor(attribute.value));
    return [{ ...node, inputs, attributes }];
  };

/** Until 13, Softmax and its kin took everything from `axis` (1 unless said) on as one long axis. */
const flattenedSoftmax: Upgrade = (node) => {
  const axis = node.attributes['axis']?.kind === 'int' ? node.attributes['axis'].value : 1;
  if (axis === -1) return [{ ...node, attributes: { axis: { kind: 'int', value: -1 } } }];
  const [input, output] = [node.inputs[0]!, node.outputs[0]!];
  const make = (op: string, inputs: string[], outputs: string, attributes: Record<string, Attribute>): Node => ({
    op,
    domain: '',
    name: `${node.name}:${op}`,
    inputs,
    outputs: [outputs],
    attributes,
  });
  return [
    make('Shape', [input], `${output}:shape`, {}),
    make('Flatten', [input], `${output}:flat`, { axis: { kind: 'int', value: axis } }),
    {
      ...node,
      inputs: [`${output}:flat`],
      outputs: [`${output}:soft`],
      attributes: { axis: { kind: 'int', value: 1 } },
    },
    make('Reshape', [`${output}:soft`, `${output}:shape`], output, {}),
  ];
};

const split: Upgrade = (node, addConstant) => {
  const [upgraded] = attributeToInput('split', 1)(node, addConstant) as [Node];
  if (upgraded.inputs[1]) return [upgraded];
  const attributes: Node['attributes'] = {
    ...upgraded.attributes,
    num_outputs: { kind: 'int', value: node.outputs.length },
  };
  return [{ ...upgraded, inputs: [upgraded.inputs[0]!], attributes }];
};

const renamed =
  (op: string): Upgrade =>
  (node) => [{ ...node, op }];

/** In set 11 both scales and sizes were named, the scales then being empty; later at most one may be. */
const resize: Upgrade = (node) => {
  const inputs = node.inputs.map((name, i) => (i === 2 && node.inputs[3] ? '' : name));
  return [{ ...node, inputs }];
};

/** Operator, the set in which it changed, and the rewriting of nodes from older sets. */
const UPGRADES: Record<string, [changedIn: number, Upgrade]> = {
  BatchNormalization: [14, (node) => [{ ...node, outputs: node.outputs.slice(0, 1) }]],
  Dropout: [12, (node) => [{ ...node, attributes: {} }]],
  Hardmax: [13, flattenedSoftmax],
  LogSoftmax: [13, flattenedSoftmax],
  ReduceL1: [18, attributeToInput('axes', 1)],
  ReduceL2: [18, attributeToInput('axes', 1)],
  ReduceLogSum: [18, attributeToInput('axes', 1)],
  ReduceLogSumExp: [18, attributeToInput('axes', 1)],
  ReduceMax: [18, attributeToInput('axes', 1)],
  ReduceMean: [18, attributeToInput('axes', 1)],
  ReduceMin: [18, attributeToInput('axes', 1)],
  ReduceProd: [18, attributeToInput('axes', 1)],
  ReduceSum: [13, attributeToInput('axes', 1)],
  ReduceSumSquare: [18, attributeToInput('axes', 1)],
  Resize: [13, resize],
  Scatter: [11, renamed('ScatterElements')],
  Softmax: [13, flattenedSoftmax],
  Split: [18, split],
  Squeeze: [13, attributeToInput('axes', 1)],
  Unsqueeze: [13, attributeToInput('axes', 1)],
};

/** The graph in operator set 18 or newer, its Constant nodes turned into initializers; subgraphs included. */
export function upgrade(graph: Graph): Graph {
  return { ...upgradeBody(graph, graph.opset), opset: Math.max(graph.opset, COMMON_OPSET) };
}

function upgradeBody(graph: Graph, opset: number): Graph {
  const initializers = new Map(graph.initializers);
  const addConstant: AddConstant = (name, tensor) => {
    let unique = name;
    for (let i = 1; initializers.has(unique); i++) unique = `${name}:${i}`;
    initializers.set(unique, tensor);
    return unique;
  };
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    if (node.op === 'Constant' && node.domain === '') {
      initializers.set(node.outputs[0]!, constantValue(node));
      continue;
    }
    const [changedIn, rewrite] = (node.domain === '' && UPGRADES[node.op]) || [0, null];
    const inner = withSubgraphs(node, opset);
    nodes.push(...(rewrite && opset < changedIn ? rewrite(inner, addConstant) : [inner]));
  }
  return { ...graph, nodes, initializers };
}

function withSubgraphs(node: Node, opset: number): Node {
  if (!Object.values(node.attributes).some((attribute) => attribute.kind === 'graph')) return node;
  const attributes = Object.entries(node.attributes).map(([name, attribute]): [string, Attribute] => [
    name,
    attribute.kind === 'graph' ? { kind: 'graph', value: upgradeBody(attribute.value, opset) } : attribute,
  ]);
  return { ...node, attributes: Object.fromEntries(attributes) };
}

function constantValue(node: Node): Tensor {
  const { value, value_float, value_floats, value_int, value_ints } = node.attributes;
  if (value?.kind === 'tensor') return value.value;
  if (value_float?.kind === 'float') return floatTensor([value_float.value], []);
  if (value_floats?.kind === 'floats') return floatTensor(value_floats.value, [value_floats.value.length]);
  if (value_int?.kind === 'int') return intTensor([value_int.value], []);
  if (value_ints?.kind === 'ints') return intTensor(value_ints.value);
  throw new ModelError(`the constant "${node.outputs[0]}" holds text or sparse data, which is not understood`);
}
