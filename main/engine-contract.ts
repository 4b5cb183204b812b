/**
 * What the page may ask of the engine, and what comes back.
 *
 * Pictures travel as the bytes of their files.
 */

import * as v from 'valibot';
import type { Contract } from './contract.ts';
import { bytes, finite, text, unit } from './contract-scalars.ts';
import type { PageCutout } from './jobs/cutout.ts';
import type { DepthFile, MeasuredDepth } from './jobs/depth.ts';
import { DEPTH_USES } from './jobs/guide-wish.ts';
import type { LiveOutcome, LiveProgress } from './jobs/live-sketch.ts';
import type { PointsOfInterest } from './jobs/points-of-interest.ts';
import type { Preview } from './jobs/preview.ts';
import type { Prices } from './jobs/price-strokes.ts';
import type { FoundRegion, Segmented } from './jobs/segment.ts';
import type { FoundPart } from './jobs/subject-parts.ts';
import { deviceSchema, modelsContract } from './models-contract.ts';

const points = v.pipe(v.array(finite), v.minLength(8), v.maxLength(1208));

/** A stroke of a document: a chain of cubics, x0 y0 and then six numbers a curve, photo pixels. */
export const strokeSchema = v.object({
  id: text,
  points,
  width: v.pipe(finite, v.minValue(0)),
  color: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)),
  opacity: unit,
  /** Never changed by the engine, never hidden by the count. */
  locked: v.boolean(),
  hidden: v.boolean(),
  /** By how much likeness falls without it; null where it is not known. */
  worth: v.nullable(finite),
});
export type DocumentStroke = v.InferOutput<typeof strokeSchema>;

export const settingsSchema = v.object({
  strokes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
  /** How many tries race. */
  seeds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)),
  seed: v.pipe(v.number(), v.integer()),
  /** 0 loose to 1 exact. */
  fidelity: unit,
  /** Width of the boldest line in percent of the frame's side; null: the method's own. */
  width: v.nullable(v.pipe(finite, v.minValue(0.1), v.maxValue(20))),
  quality: v.picklist(['draft', 'normal', 'best']),
  /** Whether the subject is cut out before it is drawn. */
  cutOut: v.boolean(),
  /** What compares drawings with the photo: 'built-in', or the name of a model that is here. Older files do not say. */
  encoder: v.optional(text, 'built-in'),
  /** What nearness does to the sketch; left out: nothing. */
  byDepth: v.exactOptional(v.pipe(v.array(v.picklist(DEPTH_USES)), v.maxLength(DEPTH_USES.length))),
});
export type PageSettings = v.InferOutput<typeof settingsSchema>;

const sketchInput = v.object({
  photo: bytes,
  settings: settingsSchema,
  /** A grey PNG, white where the subject is; null: found by itself if settings.cutOut. */
  mask: v.nullable(bytes),
  /** A grey PNG laid over the whole photo, bright where more detail is wanted; null: everywhere alike. */
  emphasis: v.nullable(bytes),
  device: v.optional(deviceSchema, 'auto'),
  /** Parts of the photo, grey PNGs, with their own share of settings.strokes; left out: none. */
  regions: v.exactOptional(
    v.pipe(v.array(v.object({ mask: bytes, strokes: settingsSchema.entries.strokes })), v.maxLength(64)),
  ),
  /** Locked strokes that stay while the others are drawn anew. */
  keep: v.array(strokeSchema),
  /** Strokes that it begins with instead of contours: the sketch goes on from them. */
  from: v.optional(v.array(strokeSchema), []),
});
export type SketchInput = v.InferInput<typeof sketchInput> & { settings: PageSettings };

const depthInput = { photo: bytes, mask: v.nullable(bytes) };

/** What a person does to a running sketch. Strokes are named by the ids of its frames, tries by their seeds. */
const editSchema = v.variant('kind', [
  /** Moves a stroke and pins it. */
  v.object({ kind: v.literal('move'), id: text, points }),
  v.object({ kind: v.literal('unpin'), id: text }),
  v.object({ kind: v.literal('delete'), id: text }),
  v.object({ kind: v.literal('add'), id: text, points }),
  /** How a stroke looks, width in photo pixels; what is left out stays as it is. */
  v.object({
    kind: v.literal('style'),
    id: text,
    width: v.optional(strokeSchema.entries.width),
    color: v.optional(strokeSchema.entries.color),
    opacity: v.optional(strokeSchema.entries.opacity),
  }),
  /** From now on: looser or closer, bolder or finer, more detail elsewhere. */
  v.object({ kind: v.literal('closeness'), fidelity: settingsSchema.entries.fidelity }),
  v.object({ kind: v.literal('width'), width: settingsSchema.entries.width }),
  v.object({ kind: v.literal('emphasis'), map: v.nullable(bytes) }),
  /** From now on another encoder looks; the strokes stay, and it goes on from them. */
  v.object({ kind: v.literal('encoder'), encoder: text }),
  /** Has the events show this try instead of the leader; null: the leader again. */
  v.object({ kind: v.literal('watch'), seed: v.nullable(v.pipe(v.number(), v.integer())) }),
  /** Makes this try the winner: the others stop where they are. A dropped one goes on. */
  v.object({ kind: v.literal('keep'), seed: v.pipe(v.number(), v.integer()) }),
]);
export type SketchEdit = v.InferOutput<typeof editSchema>;

export type { MeasuredDepth } from './jobs/depth.ts';
export type { LiveStroke } from './jobs/live-drawing.ts';
export type { DrawnBy } from './jobs/live-encoder.ts';
export type { LiveOutcome as SketchOutcome, LiveProgress as SketchProgress, LiveTry } from './jobs/live-sketch.ts';
export type { Preview } from './jobs/preview.ts';
export type { FoundRegion } from './jobs/segment.ts';
export type { FoundPart } from './jobs/subject-parts.ts';

const boxSchema = v.object({ left: unit, top: unit, right: unit, bottom: unit });

/** A click (one point) or a scribble; `points` are x0 y0 x1 y1 …, `radius` half the brush's width of the longer side. */
const hintSchema = v.object({
  kind: v.picklist(['add', 'remove']),
  points: v.pipe(v.array(unit), v.minLength(2), v.maxLength(4096)),
  radius: unit,
});
export type SegmentHint = v.InferOutput<typeof hintSchema>;

/** What is done to a whole mask; amounts are shares of the picture's longer side, of the mask's area where holes are filled. */
const maskEditSchema = v.variant('kind', [
  v.object({ kind: v.picklist(['grow', 'shrink', 'soften']), by: unit }),
  v.object({ kind: v.literal('fill'), upTo: unit }),
  v.object({ kind: v.literal('swap') }),
]);
export type MaskEdit = v.InferOutput<typeof maskEditSchema>;

export const engineContract = {
  calls: {
    ...modelsContract.calls,
    openPhoto: { input: v.object({ photo: bytes, name: text }), output: {} as Preview },
    /** The subject's mask as a grey PNG at the working copy's size; null where none stands out. */
    findSubject: { input: v.object({ photo: bytes }), output: {} as { mask: Uint8Array | null; note: string | null } },
    /**
     * The object that was pointed at, by a box or one added hint at least; with a base, that mask (a grey PNG) with what
     * was added joined, and what was removed taken out of it.
     */
    segment: {
      input: v.object({
        photo: bytes,
        hints: v.pipe(v.array(hintSchema), v.maxLength(512)),
        box: v.nullable(boxSchema),
        base: v.optional(v.nullable(bytes), null),
      }),
      output: {} as Segmented,
    },
    /** Regions that might each be sketched alone, the subject first where there is one. */
    listRegions: { input: v.object({ photo: bytes }), output: {} as { regions: FoundRegion[] } },
    /** A mask (grey PNG) changed as a whole. */
    changeMask: { input: v.object({ mask: bytes, edit: maskEditSchema }), output: {} as { mask: Uint8Array } },
    /** A mask's separate subjects, the largest first: each a mask of its own, together they are the mask. */
    listParts: { input: v.object({ mask: bytes }), output: {} as { parts: FoundPart[] } },
    /** The subject cut out of the photo at its full size as a PNG, clear around it, or its mask alone. */
    cutOut: {
      input: v.object({
        photo: bytes,
        mask: v.nullable(bytes),
        format: v.picklist(['png', 'mask']),
        /** Whether the picture ends where the subject does. */
        trim: v.boolean(),
      }),
      output: {} as PageCutout,
    },
    /** Where a sketch begins: how much each place draws the eye, as a grey PNG, and the first places, photo pixels. */
    pointsOfInterest: {
      input: v.object({ photo: bytes, mask: v.nullable(bytes), cutOut: v.boolean() }),
      output: {} as PointsOfInterest,
    },
    /** How near each place is, relative and inverse, as 16-bit numbers; the mask (null: found) helps to tell. */
    measureDepth: { input: v.object(depthInput), output: {} as MeasuredDepth },
    /** Depth as a file. PNG: 16 bits, grey or in colours; PFM: floats; PLY: coloured points. */
    depthFile: {
      input: v.object({
        ...depthInput,
        format: v.picklist(['png16', 'grey', 'colour', 'pfm', 'ply']),
        /** The map's longer side at most, px; no map is larger than its photo. */
        maxSide: v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(8192)),
      }),
      output: {} as DepthFile,
    },
    /** What each stroke is worth in this drawing, in its order, in likeness. */
    priceStrokes: {
      input: v.object({
        photo: bytes,
        mask: v.nullable(bytes),
        settings: settingsSchema,
        device: v.optional(deviceSchema, 'auto'),
        strokes: v.array(strokeSchema),
      }),
      output: {} as Prices,
    },
    /** An SVG's text as a PNG of this many times its size. */
    renderPng: {
      input: v.object({ svg: v.string(), scale: v.pipe(finite, v.minValue(0.1), v.maxValue(8)) }),
      output: {} as { png: Uint8Array; width: number; height: number },
    },
    /** Drawings as SVG texts, one a frame, as a GIF or WebP that shows them in turn. */
    renderRun: {
      input: v.object({
        frames: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(600)),
        width: v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(2048)),
        seconds: v.pipe(finite, v.minValue(0.1), v.maxValue(60)),
        format: v.picklist(['gif', 'webp']),
      }),
      output: {} as { bytes: Uint8Array },
    },
  },
  streams: {
    ...modelsContract.streams,
    sketch: {
      input: sketchInput,
      message: editSchema,
      event: {} as LiveProgress,
      result: {} as LiveOutcome,
    },
  },
} satisfies Contract;
