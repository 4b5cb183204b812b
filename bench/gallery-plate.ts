/**
 * A photo's row in the gallery: its pictures, its figures, or why it has none.
 */

import path from 'node:path';
import { resolveMask } from '../main/jobs/mask.ts';
import { readPhoto } from '../main/jobs/photo.ts';
import type { SketchFrame, SketchResult, sketchPhoto } from '../main/jobs/sketch.ts';
import type { SketchSettings } from '../main/jobs/sketch-settings.ts';
import type { Encoder } from '../main/models/encoder.ts';
import { targetInFrame } from '../main/sketch/frame.ts';
import { lookOut, type Outlook } from '../main/sketch/scene.ts';
import { type CurvePoint, objectiveCurve } from './gallery-curve.ts';
import { contourTile, type Looking, photoTile, sketchTile, subjectTile } from './gallery-tiles.ts';

/** One square picture and what stands under it. */
export interface Tile {
  caption: string;
  /** JPEG bytes, or SVG text. */
  picture: Buffer | string;
}

export interface Plate {
  /** The photo's file name. */
  name: string;
  tiles: Tile[];
  /** Strokes, objective, seed, time: short phrases. */
  facts: string[];
  /** Sentences. */
  notes: string[];
  /** Why there is no sketch; the tiles are then what could be made. */
  error: string | null;
}

/**
 * Sketches a photo and makes its row. What fails is told in the row.
 *
 * @param job draws; the real one is sketchPhoto
 * @param encoder says where it looks; null: nothing is said of that
 */
export async function makePlate(
  file: string,
  settings: SketchSettings,
  encoder: Encoder | null,
  job: typeof sketchPhoto,
  signal: AbortSignal,
): Promise<Plate> {
  const plate: Plate = { name: path.basename(file), tiles: [], facts: [], notes: [], error: null };
  const { tiles } = plate;
  try {
    const photo = await readPhoto(file);
    tiles.push({ caption: plate.name, picture: await photoTile(photo) });
    const { mask, source } = await resolveMask(settings.mask, file, photo);
    const outlook = lookOut({ width: photo.workingWidth, height: photo.workingHeight, rgb: photo.rgb, mask });
    const masked = source === 'none' ? 'no mask' : `mask: ${source}`;
    tiles.push({ caption: `${masked}; the frame`, picture: await subjectTile(photo, outlook) });

    const { first, points, result } = await run(job(file, settings, signal));
    const looking = encoder && (await lookingIn(encoder, outlook));
    const seeds = first.drawing.strokes.length;
    tiles.push({
      caption: `contours, ${seeds} first strokes`,
      picture: await contourTile(photo, outlook, first.drawing, looking),
    });
    const levels = result.levels.length ? result.levels : [{ strokes: result.drawing.strokes.length, objective: NaN }];
    for (const { strokes, objective } of levels) {
      const told = Number.isFinite(objective) ? `, objective ${objective.toFixed(3)}` : '';
      const picture = sketchTile(photo, outlook.frame, result.drawing, strokes);
      tiles.push({ caption: `${strokes} strokes${told}`, picture });
    }
    const seconds = `${result.seconds.toFixed(1)} s`;
    tiles.push({ caption: `objective by step; ${seconds}`, picture: objectiveCurve(points, result.levels) });
    plate.facts = [`${result.drawing.strokes.length} strokes`, `seed ${result.seed}`, seconds];
    if (Number.isFinite(result.objective)) plate.facts.splice(1, 0, `objective ${result.objective.toFixed(4)}`);
    if (result.stopped) plate.facts.push('stopped early');
    plate.notes = result.notes;
  } catch (error) {
    plate.error = error instanceof Error ? error.message : String(error);
  }
  return plate;
}

/** Runs a job to its end and keeps its first drawing and what every step told. */
async function run(
  running: ReturnType<typeof sketchPhoto>,
): Promise<{ first: SketchFrame; points: CurvePoint[]; result: SketchResult }> {
  let first: SketchFrame | null = null;
  const points: CurvePoint[] = [];
  for (;;) {
    const next = await running.next();
    if (next.done) return { first: first!, points, result: next.value };
    first ??= next.value;
    const { objective, drawing } = next.value;
    if (objective !== null) points.push({ objective, strokes: drawing.strokes.length });
    // A signal is only heard between turns of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function lookingIn(encoder: Encoder, { subject, frame }: Outlook): Promise<Looking | null> {
  const { saliency } = await encoder.look(targetInFrame(subject, frame, encoder.side).rgb, 1);
  return saliency ? { map: saliency.maps[0]!, rows: saliency.rows, columns: saliency.columns } : null;
}
