/**
 * What comes before the first stroke: cutting out the subject, and the memory that a 100-megapixel photo costs.
 *
 * Linux keeps a process's high-water mark of memory and lets it be reset, so that what one call adds can be told;
 * elsewhere those figures are left out. The large photos are flat, which costs a decoder what any other does.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { readPhoto } from '../main/jobs/photo.ts';
import { withMaskNetwork } from '../main/models/mask-network.ts';
import { learnedMask } from '../main/vision/learned-mask.ts';
import { sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow, median } from './table.ts';

/** 100.9 megapixels, as medium-format cameras have them. */
const LARGE = { width: 11600, height: 8700 };
const MASK_SIDE = 256;
const KINDS: [string, boolean][] = [
  ['baseline', false],
  ['progressive', true],
];

export async function benchPhoto({ photos, say }: BenchContext): Promise<BenchRow[]> {
  const rows = await memoryRows(say);
  const times: number[] = [];
  for (const { file } of sharedPhotos(photos)) {
    const { rgb, workingWidth, workingHeight } = await readPhoto(file, { maxSide: MASK_SIDE });
    const began = performance.now();
    await learnedMask(rgb, workingWidth, workingHeight, withMaskNetwork);
    times.push(performance.now() - began);
  }
  const method = `${times.length} photos at ${MASK_SIDE} px, one after the other`;
  return [
    ...rows,
    benchRow('the first photo’s mask, before anything is compiled', times[0]!, 'ms', { most: 300 }, method),
    benchRow('a mask, median', median(times), 'ms', { most: 150 }, method),
  ];
}

async function memoryRows(say: (line: string) => void): Promise<BenchRow[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-bench-'));
  try {
    const rows: BenchRow[] = [];
    for (const [kind, progressive] of KINDS) {
      const file = path.join(folder, `${kind}.jpg`);
      await sharp({ create: { ...LARGE, channels: 3, background: '#a07050' } })
        .jpeg({ progressive })
        .toFile(file);
      const before = resetHighWater();
      const began = performance.now();
      await readPhoto(file);
      const seconds = (performance.now() - began) / 1000;
      const after = memory('VmHWM');
      say(`${kind} JPEG of 100 megapixels: ${seconds.toFixed(1)} s`);
      if (before === null || after === null) continue;
      const method = `high-water mark while reading less memory before; ${seconds.toFixed(1)} s`;
      rows.push(benchRow(`a ${kind} 100-megapixel JPEG's memory`, after - before, 'MB', { most: 600 }, method));
    }
    return rows;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** This process's memory now, in MB, from which its high-water mark then rises; null where Linux's /proc is not. */
function resetHighWater(): number | null {
  try {
    fs.writeFileSync('/proc/self/clear_refs', '5');
    return memory('VmRSS');
  } catch {
    return null;
  }
}

function memory(row: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const [, kilobytes] =
      new RegExp(`^${row}:\\s+(\\d+) kB`, 'm').exec(fs.readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
