/**
 * Which of this machine's devices a network is run on, and how it is found out once.
 *
 * A provider that is broken may end the whole process when it is tried. So before each trial its name is written down,
 * and taken away after it: a name that is still there when the process is gone is of a provider that is not tried again.
 * What was found is kept beside the models and holds for this version of ONNX Runtime on this machine.
 */

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import * as v from 'valibot';
import { writeWhole } from '../files/whole-file.ts';
import {
  availableProviders,
  fastestFirst,
  likesHalves,
  type ProviderFinding,
  probeProviders,
} from '../models/providers.ts';
import type { Provider } from '../models/session.ts';
import { modelsFolder } from '../models/store.ts';
import { turns } from './turns.ts';

export type { ProviderFinding };

const FILE = 'devices.json';

/** What a person may ask for: one device, or whatever is fastest. */
export const DEVICES = ['auto', 'cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml'] as const;
export type Device = (typeof DEVICES)[number];

/** What the providers are called on the surface. */
export const DEVICE_NAMES: Record<Provider, string> = {
  cpu: 'the processor',
  webgpu: 'the graphics card, by WebGPU',
  cuda: 'the graphics card, by CUDA',
  tensorrt: 'the graphics card, by TensorRT',
  dml: 'the graphics card, by DirectML',
  coreml: 'the neural engine, by Core ML',
};

const providerSchema = v.picklist(['cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml']);
const knownSchema = v.object({
  /** Of ONNX Runtime and of the machine. */
  of: v.string(),
  /** Being tried; null: none is. */
  trying: v.nullable(providerSchema),
  /** The id of the process that tries it. */
  by: v.optional(v.number()),
  findings: v.array(
    v.object({
      provider: providerSchema,
      works: v.boolean(),
      error: v.nullable(v.number()),
      milliseconds: v.nullable(v.number()),
      reason: v.nullable(v.string()),
      half: v.nullable(v.object({ cosine: v.number(), milliseconds: v.number() })),
    }),
  ),
});
type Known = v.InferOutput<typeof knownSchema>;

type Probe = (provider: Provider) => Promise<ProviderFinding>;

const ENDED = 'It ended the program when it was tried.';

/** One search at a time, or each would find the other's trial under way. */
const inTurn = turns();

/**
 * What each provider does on this machine, tried once and then remembered.
 *
 * @param again forgets what is remembered and tries all anew
 * @param probe tries one
 */
export function findDevices(
  again = false,
  folder = modelsFolder(),
  probe: Probe = probeOne,
  providers: readonly Provider[] = availableProviders(),
): Promise<ProviderFinding[]> {
  return inTurn(() => search(again, folder, probe, providers));
}

async function search(
  again: boolean,
  folder: string,
  probe: Probe,
  providers: readonly Provider[],
): Promise<ProviderFinding[]> {
  const of = thisMachine();
  const remembered = await recall(folder);
  const known: Known = remembered?.of === of && !again ? remembered : { of, trying: null, findings: [] };
  if (known.trying && !isAtWork(known.by))
    known.findings.push({
      provider: known.trying,
      works: false,
      error: null,
      milliseconds: null,
      reason: ENDED,
      half: null,
    });
  known.trying = null;
  for (const provider of providers) {
    if (known.findings.some((finding) => finding.provider === provider)) continue;
    known.trying = provider;
    known.by = process.pid;
    await keep(folder, known);
    known.findings.push(await probe(provider));
    known.trying = null;
  }
  await keep(folder, known);
  return known.findings;
}

/**
 * The providers to run a model on, in the order in which they are to be tried; the CPU last.
 *
 * @throws one sentence where the platform has no such device
 * @param small whether the model is so small that a GPU gains nothing: 'auto' is the CPU then
 */
export async function devicesFor(device: Device, small: boolean): Promise<Provider[]> {
  if (device === 'cpu' || (device === 'auto' && small)) return ['cpu'];
  if (device !== 'auto') {
    const there = availableProviders();
    if (there.includes(device)) return [device, 'cpu'];
    throw new Error(`There is no device ${device} on this platform: expected auto, or one of ${there.join(', ')}.`);
  }
  return fastestFirst(await findDevices());
}

/** The providers that are known to compute sketches' gradients in mixed precision rightly and faster. Tries nothing. */
export async function halvesOn(folder = modelsFolder()): Promise<Set<Provider>> {
  const known = await recall(folder);
  const liking = known?.of === thisMachine() ? known.findings.filter(likesHalves) : [];
  return new Set(liking.map(({ provider }) => provider));
}

/** What findings hold for: this ONNX Runtime on this machine. */
export function thisMachine(): string {
  const processor = os.cpus()[0]?.model ?? 'unknown';
  return `ONNX Runtime ${ort.env.versions.common}, ${process.platform} ${process.arch}, ${processor}`;
}

async function probeOne(provider: Provider): Promise<ProviderFinding> {
  return (await probeProviders([provider]))[0]!;
}

async function recall(folder: string): Promise<Known | null> {
  try {
    return v.parse(knownSchema, JSON.parse(await fs.readFile(path.join(folder, FILE), 'utf8')));
  } catch {
    return null;
  }
}

/** Whether another process lives that may still be trying. */
function isAtWork(pid: number | undefined): boolean {
  if (pid === undefined || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Where nothing can be kept, devices are tried at each start. */
async function keep(folder: string, known: Known): Promise<void> {
  await writeWhole(path.join(folder, FILE), `${JSON.stringify(known, null, 2)}\n`).catch(() => undefined);
}
