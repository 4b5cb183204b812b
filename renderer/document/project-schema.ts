/**
 * What document.json in a .lineament file may say, checked before anything of it is believed.
 *
 * A file may come from anybody, so besides shapes the schema holds what the rest of the page relies on: ids that are
 * unique, chains that are whole, numbers that are no larger than any photo's.
 */

import * as v from 'valibot';
import { settingsSchema, strokeSchema } from '../../main/contract.ts';
import { NO_SHARES } from './document.ts';

/** Of the format; a change that old versions could not read counts it up. */
export const PROJECT_VERSION = 1;

/** Photo px: no photo is larger, nor a stroke further off. */
const FARTHEST = 1_000_000;
const MOST_STROKES = 4096;
const MOST_TRIES = 64;
const MOST_PIECES = 1000;

const finite = v.pipe(v.number(), v.finite());
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(FARTHEST));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_STROKES));

const stroke = v.pipe(
  strokeSchema,
  v.check(({ points }) => points.length % 6 === 2, 'a stroke has 2 numbers and 6 for each of its curves'),
  v.check(
    ({ points, width }) => width <= FARTHEST && points.every((value) => Math.abs(value) <= FARTHEST),
    `a stroke lies within ${FARTHEST} px`,
  ),
);

const strokes = v.pipe(
  v.array(stroke),
  v.maxLength(MOST_STROKES, `there are at most ${MOST_STROKES} strokes`),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'no two strokes have one id'),
);

const asset = v.nullable(v.pipe(v.string(), v.maxLength(64)));

/** Places in a list of a photo's subjects or regions; more than a thousand nobody could tell apart. */
const places = v.pipe(
  v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_PIECES))),
  v.maxLength(MOST_PIECES),
);
const pieces = v.object({ found: v.boolean(), out: places, regions: places });

/** As many as a sketch may be asked for, at most. */
const shares = v.pipe(v.array(v.union([v.literal(0), settingsSchema.entries.strokes])), v.maxLength(MOST_PIECES));

const tries = v.pipe(v.array(v.object({ seed: finite, likeness: finite, strokes })), v.maxLength(MOST_TRIES));
const levels = v.pipe(v.array(v.object({ strokes: count, likeness: finite })), v.maxLength(MOST_STROKES));

const run = { strokes, tries, levels, kept: v.nullable(finite), likeness: v.nullable(finite) };

const document = v.object({
  name: v.pipe(v.string(), v.maxLength(255)),
  photo: v.object({ name: v.pipe(v.string(), v.maxLength(255)), width: side, height: side }),
  ...run,
  shown: count,
  settings: settingsSchema,
  /** Older files do not say which pieces were switched. */
  pieces: v.optional(v.nullable(pieces), null),
  /** Older files have none. */
  shares: v.optional(v.object({ subjects: shares, regions: shares }), NO_SHARES),
  /** Older files do not say. */
  drawnWith: v.optional(v.nullable(v.object({ mask: asset, emphasis: asset })), null),
  /** Older files have none. */
  variations: v.optional(
    v.pipe(
      v.array(v.object({ fidelity: settingsSchema.entries.fidelity, ...run })),
      v.maxLength(2, 'there are at most two other variations'),
    ),
    [],
  ),
});

export const projectSchema = v.object({
  format: v.literal('lineament'),
  version: v.literal(PROJECT_VERSION),
  document,
});
export type Project = v.InferOutput<typeof projectSchema>;
