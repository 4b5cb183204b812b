/**
 * Turns a float32 graph into one that computes in float16 where that is safe: mixed precision, for providers that are
 * faster so (Micikevicius et al. 2018).
 *
 * Products, poolings and what passes numbers on are computed in halves. What sums many terms or bends steeply (means,
 * softmax, norms, roots, the objective made of them) stays in float32, and so does arithmetic on a tensor that comes from
 * there. Inputs and outputs stay float32. A gradient that passes through is made larger first: a mean over many places gives
 * every place less than float16 can hold.
 */

import { GraphBuilder } from './builder.ts';
import { differentiate } from './differentiate.ts';
import { DATA_TYPES, type Node, type StaticGraph } from './graph.ts';
import type { Target } from './rules/rule.ts';
import { prune } from './structure.ts';
import { count } from './tensor.ts';

/** Computed in halves, whatever comes in: their sums are kept in float32 by the providers that have them in float16. */
const PRODUCTS: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul']);

/** Computed in halves where all that is not constant comes in halves. */
const FOLLOW: ReadonlySet<string> = new Set([
  ...[
    'Add',
    'AveragePool',
    'Clip',
    'Concat',
    'Expand',
    'Flatten',
    'Gather',
    'Identity',
    'LeakyRelu',
    'MaxPool',
    'Mul',
    'Neg',
  ],
  ...['Pad', 'Relu', 'Reshape', 'Resize', 'Slice', 'Split', 'Squeeze', 'Sub', 'Transpose', 'Unsqueeze'],
]);

/** Computed in float32, but what they give is at most 1: it may be halved. */
const BOUNDED: ReadonlySet<string> = new Set(['HardSigmoid', 'Sigmoid', 'Softmax', 'Tanh']);

/** Inputs that keep their type, by operator: a Resize's region and scales. */
const KEPT: Record<string, readonly number[]> = { Resize: [1, 2] };

/**
 * By what a gradient is larger while it passes through halves: objectives are means over up to a million numbers, and
 * float16 ends at 6·10⁻⁸. A power of two, so that nothing is rounded by it.
 */
const LOSS_SCALE = 2 ** 12;

/** What `differentiate` appends, for a graph that is to be halved then: scaled up at the losses, and down at the end. */
export function differentiateScaled(
  graph: StaticGraph,
  losses: readonly string[],
  wrt: string,
  target: Target,
): string {
  const before = new GraphBuilder(graph);
  const seeds = losses.map((loss) => {
    const dims = before.shape(loss);
    return [loss, before.constant(new Float32Array(count(dims)).fill(LOSS_SCALE), dims)] as const;
  });
  const scaled = differentiate(graph, losses, wrt, Object.fromEntries(seeds), target);
  const after = new GraphBuilder(graph);
  return after.op('Mul', [scaled, after.scalar(1 / LOSS_SCALE)]);
}

/** The graph in mixed precision, with the same inputs and outputs. The argument is left as it is. */
export function toHalfGraph(graph: StaticGraph): StaticGraph {
  const halved = new HalfGraph(graph);
  for (const node of graph.nodes) halved.take(node);
  return halved.finish();
}

class HalfGraph {
  private readonly builder: GraphBuilder;
  /** Tensors that are there in float16: their names, by their names in the float32 graph. */
  private readonly halves = new Map<string, string>();
  /** Those that are there in float32. */
  private readonly wholes: Set<string>;
  /** Those that may be halved. */
  private readonly small = new Set<string>();

  constructor(private readonly graph: StaticGraph) {
    this.builder = new GraphBuilder({
      ...graph,
      nodes: [],
      initializers: new Map(graph.initializers),
      shapes: new Map(graph.shapes),
      types: new Map(graph.types),
    });
    this.wholes = new Set([...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name)]);
  }

  take(node: Node): void {
    const isHalf =
      node.domain === '' &&
      node.outputs.every((name) => !name || this.isFloat(name)) &&
      (PRODUCTS.has(node.op) || (FOLLOW.has(node.op) && this.follows(node)));
    if (!isHalf) {
      this.add({ ...node, inputs: node.inputs.map((name) => (this.isFloat(name) ? this.whole(name) : name)) });
      for (const name of node.outputs) this.wholes.add(name);
      if (BOUNDED.has(node.op)) this.small.add(node.outputs[0]!);
      return;
    }
    const outputs = node.outputs.map((name) => name && this.builder.uniqueName(`${name}:half`));
    node.outputs.forEach((name, i) => {
      if (!name) return;
      this.halves.set(name, outputs[i]!);
      this.builder.graph.shapes.set(outputs[i]!, this.builder.shape(name));
      this.builder.graph.types.set(outputs[i]!, 'float16');
    });
    const inputs = node.inputs.map((name, i) =>
      KEPT[node.op]?.includes(i) || !this.isFloat(name) ? name : this.half(name),
    );
    this.add({ ...node, inputs, outputs });
  }

  finish(): StaticGraph {
    for (const { name } of this.graph.outputs) this.whole(name);
    return prune(
      this.builder.graph,
      this.graph.outputs.map(({ name }) => name),
    );
  }

  private add(node: Node): void {
    this.builder.graph.nodes.push(node);
  }

  private isFloat(name: string): boolean {
    return name !== '' && (this.graph.types.get(name) ?? 'float32') === 'float32';
  }

  /** Whether all that a node computes with is there in halves, or may be. */
  private follows({ op, inputs }: Node): boolean {
    const computed = inputs.filter(
      (name, i) => this.isFloat(name) && !this.graph.initializers.has(name) && !KEPT[op]?.includes(i),
    );
    return computed.length > 0 && computed.every((name) => this.halves.has(name) || this.small.has(name));
  }

  private half(name: string): string {
    const known = this.halves.get(name);
    if (known !== undefined) return known;
    const constant = this.graph.initializers.get(name);
    const made = constant
      ? this.builder.tensor(
          { type: 'float16', dims: constant.dims, data: toHalf(constant.data as Float32Array) },
          `${name}:half`,
        )
      : this.cast(name, this.builder.uniqueName(`${name}:half`), 'float16');
    this.halves.set(name, made);
    return made;
  }

  private whole(name: string): string {
    if (this.wholes.has(name)) return name;
    this.wholes.add(name);
    return this.cast(this.halves.get(name)!, name, 'float32');
  }

  private cast(from: string, to: string, type: 'float16' | 'float32'): string {
    const attributes = { to: { kind: 'int' as const, value: DATA_TYPES[type] } };
    this.add({ op: 'Cast', domain: '', name: `${to}:cast`, inputs: [from], outputs: [to], attributes });
    this.builder.graph.shapes.set(to, this.builder.shape(from));
    this.builder.graph.types.set(to, type);
    return to;
  }
}

/** Bits of float32 by size: 65520, from which float16 is infinite, and 2⁻¹⁴, below which it is not normal. */
const INFINITE = 0x477ff000;
const NORMAL = 0x38800000;
/** What the exponents' biases differ by, at a float32's place. */
const BIAS = 0x38000000;

/** IEEE 754 binary16 words, rounded to nearest, ties to even; infinite from 65520 on. */
export function toHalf(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const size = word & 0x7fffffff;
    let half: number;
    if (size > 0x7f800000) half = 0x7e00;
    else if (size >= INFINITE) half = 0x7c00;
    // Rounding up carries into the exponent by itself.
    else if (size >= NORMAL) half = (size - BIAS + 0xfff + ((size >> 13) & 1)) >> 13;
    else half = toEven(Math.abs(values[i]!) * 2 ** 24);
    halves[i] = ((word >>> 16) & 0x8000) | half;
  }
  return halves;
}

function toEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
