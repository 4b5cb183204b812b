/**
 * A step function out of operators that are fast everywhere: HardSigmoid with a slope of 2^100, which is 0 at and below
 * the bound and 1 above it for every float that is not within 2^-100 of it. One pass, and no booleans. The slope is a
 * power of two so that slope × bound is exact and the bound itself falls on the 0.
 */

import type { RuleContext } from './rule.ts';

const SLOPE = 2 ** 100;

/** Bounds beyond this would overflow; nothing that an encoder computes comes near. */
export const LARGEST_BOUND = 2 ** 26;

/** 1 where `tensor` is above the bound (direction 1) or below it (direction -1), 0 elsewhere and at the bound. */
export function step(context: RuleContext, tensor: string, bound: number, direction: 1 | -1): string {
  return context.op('HardSigmoid', [tensor], { alpha: direction * SLOPE, beta: -direction * bound * SLOPE });
}
