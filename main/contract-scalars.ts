/** The scalars that the contracts' schemas are made of. */

import * as v from 'valibot';

export const text = v.pipe(v.string(), v.maxLength(4096));
export const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');
export const finite = v.pipe(v.number(), v.finite());
/** 0 to 1. */
export const unit = v.pipe(finite, v.minValue(0), v.maxValue(1));
