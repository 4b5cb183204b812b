/**
 * Where a model can run on this machine: each of ONNX Runtime's providers is tried with a small differentiated network,
 * and is taken for usable only when its numbers are right, not merely because it loads.
 *
 * The network has what encoders are made of (convolutions, a pooling, a gate, a product of matrices). Its gradient is
 * held against the CPU's; the time of a step says which of the right ones is the fastest, and whether it is faster still in
 * mixed precision.
 */

import type { InferenceSession } from 'onnxruntime-node';
import * as ort from 'onnxruntime-node';
import { GraphBuilder } from '../autodiff/builder.ts';
import { differentiate } from '../autodiff/differentiate.ts';
import { differentiateScaled, toHalfGraph } from '../autodiff/float16.ts';
import { writeModel } from '../autodiff/onnx-write.ts';
import { floatTensor } from '../autodiff/tensor.ts';
import { createSession, type Provider, runSession, targetOf } from './session.ts';

export interface ProviderFinding {
  provider: Provider;
  /** Whether its numbers are right. */
  works: boolean;
  /** Of its gradient, relative to the CPU's; null where it did not run. */
  error: number | null;
  /** Of one step, the median of a few; null where it did not run. */
  milliseconds: number | null;
  /** Why it is not used, in a sentence; null: it can be. */
  reason: string | null;
  /** The same step in mixed precision; null where it did not run. */
  half: HalfFinding | null;
}

export interface HalfFinding {
  /** Of its gradient with the CPU's in float32. */
  cosine: number;
  milliseconds: number;
}

/** The largest relative error of a gradient that is taken for right. */
export const MOST_ERROR = 1e-3;
/** The smallest cosine of a gradient in mixed precision that is taken for right enough. */
export const LEAST_COSINE = 0.99;
/** Mixed precision has to take at most this share of float32's time to be worth its error. */
const WORTH = 0.8;
const SIDE = 56;
const CHANNELS = 48;
const VIEWS = 2;
const RUNS = 5;

/** Providers that this build of ONNX Runtime has for the platform, the CPU's last. */
export function availableProviders(): Provider[] {
  const built = new Set(ort.listSupportedBackends().map(({ name }) => name));
  const all: Provider[] = ['tensorrt', 'cuda', 'coreml', 'dml', 'webgpu', 'cpu'];
  return all.filter((provider) => built.has(provider));
}

/** Tries providers, one after the other. @param providers those to be tried; all that are there where left out */
export async function probeProviders(providers = availableProviders()): Promise<ProviderFinding[]> {
  const right = await tryProvider('cpu');
  const findings: ProviderFinding[] = [];
  for (const provider of providers) findings.push(await probe(provider, right));
  return findings;
}

/** The providers that work, the fastest first; the CPU is always among them. */
export function fastestFirst(findings: readonly ProviderFinding[]): Provider[] {
  const working = findings.filter(({ works }) => works).sort((a, b) => a.milliseconds! - b.milliseconds!);
  const providers = working.map(({ provider }) => provider);
  return providers.includes('cpu') ? providers : [...providers, 'cpu'];
}

/** Whether a provider is to compute in mixed precision. A CPU has no halves, whatever this small network took. */
export function likesHalves({ provider, works, half, milliseconds }: ProviderFinding): boolean {
  if (provider === 'cpu' || !works || !half) return false;
  return half.cosine >= LEAST_COSINE && half.milliseconds <= WORTH * milliseconds!;
}

async function probe(provider: Provider, right: Tried): Promise<ProviderFinding> {
  // ONNX Runtime passes over names that it does not know, and the CPU would be tried in their place.
  if (!availableProviders().includes(provider))
    return { provider, works: false, error: null, milliseconds: null, reason: 'This platform has none.', half: null };
  try {
    const tried = provider === 'cpu' ? right : await tryProvider(provider);
    return { ...found(provider, tried, right.gradient), half: await probeHalf(provider, right.gradient) };
  } catch (error) {
    const reason = `It did not run: ${shortly((error as Error).message)}`;
    return { provider, works: false, error: null, milliseconds: null, reason, half: null };
  }
}

async function probeHalf(provider: Provider, right: Float32Array): Promise<HalfFinding | null> {
  try {
    const { gradient, milliseconds } = await tryProvider(provider, true);
    const cosine = cosineOf(gradient, right);
    return Number.isFinite(cosine) ? { cosine, milliseconds } : null;
  } catch {
    return null;
  }
}

/** ONNX Runtime's message without where in its sources it was thrown. */
function shortly(message: string): string {
  const [line] = message.split('\n');
  const said = line!.replace(/^.* was false\. /, '').replace(/^\S+:\d+ .*?(?=\[ONNXRuntimeError\])/, '');
  return `${said.replace(/\.$/, '')}.`;
}

interface Tried {
  gradient: Float32Array;
  milliseconds: number;
}

function found(
  provider: Provider,
  { gradient, milliseconds }: Tried,
  right: Float32Array,
): Omit<ProviderFinding, 'half'> {
  const error = relativeError(gradient, right);
  const works = error <= MOST_ERROR;
  const reason = works
    ? null
    : `Its gradient is ${(100 * error).toPrecision(2)} % off: expected at most ${100 * MOST_ERROR} %.`;
  return { provider, works, error, milliseconds, reason };
}

async function tryProvider(provider: Provider, half = false): Promise<Tried> {
  const session = await createSession(probeModel(provider, half), { provider });
  try {
    const first = await step(session);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const began = performance.now();
      await step(session);
      times.push(performance.now() - began);
    }
    return { gradient: first, milliseconds: times.sort((a, b) => a - b)[RUNS >> 1]! };
  } finally {
    await session.release();
  }
}

async function step(session: InferenceSession): Promise<Float32Array> {
  const paper = floatTensor(wave(VIEWS * SIDE * SIDE, 0.37), [VIEWS, 1, SIDE, SIDE]);
  const { gradient } = await runSession(session, { paper }, ['gradient']);
  return Float32Array.from(gradient!.data as Float32Array);
}

/** ‖a − b‖ / ‖b‖; infinite where a has what is no number. */
function relativeError(a: Float32Array, b: Float32Array): number {
  let square = 0;
  let length = 0;
  for (let i = 0; i < b.length; i++) {
    square += (a[i]! - b[i]!) ** 2;
    length += b[i]! ** 2;
  }
  return Number.isFinite(square) ? Math.sqrt(square / length) : Number.POSITIVE_INFINITY;
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let [aa, bb] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return dot / Math.sqrt(aa * bb);
}

/** Numbers between −1 and 1 that look like none in particular, always the same. */
function wave(length: number, pace: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * pace + 0.3 * Math.sin(i * 0.011)));
}

/** A drawing [2 · 1 · 56 · 56] to the gradient of what a small network says of it. */
function probeModel(provider: Provider, half: boolean): Uint8Array {
  const builder = new GraphBuilder();
  const weights = (dims: number[], pace: number) => {
    const scale = 1 / Math.sqrt(dims.slice(1).reduce((a, b) => a * b, 1));
    const count = dims.reduce((a, b) => a * b, 1);
    return builder.constant(
      wave(count, pace).map((value) => 1.5 * scale * value),
      dims,
    );
  };
  const pads = { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [1, 1] };
  const paper = builder.input('paper', [VIEWS, 1, SIDE, SIDE]);
  let x = builder.op('Conv', [paper, weights([CHANNELS, 1, 3, 3], 0.71)], pads);
  x = builder.op('Relu', [x]);
  x = builder.op('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  x = builder.op('Conv', [x, weights([CHANNELS, CHANNELS, 3, 3], 0.53)], pads);
  x = builder.op('Mul', [x, builder.op('Sigmoid', [x])]);
  x = builder.op('Conv', [x, weights([CHANNELS, CHANNELS, 3, 3], 0.29)], pads);
  x = builder.reshape(x, [VIEWS, CHANNELS, (SIDE / 2) ** 2]);
  x = builder.op('MatMul', [weights([1, CHANNELS, CHANNELS], 0.19), x]);
  x = builder.op('Mul', [x, x]);
  const loss = builder.op('ReduceMean', [x, builder.ints([1, 2])], { keepdims: 0 });
  const { graph } = builder;
  const gradient = half
    ? differentiateScaled(graph, [loss], 'paper', 'gpu')
    : differentiate(graph, [loss], 'paper', {}, targetOf(provider));
  builder.output(gradient, 'gradient');
  return writeModel(half ? toHalfGraph(graph) : graph);
}
