/**
 * Keeps the differentiated graphs of large encoders on disk, so that an RN101 opens in less than half of the time, and
 * without a copy of its weights in the process: ONNX Runtime maps them from the file.
 *
 * Graphs are known by the SHA-256 of the encoder's file and by all that was asked of them. Both graphs of an encoder lie in
 * a folder with the weights that they share; it is written under another name and renamed when whole. Every file is
 * hashed before it is used, and a folder that holds anything but what was written is thrown away and made anew. The
 * longest unused go first where all take too much.
 */

import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Graph, Tensor } from '../autodiff/graph.ts';
import { type External, writeModel } from '../autodiff/onnx.ts';
import { digestOf, digestOfFile } from '../files/digest.ts';
import { seal, unseal } from '../files/sealed-text.ts';
import { writeFlushed } from '../files/whole-file.ts';
import type { FeatureMap } from './encoder.ts';
import type { EncoderGraphs } from './encoder-graphs.ts';
import type { ReferenceInput } from './encoder-runs.ts';
import { modelsFolder } from './store.ts';

/**
 * To be raised with every change of what is written for an encoder: graphs of an older number are never met again
 * (test/models/graph-generation.test.ts tells when).
 */
export const GENERATION = 1;

/** What ONNX Runtime opens: a model's bytes, or the path of its file. Bytes are written when asked for, for they take room. */
export type Openable = () => Uint8Array | string;

export interface OpenableGraphs {
  batch: number;
  maps: FeatureMap[];
  inputs: ReferenceInput[];
  forward: Openable;
  reverse: Openable | null;
}

export interface Keeping {
  folder: string;
  /** Bytes of weights from which graphs are worth keeping; smaller ones are made in no time. */
  large: number;
  /** Bytes that all that is kept may take. */
  most: number;
}

const usual = (): Keeping => ({ folder: path.join(modelsFolder(), 'differentiated'), large: 16e6, most: 2.5e9 });

const FORWARD = 'look.onnx';
const REVERSE = 'compare.onnx';
const WEIGHTS = 'weights.bin';
const KNOWN = 'known.json';
/** Tensors from so many bytes on lie in the weights' file, each on a page of its own, as mapping wants it. */
const PAGE = 4096;
/** The share of a disk's free bytes that graphs may take. */
const ROOM = 0.25;
/** Milliseconds after which nobody is writing to a folder any more. */
const OLD = 24 * 3600 * 1000;

interface Known extends Pick<EncoderGraphs, 'batch' | 'maps' | 'inputs'> {
  /** SHA-256 by file name. */
  files: Record<string, string>;
}

/**
 * An encoder's graphs, from the disk where they have been made before.
 *
 * @param asked all that decides what the graphs are, the encoder's hash among it; null: they are not kept
 * @throws what `make` throws
 */
export async function graphsOnce(
  asked: unknown,
  make: () => Promise<EncoderGraphs>,
  { folder, large, most }: Keeping = usual(),
): Promise<OpenableGraphs> {
  if (asked === null) return inMemory(await make());
  const key = JSON.stringify([GENERATION, ort.env.versions.common, asked]);
  const own = path.join(folder, digestOf(key));
  const known = await recall(own);
  if (known) return known;
  const graphs = await make();
  if (sizeOf(weightsOf(graphs)) < large) return inMemory(graphs);
  return (await keep(own, graphs, most)) ?? inMemory(graphs);
}

function inMemory({ forward, reverse, ...rest }: EncoderGraphs): OpenableGraphs {
  return { ...rest, forward: () => writeModel(forward), reverse: reverse && (() => writeModel(reverse)) };
}

function opened(folder: string, rest: Omit<Known, 'files'>, compares: boolean): OpenableGraphs {
  const fileOf = (name: string) => () => path.join(folder, name);
  return { ...rest, forward: fileOf(FORWARD), reverse: compares ? fileOf(REVERSE) : null };
}

/** What lies in a folder, if it is all that was put there. */
async function recall(folder: string): Promise<OpenableGraphs | null> {
  try {
    const text = unseal(await fs.readFile(path.join(folder, KNOWN), 'utf8'));
    if (text === null) throw new Error('damaged');
    const { files, ...rest } = JSON.parse(text) as Known;
    for (const [name, sha256] of Object.entries(files))
      if ((await digestOfFile(path.join(folder, name))) !== sha256) throw new Error('damaged');
    const now = new Date();
    await fs.utimes(path.join(folder, KNOWN), now, now).catch(() => undefined);
    return opened(folder, rest, REVERSE in files);
  } catch {
    await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
    return null;
  }
}

/** Large initializers of both graphs, each once: forwards and backwards share most of theirs. */
function weightsOf({ forward, reverse }: EncoderGraphs): Set<Tensor['data']> {
  const all = [forward, reverse].flatMap((graph) => (graph ? [...graph.initializers.values()] : []));
  return new Set(all.map(({ data }) => data).filter(({ byteLength }) => byteLength >= PAGE));
}

const sizeOf = (weights: Set<Tensor['data']>) => [...weights].reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Whole or not at all. @returns null where nothing could be kept: no room, or no right to write there */
async function keep(own: string, graphs: EncoderGraphs, most: number): Promise<OpenableGraphs | null> {
  const { forward, reverse, ...rest } = graphs;
  const weights = weightsOf(graphs);
  const bytes = sizeOf(weights);
  const part = `${own}.${randomUUID().slice(0, 8)}.part`;
  try {
    await fs.mkdir(part, { recursive: true });
    const { bavail, bsize } = await fs.statfs(part);
    if (bytes > Math.min(most, ROOM * bavail * bsize)) throw new Error('no room');
    const files: Record<string, string> = {};
    const offsets = await writeWeights(path.join(part, WEIGHTS), weights, (sha256) => {
      files[WEIGHTS] = sha256;
    });
    const beside = ({ data }: Tensor): External | null => {
      const offset = offsets.get(data);
      return offset === undefined ? null : { location: WEIGHTS, offset };
    };
    const put = async (name: string, graph: Graph) => {
      const model = writeModel(graph, beside);
      files[name] = digestOf(model);
      await writeFlushed(path.join(part, name), [model]);
    };
    await put(FORWARD, forward);
    if (reverse) await put(REVERSE, reverse);
    const text = JSON.stringify({ ...rest, files } satisfies Known);
    await writeFlushed(path.join(part, KNOWN), [seal(text)]);
    // Where another process was sooner, its folder stays.
    await fs.rename(part, own).catch(() => fs.rm(part, { recursive: true }));
    await dropOldest(own, most);
    return opened(own, rest, reverse !== null);
  } catch {
    await fs.rm(part, { recursive: true, force: true }).catch(() => undefined);
    return null;
  }
}

/** Puts tensors one behind the other. @returns where each begins */
async function writeWeights(
  file: string,
  weights: Set<Tensor['data']>,
  tell: (sha256: string) => void,
): Promise<Map<Tensor['data'], number>> {
  const offsets = new Map<Tensor['data'], number>();
  const hash = createHash('sha256');
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const data of weights) {
    offsets.set(data, at);
    const piece = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const padding = new Uint8Array(-piece.length & (PAGE - 1));
    pieces.push(piece, padding);
    hash.update(piece).update(padding);
    at += piece.length + padding.length;
  }
  await writeFlushed(file, pieces);
  tell(hash.digest('hex'));
  return offsets;
}

/** Makes room for the one that was kept last: those unused longest go, and what a crash left half written. */
async function dropOldest(latest: string, most: number): Promise<void> {
  const folder = path.dirname(latest);
  const kept: { own: string; used: number; bytes: number }[] = [];
  for (const name of await fs.readdir(folder)) {
    const own = path.join(folder, name);
    // Another process may have dropped it meanwhile.
    const used = (await fs.stat(name.endsWith('.part') ? own : path.join(own, KNOWN)).catch(() => null))?.mtimeMs ?? 0;
    if (name.endsWith('.part')) {
      if (Date.now() - used > OLD) await drop(own);
    } else kept.push({ own, used: own === latest ? Number.POSITIVE_INFINITY : used, bytes: await bytesIn(own) });
  }
  let total = 0;
  for (const { own, bytes } of kept.sort((a, b) => b.used - a.used)) {
    total += bytes;
    if (total > most) await drop(own);
  }
}

/** What another process has open stays on Windows, until the next time. */
const drop = (folder: string) => fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);

async function bytesIn(folder: string): Promise<number> {
  const stat = await fs.stat(path.join(folder, WEIGHTS)).catch(() => null);
  return stat?.size ?? 0;
}
