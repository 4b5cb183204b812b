/**
 * Appends nodes to a graph whose shapes are known, and knows the shape and type of what it appends.
 *
 * The reverse pass and the objectives are written with it. It works on the graph it is given, in place. All graphs are
 * of operator set 18 or newer (`upgrade.ts`), so one spelling of each operator is enough; only plain inference
 * operators are meant to be used, which the CPU and WebGPU providers both run.
 */

import { type PlainAttribute, toAttributes } from './attributes.ts';
import { type DataType, ModelError, type Node, type StaticGraph, type Tensor } from './graph.ts';
import { SHAPE_RULES } from './shapes.ts';
import { allNames } from './structure.ts';
import { count, floatTensor, intTensor, toNumbers } from './tensor.ts';
import { nodeTypes } from './types.ts';
import { COMMON_OPSET } from './upgrade.ts';

/** A graph with nothing in it, for building one from scratch. */
export function emptyGraph(opset: number = COMMON_OPSET): StaticGraph {
  return {
    opset,
    domains: {},
    nodes: [],
    initializers: new Map(),
    inputs: [],
    outputs: [],
    shapes: new Map(),
    types: new Map(),
  };
}

/** A graph that can be appended to without touching the original; constants are shared. */
export function copyGraph(graph: StaticGraph): StaticGraph {
  return {
    ...graph,
    nodes: [...graph.nodes],
    initializers: new Map(graph.initializers),
    inputs: [...graph.inputs],
    outputs: [...graph.outputs],
    shapes: new Map(graph.shapes),
    types: new Map(graph.types),
  };
}

export class GraphBuilder {
  readonly graph: StaticGraph;
  private readonly names: Set<string>;
  private readonly makers = new Map<string, Node>();
  private readonly shared = new Map<string, string>();
  private fresh = 0;

  constructor(graph: StaticGraph = emptyGraph()) {
    this.graph = graph;
    this.names = allNames(graph);
    for (const node of graph.nodes) this.remember(node);
  }

  /** A name that the graph does not use yet, made from the wanted one. */
  uniqueName(wanted: string): string {
    let name = wanted;
    while (this.names.has(name)) name = `${wanted}_${++this.fresh}`;
    this.names.add(name);
    return name;
  }

  /** The shape of a tensor. Throws where the graph has none of that name. */
  shape(name: string): number[] {
    const dims = this.graph.shapes.get(name);
    if (!dims) throw new ModelError(`the graph has no tensor "${name}" of known shape`);
    return dims;
  }

  type(name: string): DataType {
    return this.graph.types.get(name) ?? 'float32';
  }

  /** The node whose result a tensor is; undefined for inputs and constants. */
  maker(name: string): Node | undefined {
    return this.makers.get(name);
  }

  private remember(node: Node): void {
    for (const output of node.outputs) if (output) this.makers.set(output, node);
  }

  /** A constant's tensor, or undefined for a tensor that is computed. */
  constantOf(name: string): Tensor | undefined {
    return this.graph.initializers.get(name);
  }

  /** A new graph input, float32 unless said. Returns its name. */
  input(name: string, dims: readonly number[], type: DataType = 'float32'): string {
    if (this.names.has(name)) throw new ModelError(`the graph already has a tensor "${name}"`);
    this.names.add(name);
    this.graph.inputs.push({ name, type, dims: [...dims] });
    this.record(name, [...dims], type);
    return name;
  }

  /** Makes a tensor an output of the graph; a second time changes nothing. With `as`, under that name. */
  output(name: string, as?: string): string {
    const published = as === undefined || as === name ? name : this.alias(name, as);
    if (!this.graph.outputs.some((output) => output.name === published)) {
      this.graph.outputs.push({ name: published, type: this.type(published), dims: this.shape(published) });
    }
    return published;
  }

  private alias(name: string, as: string): string {
    if (this.names.has(as)) throw new ModelError(`the graph already has a tensor "${as}"`);
    this.names.add(as);
    const node: Node = { op: 'Identity', domain: '', name: as, inputs: [name], outputs: [as], attributes: {} };
    this.graph.nodes.push(node);
    this.remember(node);
    this.record(as, this.shape(name), this.type(name));
    return as;
  }

  /** A float32 constant. */
  constant(data: ArrayLike<number>, dims: readonly number[], name = 'constant'): string {
    if (data.length !== count(dims)) {
      throw new ModelError(`a constant of [${dims}] has ${count(dims)} numbers, and ${data.length} were given`);
    }
    return this.tensor(floatTensor(data, dims), name);
  }

  /** A constant of any type. */
  tensor(tensor: Tensor, name = 'constant'): string {
    const unique = this.uniqueName(name);
    this.graph.initializers.set(unique, tensor);
    this.record(unique, tensor.dims, tensor.type);
    return unique;
  }

  /** A float32 scalar; equal ones are one constant. */
  scalar(value: number): string {
    return this.once(`scalar ${value}`, () => this.constant([value], [], `scalar_${value}`));
  }

  /** A list of int64, as shapes and axes are; equal ones are one constant. */
  ints(values: readonly number[]): string {
    return this.once(`ints ${values}`, () => this.tensor(intTensor(values), `ints_${values.join('_')}`));
  }

  /** What `make` returned under this key the first time: constants derived from weights are made once. */
  once(key: string, make: () => string): string {
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const name = make();
    this.shared.set(key, name);
    return name;
  }

  /**
   * Appends one node with one result.
   *
   * @param inputs tensor names; '' for an optional input that is absent
   * @param attributes plain numbers, lists of integers, strings
   * @returns the result's name
   */
  op(op: string, inputs: readonly string[], attributes: Record<string, PlainAttribute> = {}): string {
    return this.ops(op, inputs, 1, attributes)[0]!;
  }

  /** Appends one node with `outputs` results. */
  ops(
    op: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Record<string, PlainAttribute> = {},
  ): string[] {
    const rule = SHAPE_RULES[op];
    if (!rule) throw new ModelError(`the builder has no shape rule for ${op}; add a row to shapes.ts`);
    const name = this.uniqueName(`${op.toLowerCase()}_g`);
    const node: Node = {
      op,
      domain: '',
      name,
      inputs: [...inputs],
      outputs: [name, ...Array.from({ length: outputs - 1 }, (_, i) => this.uniqueName(`${name}_${i + 1}`))],
      attributes: toAttributes(attributes),
    };
    const shapes = rule({
      node,
      dims: (index) => this.shape(inputs[index]!),
      values: (index) => this.values(op, inputs[index]),
    });
    const types = nodeTypes(node, (index) => this.type(inputs[index] ?? ''));
    this.graph.nodes.push(node);
    this.remember(node);
    node.outputs.forEach((result, i) => {
      this.record(result, shapes[i]!, types[i] ?? types[0]!);
    });
    return node.outputs;
  }

  private values(op: string, name: string | undefined): number[] | null {
    if (!name) return null;
    const tensor = this.constantOf(name);
    if (!tensor) throw new ModelError(`${op} needs "${name}" to be a constant`);
    return toNumbers(tensor);
  }

  /**
   * A further output of a node that is already there, such as the indices of a MaxPool; published by the node if it
   * was not. The node is replaced by a copy, because graphs share their nodes.
   */
  exposeOutput(node: Node, index: number, dims: readonly number[], type: DataType = 'float32'): string {
    const at = this.graph.nodes.findIndex((candidate) => candidate.outputs[0] === node.outputs[0]);
    const outputs = [...this.graph.nodes[at]!.outputs];
    if (outputs[index]) return outputs[index];
    while (outputs.length < index) outputs.push('');
    outputs[index] = this.uniqueName(`${node.outputs[0]}_${index}`);
    this.graph.nodes[at] = { ...this.graph.nodes[at]!, outputs };
    this.remember(this.graph.nodes[at]);
    this.record(outputs[index]!, [...dims], type);
    return outputs[index]!;
  }

  private record(name: string, dims: number[], type: DataType): void {
    this.graph.shapes.set(name, dims);
    this.graph.types.set(name, type);
  }

  /** Any Reduce operator over some axes; all axes where none are given. */
  reduce(op: string, tensor: string, axes: readonly number[] | null, keepdims: boolean): string {
    const inputs = axes ? [tensor, this.ints(axes)] : [tensor];
    return this.op(op, inputs, { keepdims: keepdims ? 1 : 0 });
  }

  /** Sum over axes (all where null). */
  sum(tensor: string, axes: readonly number[] | null = null, keepdims = false): string {
    return this.reduce('ReduceSum', tensor, axes, keepdims);
  }

  /** Mean over axes (all where null). */
  mean(tensor: string, axes: readonly number[] | null = null, keepdims = false): string {
    return this.reduce('ReduceMean', tensor, axes, keepdims);
  }

  /** The tensor in another shape of equal size; the tensor itself where it has that shape. */
  reshape(tensor: string, dims: readonly number[]): string {
    const from = this.shape(tensor);
    if (from.length === dims.length && from.every((dim, i) => dim === dims[i])) return tensor;
    return this.op('Reshape', [tensor, this.ints(dims)]);
  }

  /** The tensor with axes permuted; itself where the order is the axes' own. */
  transpose(tensor: string, order: readonly number[]): string {
    if (order.every((axis, i) => axis === i)) return tensor;
    return this.op('Transpose', [tensor], { perm: [...order] });
  }

  /** A part of the tensor along some axes. */
  slice(
    tensor: string,
    starts: readonly number[],
    ends: readonly number[],
    axes: readonly number[],
    steps: readonly number[] = axes.map(() => 1),
  ): string {
    return this.op('Slice', [tensor, this.ints(starts), this.ints(ends), this.ints(axes), this.ints(steps)]);
  }

  /** The tensor with zeros around it; the tensor itself where no pad is asked for. */
  pad(tensor: string, before: readonly number[], after: readonly number[]): string {
    if ([...before, ...after].every((pad) => pad === 0)) return tensor;
    return this.op('Pad', [tensor, this.ints([...before, ...after])]);
  }

  /** A tensor of zeros, as a constant. */
  zeros(dims: readonly number[]): string {
    return this.once(`zeros ${dims}`, () => this.constant(new Float32Array(count(dims)), dims, 'zeros'));
  }
}
