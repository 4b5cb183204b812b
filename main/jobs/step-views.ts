/**
 * How many views of the drawing an encoder is shown in a step: as many as are wanted where a step then takes a quarter of
 * a second at most, else one.
 *
 * It is measured once for an encoder on a device and kept beside the models, so that the same seed goes on giving the
 * same drawing on a machine however busy that is. `lineament doctor --again` forgets it.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { writeWhole } from '../files/whole-file.ts';
import type { Encoder, Reference } from '../models/encoder.ts';
import { modelsFolder } from '../models/store.ts';
import { thisMachine } from './devices.ts';

const FILE = 'steps.json';
/** Milliseconds of the longest step that is not felt as a halt. */
const LONGEST = 250;
/** Comparisons that are timed, after one that is not; the fastest counts, for what else the machine does only adds. */
const TIMED = 2;

const knownSchema = v.object({
  /** Of ONNX Runtime and of the machine. */
  of: v.string(),
  /** By encoder, device and threads. */
  views: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/**
 * Opens an encoder with the views that a step has time for.
 *
 * @param key names the encoder, the device and its threads
 * @param wanted views at most
 * @throws what `open` throws
 */
export async function openInTime<T extends Encoder>(
  key: string,
  wanted: number,
  open: (views: number) => Promise<T>,
  folder = modelsFolder(),
): Promise<T> {
  const known = await recall(folder);
  const before = known[key];
  if (before !== undefined) return open(Math.min(before, wanted));
  const encoder = await open(wanted);
  const views = await stepTime(encoder).then(
    (time) => (time > LONGEST ? 1 : wanted),
    async (error) => {
      await encoder.close();
      throw error;
    },
  );
  await keep(folder, { ...known, [key]: views });
  if (views === wanted) return encoder;
  await encoder.close();
  return open(views);
}

/** Forgets all that was measured. */
export async function forgetSteps(folder = modelsFolder()): Promise<void> {
  await fs.rm(path.join(folder, FILE), { force: true });
}

/** Milliseconds of a comparison of blank paper with a grey ramp. */
async function stepTime(encoder: Encoder): Promise<number> {
  const { side, views, maps } = encoder;
  const size = side * side;
  const ramp = Float32Array.from({ length: 3 * size }, (_, i) => (i % side) / side);
  const looks = await encoder.look(ramp, 1);
  const reference: Reference = {
    maps: looks.maps.map((map) => map[0]!),
    places: maps.map(({ skip, rows, columns }) => new Float32Array(skip + rows * columns).fill(1 / (rows * columns))),
    embedding: looks.embedding[0]!,
    embeddingWeight: 1,
  };
  const papers = new Float32Array(views * size).fill(1);
  const references = Array.from({ length: views }, () => reference);
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run <= TIMED; run++) {
    const began = performance.now();
    await encoder.compare(papers, references);
    if (run > 0) fastest = Math.min(fastest, performance.now() - began);
  }
  return fastest;
}

async function recall(folder: string): Promise<Record<string, number>> {
  try {
    const known = v.parse(knownSchema, JSON.parse(await fs.readFile(path.join(folder, FILE), 'utf8')));
    return known.of === thisMachine() ? known.views : {};
  } catch {
    return {};
  }
}

/** Where nothing can be kept, it is measured at each start. */
async function keep(folder: string, views: Record<string, number>): Promise<void> {
  const known = { of: thisMachine(), views };
  await writeWhole(path.join(folder, FILE), `${JSON.stringify(known, null, 2)}\n`).catch(() => undefined);
}
