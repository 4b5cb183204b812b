/** One or more cases for every row of the rule table; `case.ts` says what a case is. */

import type { Case } from './cases/case.ts';
import { node } from './cases/case.ts';
import { ELEMENTWISE } from './cases/elementwise.ts';
import { LINEAR } from './cases/linear.ts';
import { NORMALISE, REDUCE } from './cases/normalise.ts';
import { SHAPE } from './cases/shape.ts';
import { POOL, RESIZE } from './cases/window.ts';

// Some results have other shapes than x, so that a sum makes them fit.
const summed = (item: Case): Case => {
  if (!['Shape', 'Size', 'NonZero', 'ArgMax', 'ArgMin'].includes(item.op)) return item;
  const attributes = { keepdims: { kind: 'int' as const, value: 0 } };
  const nodes = item.nodes!.slice(0, 2);
  return { ...item, nodes: [...nodes, node('ReduceSum', ['f'], ['t'], attributes), node('Mul', ['x', 't'], ['y'])] };
};

export const CASES: Case[] = [...ELEMENTWISE, ...LINEAR, ...NORMALISE, ...REDUCE, ...POOL, ...RESIZE, ...SHAPE].map(
  summed,
);
