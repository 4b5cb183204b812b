/**
 * Two hundred sketches in one engine: does its memory stay where it was?
 *
 * The sketches differ (photo, seed, count, cut out or not, stopped or not), one after the other, as over a long day. What
 * is read is the resident memory of the engine's process after each. The first tenth fills caches and the allocator's
 * pools; after it the line through all readings should lie flat.
 */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { engineContract, type PageSettings } from '../main/contract.ts';
import { forkEngine } from '../main/engine-process.ts';
import { connect } from '../main/rpc.ts';
import { sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow, Skipped } from './table.ts';

const ENGINE = path.resolve('out/main/engine.js');
const SKETCHES = 200;
const SETTINGS: PageSettings = {
  ...{ strokes: 8, seeds: 1, seed: 0, fidelity: 0.5, width: null, quality: 'draft', cutOut: true, encoder: 'built-in' },
};

export interface SoakOptions {
  photos: readonly Uint8Array[];
  count: number;
  /** Stops a sketch after so many of its events; null: every third only, after 20. */
  stopAfter?: number | null;
  /** Told the megabytes after each sketch. */
  say?: (done: number, megabytes: number) => void;
}

/** Sketches again and again in one engine. @returns its resident memory after each, in megabytes */
export async function soak({ photos, count, stopAfter = null, say }: SoakOptions): Promise<number[]> {
  const port = forkEngine(ENGINE);
  const engine = connect(engineContract, port);
  const readings: number[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const photo = photos[i % photos.length]!;
      const settings = { ...SETTINGS, seed: i, strokes: 4 + 4 * (i % 3), cutOut: i % 2 === 0 };
      await engine.call('openPhoto', { photo, name: `${i}.jpg` });
      const limit = stopAfter ?? (i % 3 ? Number.POSITIVE_INFINITY : 20);
      let events = 0;
      const running = engine.stream('sketch', { photo, settings, mask: null, emphasis: null, keep: [] }, () => {
        if (++events === limit) running.stop();
      });
      await running.result;
      readings.push(residentMegabytes(port.pid!));
      say?.(i + 1, readings.at(-1)!);
    }
  } finally {
    engine.close();
  }
  return readings;
}

/** @throws Skipped where the system does not say */
function residentMegabytes(pid: number): number {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
  } catch {
    try {
      return Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })) / 1024;
    } catch {
      throw new Skipped('the system does not say how much memory another process has');
    }
  }
}

/** Megabytes that are added by each sketch: the slope of the least-squares line through the readings. */
export function growthOf(readings: readonly number[]): number {
  const middle = (readings.length - 1) / 2;
  const mean = readings.reduce((sum, value) => sum + value, 0) / readings.length;
  let [shared, spread] = [0, 0];
  readings.forEach((value, i) => {
    shared += (i - middle) * (value - mean);
    spread += (i - middle) ** 2;
  });
  return shared / spread;
}

export async function benchSoak({ photos, say }: BenchContext): Promise<BenchRow[]> {
  const files = sharedPhotos(photos ?? 10).map(({ file }) => new Uint8Array(fs.readFileSync(file)));
  const told = (done: number, megabytes: number) => {
    if (done % 20 === 0) say(`${done} sketches: ${megabytes.toFixed(0)} MB`);
  };
  const readings = await soak({ photos: files, count: SKETCHES, say: told });
  const later = readings.slice(SKETCHES / 10);
  const method = `resident memory of one engine after each of ${SKETCHES} sketches of ${files.length} photos, 4 to 12 strokes, a third of them stopped`;
  return [
    benchRow('memory after the first tenth', later[0]!, 'MB', null, method),
    benchRow('memory at the end', readings.at(-1)!, 'MB', null, method),
    benchRow('growth over a hundred sketches', 100 * growthOf(later), 'MB', { most: 20 }, method),
  ];
}
