/**
 * Element types of a graph's tensors, by one row for each operator whose result is not of its first input's type.
 */

import { DATA_TYPES, type DataType, type Graph, type Node } from './graph.ts';

const NAMES = new Map(Object.entries(DATA_TYPES).map(([name, number]) => [number as number, name as DataType]));

type TypeRule = (node: Node, input: (index: number) => DataType) => DataType[];

const always =
  (...types: DataType[]): TypeRule =>
  () =>
    types;

const ofInput =
  (index: number): TypeRule =>
  (_, input) => [input(index)];

/** First output as the first input, further outputs as given. */
const asFirst =
  (...others: DataType[]): TypeRule =>
  (_, input) => [input(0), ...others];

const byAttribute =
  (name: string, otherwise: DataType | 'first'): TypeRule =>
  (node, input) => {
    const attribute = node.attributes[name];
    if (attribute?.kind === 'int') return [NAMES.get(attribute.value) ?? 'float32'];
    if (attribute?.kind === 'tensor') return [attribute.value.type];
    return [otherwise === 'first' ? input(0) : otherwise];
  };

const constantType: TypeRule = (node) => {
  if (node.attributes['value_int'] || node.attributes['value_ints']) return ['int64'];
  return node.attributes['value']?.kind === 'tensor' ? [node.attributes['value'].value.type] : ['float32'];
};

const TYPE_RULES: Record<string, TypeRule> = {
  And: always('bool'),
  ArgMax: always('int64'),
  ArgMin: always('int64'),
  Bernoulli: byAttribute('dtype', 'first'),
  Cast: byAttribute('to', 'float32'),
  CastLike: ofInput(1),
  Constant: constantType,
  ConstantOfShape: byAttribute('value', 'float32'),
  DequantizeLinear: ofInput(1),
  Dropout: asFirst('bool'),
  Equal: always('bool'),
  EyeLike: byAttribute('dtype', 'first'),
  Greater: always('bool'),
  GreaterOrEqual: always('bool'),
  IsInf: always('bool'),
  IsNaN: always('bool'),
  Less: always('bool'),
  LessOrEqual: always('bool'),
  MaxPool: asFirst('int64'),
  NonMaxSuppression: always('int64'),
  NonZero: always('int64'),
  Not: always('bool'),
  OneHot: ofInput(2),
  Or: always('bool'),
  RandomNormal: byAttribute('dtype', 'float32'),
  RandomNormalLike: byAttribute('dtype', 'first'),
  RandomUniform: byAttribute('dtype', 'float32'),
  RandomUniformLike: byAttribute('dtype', 'first'),
  Shape: always('int64'),
  Size: always('int64'),
  TopK: asFirst('int64'),
  Unique: asFirst('int64', 'int64', 'int64'),
  Where: ofInput(1),
  Xor: always('bool'),
};

/** The element types of a node's outputs; where fewer than the outputs, the rest are of the first one's. */
export function nodeTypes(node: Node, input: (index: number) => DataType): DataType[] {
  return (TYPE_RULES[node.op] ?? ofInput(0))(node, input);
}

/** The element type of every tensor of a graph whose inputs and constants are typed. */
export function inferTypes(graph: Graph): Map<string, DataType> {
  const types = new Map<string, DataType>();
  for (const input of graph.inputs) types.set(input.name, input.type);
  for (const [name, tensor] of graph.initializers) types.set(name, tensor.type);
  for (const node of graph.nodes) {
    const result = nodeTypes(node, (index) => types.get(node.inputs[index] ?? '') ?? 'float32');
    node.outputs.forEach((name, i) => {
      if (name) types.set(name, result[i] ?? result[0]!);
    });
  }
  return types;
}
