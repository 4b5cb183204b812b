/**
 * Remembers on disk what a large model's graph was measured to be: a run of it, unoptimised, for the shape of every tensor
 * (autodiff/specialise.ts), took two thirds of the time in which an RN101's graphs are built, and the most memory.
 *
 * An answer is known by the SHA-256 of the very bytes that would be run, so no change of the model, of its size, or of how
 * we write it can meet an old one. What is remembered are shapes and folded constants: some kilobytes a model. A file that
 * does not hold what its own checksum says is none, and is written anew.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import type { DataType, Tensor } from '../autodiff/graph.ts';
import type { Evaluate } from '../autodiff/specialise.ts';
import { count, viewBytes } from '../autodiff/tensor.ts';
import { seal, unseal } from '../files/sealed-text.ts';
import { writeWhole } from '../files/whole-file.ts';
import { evaluate } from './session.ts';
import { modelsFolder } from './store.ts';

const FOLDER = 'graphs';
/** Bytes of a model that is worth it; smaller ones run in no time. */
const LARGE = 16e6;
/** Bytes of an answer that is worth keeping: constants as large as this are weights. */
const SMALL = 1e6;
/** Answers that are kept; the longest unused go first. */
const MOST = 64;

interface Kept {
  type: DataType;
  dims: number[];
  /** Base64. */
  data: string;
}

/** `evaluate`, asked once for each large model. */
export const evaluateOnce: Evaluate = (model, feeds, outputs) => rememberedIn(folderOf())(model, feeds, outputs);

const folderOf = () => path.join(modelsFolder(), FOLDER);

/**
 * `run`, remembered in a folder.
 *
 * @param large bytes from which a model's answer is remembered
 */
export function rememberedIn(folder: string, run: Evaluate = evaluate, large = LARGE): Evaluate {
  return async (model, feeds, outputs) => {
    if (model.length < large) return run(model, feeds, outputs);
    const file = path.join(folder, `${keyOf(model, feeds, outputs)}.json`);
    const known = await recall(file, outputs);
    if (known) return known;
    const results = await run(model, feeds, outputs);
    await keep(file, results);
    return results;
  };
}

function keyOf(model: Uint8Array, feeds: Record<string, Tensor>, outputs: readonly string[]): string {
  const hash = createHash('sha256').update(model);
  for (const [name, { dims, data }] of Object.entries(feeds))
    hash.update(JSON.stringify([name, dims])).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.update(JSON.stringify([outputs, ort.env.versions.common])).digest('hex');
}

async function recall(file: string, outputs: readonly string[]): Promise<Record<string, Tensor> | null> {
  try {
    const text = unseal(await fs.readFile(file, 'utf8'));
    if (text === null) return null;
    const kept = JSON.parse(text) as Record<string, Kept>;
    const results = outputs.map((name) => [name, unpack(kept[name]!)] as const);
    const now = new Date();
    await fs.utimes(file, now, now).catch(() => undefined);
    return Object.fromEntries(results);
  } catch {
    return null;
  }
}

function unpack({ type, dims, data }: Kept): Tensor {
  return { type, dims, data: viewBytes(type, new Uint8Array(Buffer.from(data, 'base64')), count(dims)) };
}

/** Whole or not at all; where nothing can be kept, the model is run the next time too. */
async function keep(file: string, results: Record<string, Tensor>): Promise<void> {
  const size = Object.values(results).reduce((sum, { data }) => sum + data.byteLength, 0);
  if (size > SMALL) return;
  const packed = Object.entries(results).map(([name, { type, dims, data }]): [string, Kept] => {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return [name, { type, dims, data: bytes.toString('base64') }];
  });
  const text = JSON.stringify(Object.fromEntries(packed));
  await writeWhole(file, seal(text))
    .then(() => dropOldest(path.dirname(file)))
    .catch(() => undefined);
}

/** Leaves the most recently used; what was left half written by a process that ended is as old as any. */
async function dropOldest(folder: string): Promise<void> {
  const names = await fs.readdir(folder);
  const ages = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      // Another process may have dropped it meanwhile.
      const stat = await fs.stat(file).catch(() => null);
      return { file, used: stat?.mtimeMs ?? 0 };
    }),
  );
  const oldest = ages.sort((a, b) => b.used - a.used).slice(MOST);
  for (const { file } of oldest) await fs.rm(file, { force: true });
}
