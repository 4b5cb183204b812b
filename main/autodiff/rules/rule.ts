/**
 * What a rule is: given a node and the gradients of its outputs, the gradients of its inputs, appended to the graph.
 *
 * A rule gives one entry for each input: a tensor's name, or null where there is no gradient or nobody wants it. A
 * gradient may have the broadcast shape of the result: `differentiate` sums it back to the input's, in one place.
 */

import type { GraphBuilder } from '../builder.ts';
import { ModelError, type Node, type Tensor } from '../graph.ts';
import { toNumbers } from '../tensor.ts';

/**
 * What the graph will run on. Rules differ where a provider lacks something (WebGPU's MaxPool gives no indices) or is
 * faster for it ('x64' is a CPU that convolves in blocks of channels, see blocked.ts). Every graph is right everywhere but
 * where an operator is lacking.
 */
export type Target = 'cpu' | 'x64' | 'gpu';

export class RuleContext {
  readonly builder: GraphBuilder;
  readonly node: Node;
  readonly target: Target;
  private readonly gradients: (string | null)[];
  private readonly active: ReadonlySet<string>;

  constructor(
    builder: GraphBuilder,
    node: Node,
    gradients: (string | null)[],
    active: ReadonlySet<string>,
    target: Target,
  ) {
    this.builder = builder;
    this.node = node;
    this.gradients = gradients;
    this.active = active;
    this.target = target;
  }

  /** An input's name; throws where it is absent. */
  input(index: number): string {
    const name = this.node.inputs[index];
    if (!name) throw new ModelError(`${this.describe()} lacks input ${index}`);
    return name;
  }

  has(index: number): boolean {
    return Boolean(this.node.inputs[index]);
  }

  output(index: number): string {
    return this.node.outputs[index]!;
  }

  /** Shape of an input. */
  dims(index: number): number[] {
    return this.builder.shape(this.input(index));
  }

  /** Whether the gradient of this input is needed: it depends on the picture. */
  wants(index: number): boolean {
    const name = this.node.inputs[index];
    return name !== undefined && this.active.has(name);
  }

  /** The gradient of an output; null where nothing depends on that output. */
  maybeGradient(index: number): string | null {
    return this.gradients[index] ?? null;
  }

  /** The gradient of the first output. */
  get gradient(): string {
    return this.gradients[0] ?? this.builder.zeros(this.builder.shape(this.output(0)));
  }

  /** A constant input's tensor, or null where it is absent; throws where it depends on the picture. */
  constant(index: number): Tensor | null {
    const name = this.node.inputs[index];
    if (!name) return null;
    const tensor = this.builder.constantOf(name);
    if (!tensor) {
      throw new ModelError(
        `${this.describe()} takes input ${index} ("${name}") from the picture, and its rule needs a constant there`,
      );
    }
    return tensor;
  }

  /** A constant input's values, or null where it is absent. */
  values(index: number): number[] | null {
    const tensor = this.constant(index);
    return tensor && toNumbers(tensor);
  }

  /** Appends a node; see GraphBuilder.op. */
  op(...args: Parameters<GraphBuilder['op']>): string {
    return this.builder.op(...args);
  }

  describe(): string {
    const domain = this.node.domain ? `${this.node.domain}.` : '';
    return `${domain}${this.node.op} "${this.node.name || this.node.outputs[0]}"`;
  }
}

export type Rule = (context: RuleContext) => (string | null)[];

/** For operators whose result does not change with small changes of the input: comparisons, roundings, indices. */
export const noGradient: Rule = () => [];

/** A rule for an operator of one differentiable input, from the gradient times the derivative. */
export const unary =
  (gradient: (context: RuleContext) => string): Rule =>
  (context) =>
    context.wants(0) ? [gradient(context)] : [];
