/**
 * What CLIPasso's own encoder costs here: RN101 at 224 px, five views a step, on the CPU provider. Its weights are random
 * (models/random-clip.ts), which changes neither time nor memory; whether the gradient is right is measured beside.
 */

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { StaticGraph } from '../main/autodiff/graph.ts';
import { writeModel } from '../main/autodiff/onnx.ts';
import { simplify } from '../main/autodiff/simplify.ts';
import { specialise } from '../main/autodiff/specialise.ts';
import { prune } from '../main/autodiff/structure.ts';
import { floatTensor } from '../main/autodiff/tensor.ts';
import { NORMALISATIONS, readEncoderParts } from '../main/jobs/encoder-parts.ts';
import { readBuiltInEncoder } from '../main/models/built-in.ts';
import type { Encoder } from '../main/models/encoder.ts';
import { type EncoderParts, openEncoder } from '../main/models/onnx-encoder.ts';
import { createSession, evaluate, runSession } from '../main/models/session.ts';
import { Random } from '../main/sketch/random.ts';
import { REFERENCE } from '../main/sketch/reference.ts';
import { directionalError, halfCosine, trial } from '../models/gradient-check.ts';
import { RN101, randomClipResNet } from '../models/random-clip.ts';
import { sharedPhotos } from './shared.ts';
import { COMMAND, highWater } from './sketch.ts';
import { type BenchContext, type BenchRow, benchRow, median, Skipped } from './table.ts';

const { views } = REFERENCE;
const RUNS = 9;
const LOOK_EVERY_MS = 20;
/** Of the process whose memory is watched: its peak comes at the first. */
const STEPS = 2;

export async function benchClip({ say }: BenchContext): Promise<BenchRow[]> {
  if (!fs.existsSync(COMMAND)) throw new Skipped(`${COMMAND} is not there: build it with npm run build.`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-bench-'));
  const file = path.join(folder, 'clip-rn101-random.onnx');
  const { LINEAMENT_MODELS: usual } = process.env;
  try {
    fs.writeFileSync(file, writeModel(randomClipResNet(RN101)));
    // Graphs that are kept come and go with the folder.
    process.env['LINEAMENT_MODELS'] = path.join(folder, 'models');
    const peaks = [await peakOfSketch(file, folder), await peakOfSketch(file, folder)] as const;
    fs.rmSync(process.env['LINEAMENT_MODELS'], { recursive: true });
    const known = { normalisation: NORMALISATIONS.clip, side: RN101.side };
    const open = async () => {
      const began = performance.now();
      const { parts, side } = await readEncoderParts(file, null, known);
      const encoder = await openEncoder(parts, { side, views, objective: 'paper' });
      return { parts, side, encoder, seconds: (performance.now() - began) / 1000 };
    };
    const first = await open();
    await first.encoder.close();
    const { parts, side, encoder, seconds } = await open();
    const rows = [await stepRow(encoder, parts, say), await gradientRow(encoder)];
    await encoder.close();
    const opening = `the file read, its parts found, two sessions; differentiated and kept the first time: ${first.seconds.toFixed(1)} s then`;
    rows.push(benchRow('RN101-shaped: opened again', seconds, 's', null, opening));
    rows.push(
      halfRow('RN101-shaped', await halfCosine(parts, { side, views: 2 })),
      halfRow('built-in', await halfCosine(await readBuiltInEncoder(), { side: 128, views: 2 })),
    );
    const [cold, warm] = peaks;
    return cold === null || warm === null ? rows : [...rows, ...peakRows(cold, warm)];
  } finally {
    if (usual === undefined) delete process.env['LINEAMENT_MODELS'];
    else process.env['LINEAMENT_MODELS'] = usual;
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A step's comparison and plain runs take turns, so that what else the machine does falls on both. */
async function stepRow(encoder: Encoder, parts: EncoderParts, say: (line: string) => void): Promise<BenchRow> {
  const { side } = encoder;
  const random = new Random(1);
  const { papers, references } = await trial(encoder, random);
  const pictures = Array.from({ length: views }, () =>
    floatTensor(
      Float32Array.from({ length: 3 * side * side }, () => random.uniform()),
      [1, 3, side, side],
    ),
  );
  const plain = await createSession(writeModel(await plainGraph(parts, side)));
  const forwards = async () => {
    for (const picture of pictures) await runSession(plain, { [parts.input]: picture });
  };
  const kinds = [forwards, () => encoder.compare(papers, references)];
  const times = kinds.map((): number[] => []);
  const busy = kinds.map((): number[] => []);
  for (let run = -2; run < RUNS; run++)
    for (const [i, work] of kinds.entries()) {
      const [began, used] = [performance.now(), process.cpuUsage()];
      await work();
      const { user, system } = process.cpuUsage(used);
      // The first runs still allocate.
      if (run < 0) continue;
      times[i]!.push(performance.now() - began);
      busy[i]!.push((user + system) / 1000);
    }
  await plain.release();
  const [a, b] = times.map(median) as [number, number];
  const [busyA, busyB] = busy.map(median) as [number, number];
  say(`clock ${b.toFixed(0)} over ${a.toFixed(0)} ms, processors ${busyB.toFixed(0)} over ${busyA.toFixed(0)} ms`);
  const method = `medians of ${RUNS} of each in turn, processor time of all threads: ${busyB.toFixed(0)} over ${busyA.toFixed(0)} ms (by the clock ${(b / a).toFixed(2)}); forwards of a picture each, CPU provider`;
  return benchRow(
    `RN101-shaped: a step of ${views} views over ${views} plain forwards`,
    busyB / busyA,
    '×',
    { most: 2.2 },
    method,
  );
}

/** Pictures to the embedding and nothing else. */
async function plainGraph({ graph, input, embedding }: EncoderParts, side: number): Promise<StaticGraph> {
  const still = await specialise(graph, { name: input, dims: [1, 3, side, side] }, evaluate);
  return prune(simplify(still), [embedding!]);
}

async function gradientRow(encoder: Encoder): Promise<BenchRow> {
  const method = `central differences along ${2 * views} directions of white noise, in double precision from plain runs`;
  const error = await directionalError(encoder, 2);
  return benchRow('RN101-shaped: error of the gradient', error, '', { most: 0.01 }, method);
}

function halfRow(name: string, cosine: number): BenchRow {
  const method =
    "mixed precision as GPUs get it, run on the CPU provider; two views of white noise, the paper's objective";
  return benchRow(`${name}: cosine of the gradient in float16 with float32`, cosine, '', { least: 0.99 }, method);
}

function peakRows(first: number, again: number): BenchRow[] {
  const method = `VmHWM of lineament sketch --protocol reference --steps ${STEPS}, ${views} views a step, as a process`;
  return [
    benchRow('RN101-shaped: peak memory', first, 'MB', { most: 3000 }, method),
    benchRow('RN101-shaped: peak memory, graphs kept before', again, 'MB', { most: 3000 }, method),
  ];
}

/** MB; null where the system does not tell. */
async function peakOfSketch(file: string, folder: string): Promise<number | null> {
  const photo = sharedPhotos(1)[0]!.file;
  const words = [COMMAND, 'sketch', photo, '-o', path.join(folder, 'out.svg'), '--encoder', file];
  const options = ['--protocol', 'reference', '--device', 'cpu', '--quality', 'draft', '--steps', `${STEPS}`];
  const child = spawn(process.execPath, [...words, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak: number | null = null;
  const timer = setInterval(() => {
    peak = highWater(child.pid!) ?? peak;
  }, LOOK_EVERY_MS);
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  clearInterval(timer);
  if (code !== 0) throw new Error(`lineament sketch with ${file} ended with ${code}: run it by hand to see why.`);
  return peak;
}
