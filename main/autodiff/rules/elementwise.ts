/**
 * Rules of the elementwise operators: arithmetic with broadcasting, powers and roots, trigonometry, choices, clamps.
 * Where two values tie (Min, Max, Clip's bounds), the gradient goes as PyTorch's does: to the first of the tied.
 */

import { noGradient, type Rule, type RuleContext, unary } from './rule.ts';
import { LARGEST_BOUND, step } from './step.ts';

/** g·f with f a piece of graph. */
const times = (context: RuleContext, factor: string): string => context.op('Mul', [context.gradient, factor]);

const add: Rule = (context) => [context.gradient, context.gradient];

const sub: Rule = (context) => [context.gradient, context.wants(1) ? context.op('Neg', [context.gradient]) : null];

/** A factor that is the same tensor on both sides (a square written as a product) needs one multiplication less. */
const mul: Rule = (context) => {
  const [a, b] = [context.input(0), context.input(1)];
  if (a === b) return [times(context, context.op('Mul', [a, context.builder.scalar(2)])), null];
  return [context.wants(0) ? times(context, b) : null, context.wants(1) ? times(context, a) : null];
};

const div: Rule = (context) => {
  const [b, y] = [context.input(1), context.output(0)];
  if (!context.wants(0) && !context.wants(1)) return [];
  const overB = context.op('Div', [context.gradient, b]);
  const toB = context.wants(1) ? context.op('Neg', [context.op('Mul', [overB, y])]) : null;
  return [context.wants(0) ? overB : null, toB];
};

/** Constant exponents 2, 0.5, -1 and the like avoid Pow, which is slow and has no derivative at 0 where it has one. */
const pow: Rule = (context) => {
  const { builder } = context;
  const [x, exponent, y] = [context.input(0), context.input(1), context.output(0)];
  const constant = builder.constantOf(exponent);
  const result: (string | null)[] = [null, null];
  if (context.wants(0)) {
    const single = constant?.data.length === 1 ? Number(constant.data[0]) : null;
    if (single === 2) result[0] = times(context, context.op('Mul', [x, builder.scalar(2)]));
    else if (single === 1) result[0] = context.gradient;
    else if (single === 3) {
      const square = context.op('Mul', [x, x]);
      result[0] = times(context, context.op('Mul', [square, builder.scalar(3)]));
    } else if (single !== null) {
      const power = context.op('Pow', [x, builder.scalar(single - 1)]);
      result[0] = times(context, context.op('Mul', [power, builder.scalar(single)]));
    } else {
      const lower = context.op('Pow', [x, context.op('Sub', [exponent, builder.scalar(1)])]);
      result[0] = times(context, context.op('Mul', [exponent, lower]));
    }
  }
  if (context.wants(1)) {
    // ln x is taken where x > 0 alone; elsewhere the power does not depend smoothly on its exponent.
    const positive = context.op('Greater', [x, builder.scalar(0)]);
    const logarithm = context.op('Log', [context.op('Where', [positive, x, builder.scalar(1)])]);
    result[1] = times(context, context.op('Mul', [y, logarithm]));
  }
  return result;
};

/** Min and Max of any number of inputs: each takes the gradient where it is the result and no earlier one is. */
const extreme: Rule = (context) => {
  const { builder } = context;
  const y = context.output(0);
  const zero = builder.scalar(0);
  let rest = context.gradient;
  return context.node.inputs.map((name, i) => {
    const isLast = i === context.node.inputs.length - 1;
    if (isLast) return context.wants(i) ? rest : null;
    const chosen = context.op('Equal', [name, y]);
    const mine = context.wants(i) ? context.op('Where', [chosen, rest, zero]) : null;
    rest = context.op('Where', [chosen, zero, rest]);
    return mine;
  });
};

/**
 * Constant bounds are compared with the result, so that the input need not be kept and convolutions stay fused with
 * their clamp. Bounds that depend on the picture get what is cut off.
 */
const clip: Rule = (context) => {
  let inside = context.gradient;
  const result: (string | null)[] = [null, null, null];
  for (const [index, direction] of [
    [1, 1],
    [2, -1],
  ] as const) {
    if (!context.has(index)) continue;
    const bound = context.input(index);
    if (context.wants(index)) {
      const outside = context.op(direction === 1 ? 'Less' : 'Greater', [context.input(0), bound]);
      result[index] = context.op('Where', [outside, inside, context.builder.scalar(0)]);
    }
    const constant = context.builder.constantOf(bound);
    const value = constant ? Math.fround(Number(constant.data[0])) : Number.NaN;
    // A bound far out (exporters clamp to the range of float16) never cuts.
    if (Math.abs(value) > LARGEST_BOUND) continue;
    inside = Number.isNaN(value)
      ? whereInside(context, inside, bound, direction)
      : context.op('Mul', [inside, step(context, context.output(0), value, direction)]);
  }
  result[0] = inside;
  return result;
};

/** A gradient where the result is strictly inside a bound that is itself computed. */
function whereInside(context: RuleContext, gradient: string, bound: string, direction: 1 | -1): string {
  const comparison = direction === 1 ? 'Greater' : 'Less';
  const condition = context.op(comparison, [context.output(0), bound]);
  return context.op('Where', [condition, gradient, context.builder.scalar(0)]);
}

const where: Rule = (context) => {
  const zero = context.builder.scalar(0);
  const condition = context.input(0);
  return [
    null,
    context.wants(1) ? context.op('Where', [condition, context.gradient, zero]) : null,
    context.wants(2) ? context.op('Where', [condition, zero, context.gradient]) : null,
  ];
};

const sum: Rule = (context) => context.node.inputs.map(() => context.gradient);

const mean: Rule = (context) => {
  const share = times(context, context.builder.scalar(1 / context.node.inputs.length));
  return context.node.inputs.map(() => share);
};

/** a mod b: a's gradient passes; b's is −⌊a / b⌋ times it. With fmod the quotient is cut towards zero. */
const mod: Rule = (context) => {
  if (!context.wants(1)) return [context.gradient, null];
  const [a, b, y] = [context.input(0), context.input(1), context.output(0)];
  const quotient = context.op('Round', [context.op('Div', [context.op('Sub', [a, y]), b])]);
  return [context.gradient, times(context, context.op('Neg', [quotient]))];
};

/** g / f, for derivatives that are reciprocals. */
const over = (context: RuleContext, divisor: string): string => context.op('Div', [context.gradient, divisor]);

/** c + s·x² */
const squarePlus = (context: RuleContext, x: string, sign: 'Add' | 'Sub', constant: number): string =>
  sign === 'Add'
    ? context.op('Add', [context.op('Mul', [x, x]), context.builder.scalar(constant)])
    : context.op('Sub', [context.builder.scalar(constant), context.op('Mul', [x, x])]);

const root = (context: RuleContext, x: string): string => context.op('Sqrt', [x]);

export const ELEMENTWISE: Record<string, Rule> = {
  Abs: unary((c) => times(c, c.op('Sign', [c.input(0)]))),
  Acos: unary((c) => c.op('Neg', [over(c, root(c, squarePlus(c, c.input(0), 'Sub', 1)))])),
  Acosh: unary((c) => over(c, root(c, squarePlus(c, c.input(0), 'Add', -1)))),
  Add: add,
  Asin: unary((c) => over(c, root(c, squarePlus(c, c.input(0), 'Sub', 1)))),
  Asinh: unary((c) => over(c, root(c, squarePlus(c, c.input(0), 'Add', 1)))),
  Atan: unary((c) => over(c, squarePlus(c, c.input(0), 'Add', 1))),
  Atanh: unary((c) => over(c, squarePlus(c, c.input(0), 'Sub', 1))),
  Ceil: noGradient,
  Clip: clip,
  Cos: unary((c) => c.op('Neg', [times(c, c.op('Sin', [c.input(0)]))])),
  Cosh: unary((c) => times(c, c.op('Sinh', [c.input(0)]))),
  Div: div,
  // 2/√π · exp(−x²)
  Erf: unary((c) => {
    const bell = c.op('Exp', [c.op('Neg', [c.op('Mul', [c.input(0), c.input(0)])])]);
    return times(c, c.op('Mul', [bell, c.builder.scalar(2 / Math.sqrt(Math.PI))]));
  }),
  Exp: unary((c) => times(c, c.output(0))),
  Floor: noGradient,
  Log: unary((c) => over(c, c.input(0))),
  Max: extreme,
  Mean: mean,
  Min: extreme,
  Mod: mod,
  Mul: mul,
  Neg: unary((c) => c.op('Neg', [c.gradient])),
  Pow: pow,
  Reciprocal: unary((c) => c.op('Neg', [times(c, c.op('Mul', [c.output(0), c.output(0)]))])),
  Round: noGradient,
  Sign: noGradient,
  Sin: unary((c) => times(c, c.op('Cos', [c.input(0)]))),
  Sinh: unary((c) => times(c, c.op('Cosh', [c.input(0)]))),
  Sqrt: unary((c) => over(c, c.op('Mul', [c.output(0), c.builder.scalar(2)]))),
  Sub: sub,
  Sum: sum,
  Tan: unary((c) => times(c, squarePlus(c, c.output(0), 'Add', 1))),
  Where: where,
};
