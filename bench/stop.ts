/**
 * How soon a stop is felt, and how soon a drawing is priced after an edit: asked of the engine's own process, as the page
 * asks. Every stop is of a fresh engine that has never seen the photo, at another moment of the sketch; what is measured
 * is the time from the stop's being sent to the result's being there.
 */

import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { engineContract, type PageSettings, type SketchOutcome } from '../main/contract.ts';
import { forkEngine } from '../main/engine-process.ts';
import { type Client, connect } from '../main/rpc.ts';
import { sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow, median } from './table.ts';

const ENGINE = path.resolve('out/main/engine.js');
const LARGE = { width: 6000, height: 4000 };
/** Milliseconds after the start: close together while the photo is read and the networks open, wider apart later. */
const MOMENTS = [
  0, 20, 40, 60, 80, 100, 120, 150, 180, 210, 250, 300, 350, 400, 500, 600, 700, 800, 1000, 1300, 1600, 2000, 2500,
  3000, 4000, 5000, 6000, 8000,
];
const SETTINGS: PageSettings = {
  strokes: 64,
  seeds: 3,
  seed: 0,
  fidelity: 0.5,
  width: null,
  quality: 'normal',
  cutOut: true,
  encoder: 'built-in',
};
const PRICED = [16, 64];
const TIMES = 7;

type Engine = Client<typeof engineContract>;

export async function benchStop({ say }: BenchContext): Promise<BenchRow[]> {
  const { file } = sharedPhotos(1)[0]!;
  const small = new Uint8Array(fs.readFileSync(file));
  const large = await sharp(file)
    .resize({ ...LARGE, fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer();
  const rows: BenchRow[] = [];
  for (const [name, photo] of [
    ['a small photo', small],
    ['a 24-megapixel photo', new Uint8Array(large)],
  ] as const) {
    const times: number[] = [];
    for (const moment of MOMENTS) times.push(await withEngine((engine) => stopAt(engine, photo, moment)));
    say(`${name}: ${times.map((ms, i) => `${MOMENTS[i]}: ${ms.toFixed(0)}`).join(', ')}`);
    const method = `${MOMENTS.length} stops from 0 to ${MOMENTS.at(-1)! / 1000} s after the start, each of an engine that has just started; 64 strokes, 3 tries`;
    rows.push(
      benchRow(`stop to result, ${name}, median`, median(times), 'ms', null, method),
      benchRow(`stop to result, ${name}, worst`, Math.max(...times), 'ms', { most: 300 }, method),
    );
  }
  return [...rows, ...(await withEngine((engine) => priceRows(engine, small)))];
}

async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const port = forkEngine(ENGINE);
  try {
    const engine = connect(engineContract, port);
    // It answers, so it has started; it has seen no photo.
    await engine.call('renderPng', {
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>',
      scale: 1,
    });
    return await work(engine);
  } finally {
    port.close();
  }
}

const inputOf = (photo: Uint8Array) => ({ photo, settings: SETTINGS, mask: null, emphasis: null, keep: [] });

async function stopAt(engine: Engine, photo: Uint8Array, moment: number): Promise<number> {
  const running = engine.stream('sketch', inputOf(photo), () => {});
  await new Promise((resolve) => setTimeout(resolve, moment));
  const began = performance.now();
  running.stop();
  await running.result;
  return performance.now() - began;
}

/** Prices of contours, of a photo that the engine knows already: every time a stroke is elsewhere. */
async function priceRows(engine: Engine, photo: Uint8Array): Promise<BenchRow[]> {
  const strokes = await new Promise<SketchOutcome['strokes']>((resolve) => {
    const running = engine.stream('sketch', inputOf(photo), () => running.stop());
    running.result.then((outcome) => resolve(outcome.strokes));
  });
  const rows: BenchRow[] = [];
  for (const count of PRICED) {
    const times: number[] = [];
    for (let k = 0; k <= TIMES; k++) {
      const [first, ...others] = strokes.slice(0, count);
      const moved = [{ ...first!, points: first!.points.map((v) => v + k) }, ...others];
      const began = performance.now();
      await engine.call('priceStrokes', { photo, mask: null, settings: SETTINGS, strokes: moved });
      // The first time opens the encoder and compiles the code.
      if (k > 0) times.push(performance.now() - began);
    }
    const method = `median of ${TIMES}, each after a stroke was moved, the same photo; asked across processes`;
    rows.push(benchRow(`pricing ${count} strokes`, median(times), 'ms', null, method));
  }
  return rows;
}
