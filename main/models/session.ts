/**
 * ONNX Runtime sessions: the one place that knows how a model is run, on which provider, with which options.
 *
 * Two settings matter: denormals count as zero (a reverse pass is full of them, and they cost up to nine times the
 * time on CPU), and all graph optimisations are on, which fuse convolutions with what follows them. `session.run` is
 * asynchronous in form only: it blocks the thread that calls it.
 */

import * as ort from 'onnxruntime-node';
import type { Tensor } from '../autodiff/graph.ts';
import type { Target } from '../autodiff/rules/rule.ts';
import type { Evaluate } from '../autodiff/specialise.ts';
import { viewBytes } from '../autodiff/tensor.ts';

/** Where a session runs; 'cpu' is everywhere, the others where the machine and the binary have them. */
export type Provider = 'cpu' | 'webgpu' | 'dml' | 'coreml' | 'cuda' | 'tensorrt';

export interface SessionOptions {
  provider?: Provider;
  /** Threads of the CPU provider; ONNX Runtime chooses where it is left out. */
  threads?: number;
}

/** What a graph that a provider will run is to be differentiated for. */
export function targetOf(provider: Provider = 'cpu'): Target {
  if (provider !== 'cpu') return 'gpu';
  return process.arch === 'x64' ? 'x64' : 'cpu';
}

/** Denormal numbers as zero. Has no effect on providers other than the CPU's. */
const ZERO_DENORMALS = { session: { set_denormal_as_zero: '1', 'intra_op.allow_spinning': '0' } };

/** Nothing is logged: warnings speak to those who build ONNX Runtime, and an error is thrown too, to be said once. */
const SILENT = 4;
// Of a provider that cannot be loaded it speaks before there is a session. What it throws then leaves out which library
// was missing: who installs one sets LINEAMENT_DEBUG.
ort.env.logLevel = process.env['LINEAMENT_DEBUG'] ? 'error' : 'fatal';

/**
 * A session for a model.
 *
 * @param model its bytes, or its file's path, beside which its weights may lie
 * @throws what ONNX Runtime throws: the model is invalid, or the provider is not there
 */
export async function createSession(
  model: Uint8Array | string,
  options: SessionOptions = {},
): Promise<ort.InferenceSession> {
  const { provider = 'cpu', threads } = options;
  const settings: ort.InferenceSession.SessionOptions = {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    graphOptimizationLevel: 'all',
    // Planned memory costs a second arena (300 MB for a differentiated RN50) and saved no time.
    enableMemPattern: false,
    logSeverityLevel: SILENT,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(provider === 'cpu' ? { extra: ZERO_DENORMALS } : {}),
  };
  return typeof model === 'string'
    ? ort.InferenceSession.create(model, settings)
    : ort.InferenceSession.create(model, settings);
}

/** Runs a model once and drops it: for measuring shapes and folding constants. Little is optimised, no arena is kept. */
export const evaluate: Evaluate = async (model, feeds, outputs) => {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'disabled',
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: SILENT,
    extra: ZERO_DENORMALS,
  });
  try {
    return await runSession(session, feeds, outputs);
  } finally {
    await session.release();
  }
};

/** One run of a session on our own tensors, fetching `outputs` (all of the session's where left out). */
export async function runSession(
  session: ort.InferenceSession,
  feeds: Record<string, Tensor>,
  outputs: readonly string[] = session.outputNames,
): Promise<Record<string, Tensor>> {
  const inputs = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)]));
  const results = await session.run(inputs, [...outputs]);
  return Object.fromEntries(outputs.map((name) => [name, fromOrt(results[name]!)]));
}

/** Our tensor as ONNX Runtime's; the data is shared. */
function toOrt(tensor: Tensor): ort.Tensor {
  return new ort.Tensor(tensor.type as 'float32', tensor.data as Float32Array, tensor.dims);
}

/** ONNX Runtime's tensor as ours; the data is shared. */
function fromOrt(tensor: ort.Tensor): Tensor {
  const type = tensor.type as Tensor['type'];
  if (type === 'string') return { type, dims: [...tensor.dims], data: new Uint8Array(0) };
  const { buffer, byteOffset, byteLength } = tensor.data as Float32Array;
  // Newer versions of Node hand float16 out as Float16Array; ours keeps the raw words.
  return {
    type,
    dims: [...tensor.dims],
    data: viewBytes(type, new Uint8Array(buffer, byteOffset, byteLength), tensor.size),
  };
}
