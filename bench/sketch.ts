/**
 * What a person waits for: the default sketch through the built command line, as a process of its own.
 *
 * From the start of the process to the first whole drawing and to the SVG on disk, and the most memory it held: Linux
 * keeps the high-water mark of a process in /proc, so looking often enough to catch its last state is enough.
 */

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow, Skipped } from './table.ts';

export const COMMAND = path.resolve('out/main/cli.js');
/** A small photo, a large one, and one in between that is cut by its border. */
const PHOTOS = ['elephant', 'parrot', 'cat_720p'];
const LOOK_EVERY_MS = 20;

interface Run {
  photo: string;
  /** Seconds from the start of the process. */
  first: number;
  written: number;
  /** MB (2²⁰ bytes); null where /proc does not say. */
  peak: number | null;
  /** Seconds of processors, all threads together: on a busy machine it tells what the clock hides. */
  busy: number | null;
}

/** The high-water mark of a process's memory in MB, or null. */
export function highWater(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** Seconds of processors that a process has used, or null. Linux counts them in hundredths (proc_pid_stat(5)). */
function processorSeconds(pid: number): number | null {
  try {
    // The command's name, in parentheses, may hold blanks.
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}

async function sketchOnce(photo: string, file: string, out: string, steps: number | null): Promise<Run> {
  const words = [COMMAND, 'sketch', file, '-o', out, '--json', ...(steps === null ? [] : ['--steps', `${steps}`])];
  const began = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const run: Run = { photo, first: Number.NaN, written: Number.NaN, peak: null, busy: null };
  const look = () => {
    run.peak = highWater(child.pid!) ?? run.peak;
    run.busy = processorSeconds(child.pid!) ?? run.busy;
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const seconds = (performance.now() - began) / 1000;
    const { type } = JSON.parse(line);
    if (type === 'frame' && Number.isNaN(run.first)) run.first = seconds;
    if (type === 'done') {
      run.written = seconds;
      look();
    }
  }
  const code = await closed;
  clearInterval(timer);
  if (code !== 0 || !fs.existsSync(out))
    throw new Error(`lineament sketch ${file} ended with ${code} and left no drawing: run it by hand to see why.`);
  return run;
}

export async function benchSketch({ photos, steps, say }: BenchContext): Promise<BenchRow[]> {
  if (!fs.existsSync(COMMAND)) throw new Skipped(`${COMMAND} is not there: build it with npm run build.`);
  const chosen = sharedPhotos(null).filter(({ name }) => PHOTOS.includes(name));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-bench-'));
  try {
    const runs: Run[] = [];
    for (const { name, file } of chosen.slice(0, photos ?? chosen.length)) {
      const run = await sketchOnce(name, file, path.join(folder, `${name}.svg`), steps);
      const linux = run.peak === null ? '' : `, ${run.peak.toFixed(0)} MB, ${run.busy!.toFixed(1)} s of processors`;
      say(`${name}: first ${run.first.toFixed(2)} s, written ${run.written.toFixed(2)} s${linux}`);
      runs.push(run);
    }
    return rowsOf(runs);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(runs: Run[]): BenchRow[] {
  const method = (value: (run: Run) => string) =>
    `the slowest or largest of ${runs.map((run) => `${run.photo} ${value(run)}`).join(', ')}; out/main/cli.js as a process`;
  const worst = (value: (run: Run) => number) => Math.max(...runs.map(value));
  const written = benchRow(
    'default sketch, start of the process to SVG on disk',
    worst((run) => run.written),
    's',
    { most: 6 },
    method((run) => {
      const { written, busy } = run;
      return `${written.toFixed(2)} s${busy === null ? '' : ` (${busy.toFixed(1)} s of processors)`}`;
    }),
  );
  const first = benchRow(
    'default sketch, start of the process to the first whole drawing',
    worst((run) => run.first),
    's',
    { most: 1 },
    method((run) => `${run.first.toFixed(2)} s`),
  );
  if (runs.some((run) => run.peak === null)) return [written, first];
  const peak = benchRow(
    'default sketch, peak memory',
    worst((run) => run.peak!),
    'MB',
    { most: 600 },
    method((run) => `${run.peak!.toFixed(0)} MB (VmHWM)`),
  );
  return [written, first, peak];
}
