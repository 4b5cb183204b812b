/**
 * The table of rules: one row for each operator that can be differentiated, or that has no gradient and says so.
 * Rows lie by family in rules/; adding an operator is adding a row there and a case to test/autodiff/rules.test.ts.
 */

import { ModelError, type Node } from './graph.ts';
import { ACTIVATIONS } from './rules/activations.ts';
import { CONVOLVE } from './rules/convolve.ts';
import { ELEMENTWISE } from './rules/elementwise.ts';
import { LINEAR } from './rules/linear.ts';
import { NORMALISE } from './rules/normalise.ts';
import { POOL } from './rules/pool.ts';
import { REDUCE } from './rules/reduce.ts';
import { RESIZE } from './rules/resize.ts';
import type { Rule } from './rules/rule.ts';
import { SAMPLE } from './rules/sample.ts';
import { SHAPE } from './rules/shape.ts';

export const RULES: Readonly<Record<string, Rule>> = {
  ...ACTIVATIONS,
  ...CONVOLVE,
  ...ELEMENTWISE,
  ...LINEAR,
  ...NORMALISE,
  ...POOL,
  ...REDUCE,
  ...RESIZE,
  ...SAMPLE,
  ...SHAPE,
};

/** The rule of a node's operator. Throws ModelError where there is none. */
export function ruleOf(node: Node): Rule {
  const rule = Object.hasOwn(RULES, node.op) ? RULES[node.op] : undefined;
  if (rule) return rule;
  const name = node.domain ? `${node.domain}.${node.op}` : node.op;
  const advice = node.domain
    ? "use the file as PyTorch exported it, before ONNX Runtime's optimiser fused its operators"
    : 'choose features before it, or another model';
  throw new ModelError(
    `the operator ${name} ("${node.name || node.outputs[0]}") has no rule for its gradient; ${advice}`,
  );
}
