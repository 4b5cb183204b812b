/**
 * The reverse pass: appends to a graph the nodes that compute the gradient of a loss with respect to one of its inputs.
 *
 * Only nodes on a path from that input to a loss are walked, in reverse order, each by its operator's rule; gradients
 * of tensors that are used more than once are added; gradients of broadcast operands are summed back to their shape
 * here, so that rules need not care.
 */

import { GraphBuilder } from './builder.ts';
import { ModelError, type Node, type StaticGraph } from './graph.ts';
import { inBlocks, isBlocked } from './rules/blocked.ts';
import { RuleContext, type Target } from './rules/rule.ts';
import { ruleOf } from './rules.ts';
import { needed } from './structure.ts';

export { prune } from './structure.ts';

/**
 * Appends the reverse pass, in place.
 *
 * @param losses tensors whose elements are all summed: the gradient is that of Σ over all of them
 * @param wrt the input, or any other tensor, to differentiate with respect to
 * @param seeds for some losses, a tensor of their shape that weights their elements instead of ones
 * @param target where the graph will run; every rule works everywhere but MaxPool's, whose fastest form is the CPU's own
 * @returns the gradient's name; it has the shape of `wrt`
 * @throws ModelError an operator without a rule; a loss that does not depend on `wrt`
 */
export function differentiate(
  graph: StaticGraph,
  losses: readonly string[],
  wrt: string,
  seeds: Readonly<Record<string, string>> = {},
  target: Target = 'cpu',
): string {
  const builder = new GraphBuilder(graph);
  const active = activeNames(graph, losses, wrt);
  const stranger = losses.find((loss) => !active.has(loss));
  if (stranger !== undefined) {
    throw new ModelError(`"${stranger}" does not depend on "${wrt}" in a way that can be differentiated`);
  }
  const gradients = new Map<string, string[]>();
  const contribute = (name: string, gradient: string) => {
    const known = gradients.get(name);
    if (known) known.push(gradient);
    else gradients.set(name, [gradient]);
  };
  const take = (name: string): string | null => {
    const parts = gradients.get(name);
    if (!parts) return null;
    const laid = target === 'x64' && parts.some((part) => isBlocked(builder, part));
    const total = (laid ? parts.map((part) => inBlocks(builder, part)) : parts).reduce((a, b) =>
      builder.op('Add', [a, b]),
    );
    gradients.set(name, [total]);
    return total;
  };
  for (const loss of losses) contribute(loss, seeds[loss] ?? ones(builder, builder.shape(loss)));
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((name) => gradients.has(name))) continue;
    if (!node.inputs.some((name) => active.has(name)) || node.outputs.includes(wrt)) continue;
    const context = new RuleContext(builder, node, node.outputs.map(take), active, target);
    const result = applyRule(context, node);
    node.inputs.forEach((name, i) => {
      const gradient = result[i];
      if (gradient && active.has(name)) contribute(name, unbroadcast(builder, gradient, builder.shape(name)));
    });
  }
  const gradient = take(wrt);
  if (gradient === null)
    throw new ModelError(`the gradient never reaches "${wrt}": all operators on the way are steps`);
  return gradient;
}

/** Float tensors that depend on `wrt` and that a loss depends on. */
function activeNames(graph: StaticGraph, losses: readonly string[], wrt: string): Set<string> {
  const wanted = needed(graph, losses).names;
  const isFloat = (name: string) => (graph.types.get(name) ?? 'float32') === 'float32';
  const reached = new Set([wrt]);
  for (const node of graph.nodes) {
    if (!node.inputs.some((name) => reached.has(name))) continue;
    for (const output of node.outputs) if (output && isFloat(output)) reached.add(output);
  }
  return new Set([...reached].filter((name) => wanted.has(name)));
}

function applyRule(context: RuleContext, node: Node): (string | null)[] {
  try {
    return ruleOf(node)(context);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw new ModelError(`the rule of ${context.describe()} failed: ${(error as Error).message}`);
  }
}

function ones(builder: GraphBuilder, dims: readonly number[]): string {
  if (dims.length === 0) return builder.scalar(1);
  return builder.op('Expand', [builder.scalar(1), builder.ints(dims)]);
}

/** Sums a gradient over the axes along which its operand was broadcast; stretches one that was kept narrow. */
function unbroadcast(builder: GraphBuilder, gradient: string, dims: readonly number[]): string {
  const from = builder.shape(gradient);
  const extra = from.length - dims.length;
  const axes = from.flatMap((dim, i) => (i < extra || (dims[i - extra] === 1 && dim !== 1) ? [i] : []));
  const summed = axes.length > 0 ? builder.sum(gradient, axes, true) : gradient;
  const narrow = builder.shape(summed).slice(extra);
  const placed = extra > 0 ? builder.reshape(summed, narrow) : summed;
  return narrow.every((dim, i) => dim === dims[i]) ? placed : builder.op('Expand', [placed, builder.ints(dims)]);
}
