/**
 * Differentiates an encoder on given pictures: the loss of CLIPasso's objective between two batches, and its gradient
 * with respect to the first. It exists so that our reverse pass can be held against any other implementation.
 *
 * Pixels go into the graph as they are. A file whose batch is fixed is run in slices of that batch; the objective is a
 * mean, so slices of one size average to the whole.
 */

import { copyGraph, GraphBuilder } from '../autodiff/builder.ts';
import { differentiate, prune } from '../autodiff/differentiate.ts';
import { type Graph, ModelError, type StaticGraph, type Tensor } from '../autodiff/graph.ts';
import { findPicture, pictureDims } from '../autodiff/inspect.ts';
import { writeModel } from '../autodiff/onnx.ts';
import { simplify } from '../autodiff/simplify.ts';
import { count, floatTensor } from '../autodiff/tensor.ts';
import { readPlainFile } from '../files/plain-file.ts';
import { causeOf } from '../files/whole-file.ts';
import { appendPaperObjective } from '../models/paper-objective.ts';
import { createSession, runSession } from '../models/session.ts';
import { openFindings } from './encoder-findings.ts';

export interface CheckRequest {
  model: Graph;
  pixels: Float32Array;
  target: Float32Array;
  batch: number;
  size: number;
  /** Interior tensors to compare instead of those found by inspection. */
  features: readonly string[] | null;
}

export interface CheckResult {
  loss: number;
  /** [batch, channels, size, size] or as the model's input has it. */
  gradient: Float32Array;
  features: { tensor: string; dims: number[] }[];
  /** What the cosine is of; a model without a pooled vector is compared by its first output, flattened. */
  embedding: { tensor: string; dims: number[] };
}

/** @throws ModelError the model cannot be used or differentiated, or the result is not finite */
export async function checkEncoder(request: CheckRequest): Promise<CheckResult> {
  const { batch, size } = request;
  const declared = findPicture(request.model).batch;
  const slice = declared !== null && declared < batch && batch % declared === 0 ? declared : batch;
  const keep = request.features ?? [];
  const opened = await openFindings(request.model, { batch: slice, size, keep });
  const features = request.features ?? opened.findings.features;
  if (features.length === 0) {
    throw new ModelError('neither stages nor blocks were found in the model; name tensors with --features A,B');
  }
  const embedding = opened.findings.embedding?.tensor ?? opened.graph.outputs[0]!.name;
  refuseForeignBatch(opened.graph, [...features, embedding], slice);

  const task: SliceTask = {
    forward: simplify(opened.graph, [...features, embedding]),
    input: opened.picture.name,
    dims: pictureDims(opened.picture, slice, size),
    features,
    embedding,
  };
  const { loss, gradient } = await runGradient(task, request.pixels, await runTargets(task, request.target));
  if (!Number.isFinite(loss) || !gradient.every(Number.isFinite)) {
    throw new ModelError(
      'the loss or its gradient is not a finite number; pictures far outside the range that the model expects, or an embedding of zeros, do that',
    );
  }
  const shaped = (tensor: string) => ({ tensor, dims: opened.graph.shapes.get(tensor)! });
  return { loss, gradient, features: features.map(shaped), embedding: shaped(embedding) };
}

/** One slice of the batch: the graph for it, and the names in the graph. */
interface SliceTask {
  forward: StaticGraph;
  input: string;
  dims: number[];
  features: readonly string[];
  embedding: string;
}

/** Slices of pictures as the input's tensors; they share the pictures' memory. */
function slicesOf({ dims }: SliceTask, pictures: Float32Array): Tensor[] {
  const length = count(dims);
  return Array.from({ length: pictures.length / length }, (_, i) =>
    floatTensor(pictures.subarray(i * length, (i + 1) * length), dims),
  );
}

/** What the model makes of each slice of the target. The session is gone before the next is made, to spare memory. */
async function runTargets(task: SliceTask, target: Float32Array): Promise<Record<string, Tensor>[]> {
  const compared = [...new Set([...task.features, task.embedding])];
  const session = await createSession(writeModel(prune(task.forward, compared)));
  try {
    const results: Record<string, Tensor>[] = [];
    for (const slice of slicesOf(task, target)) results.push(await runSession(session, { [task.input]: slice }));
    return results;
  } finally {
    await session.release();
  }
}

async function runGradient(task: SliceTask, pixels: Float32Array, wanted: Record<string, Tensor>[]) {
  const { graph, loss: lossName, gradient: gradientName, targets } = appendGradient(task);
  const session = await createSession(writeModel(prune(graph, [lossName, gradientName])));
  const gradient = new Float32Array(pixels.length);
  let loss = 0;
  try {
    for (const [i, slice] of slicesOf(task, pixels).entries()) {
      const feeds = Object.fromEntries(
        targets.map(({ tensor, input, dims }) => [input, { ...wanted[i]![tensor]!, dims }]),
      );
      const result = await runSession(session, { ...feeds, [task.input]: slice });
      const part = result[gradientName]!.data as Float32Array;
      loss += (result[lossName]!.data[0] as number) / wanted.length;
      gradient.set(
        part.map((value) => value / wanted.length),
        i * part.length,
      );
    }
    return { loss, gradient };
  } finally {
    await session.release();
  }
}

/** Appends objective and reverse pass. `targets` says which tensor's value of the target each further input takes. */
function appendGradient({ forward, features, embedding, input }: SliceTask) {
  const graph = copyGraph(forward);
  graph.outputs = [];
  const builder = new GraphBuilder(graph);
  const shape = builder.shape(embedding);
  const flat = shape.length === 2 ? embedding : builder.reshape(embedding, [shape[0]!, count(shape.slice(1))]);
  const { loss, targets } = appendPaperObjective(builder, { stages: features, embedding: flat });
  const sources = targets.map((target) => ({
    tensor: target.tensor === flat ? embedding : target.tensor,
    input: target.input,
    dims: builder.shape(target.input),
  }));
  return { graph, loss, gradient: differentiate(graph, [loss], input), targets: sources };
}

/** Files traced with one batch may reshape another into nonsense without failing. */
function refuseForeignBatch(graph: StaticGraph, tensors: string[], batch: number): void {
  for (const tensor of tensors) {
    const dims = graph.shapes.get(tensor) ?? [];
    if (dims.length === 0 || count(dims) % batch !== 0 || !dims.slice(0, 2).includes(batch)) {
      throw new ModelError(
        `the tensor "${tensor}" has the shape [${dims.join(', ')}], which is not of a batch of ${batch}; the file is fixed to another batch`,
      );
    }
  }
}

/**
 * Reads a file of pictures: little-endian float32, one after the other.
 *
 * @param batch how many there must be; null for as many as there are
 * @param shape of one picture, [channels, rows, columns]
 * @throws ModelError the file is not there, of another size, or holds what is no number
 */
export function readPictures(file: string, batch: number | null, shape: number[]): Float32Array {
  let bytes: Uint8Array;
  try {
    bytes = readPlainFile(file);
  } catch (error) {
    throw new ModelError(`${file} cannot be read: ${causeOf(error)}`);
  }
  const one = count(shape) * 4;
  const wanted = batch === null ? one * Math.max(1, Math.floor(bytes.length / one)) : one * batch;
  if (bytes.length !== wanted) {
    const pictures = batch === null ? 'pictures' : batch === 1 ? '1 picture' : `${batch} pictures`;
    throw new ModelError(
      `${file} has ${bytes.length} bytes, but ${pictures} of ${shape.join('×')} in float32 take ${wanted}${batch === null ? ' or a multiple' : ''}`,
    );
  }
  const values = new Float32Array(bytes.buffer);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new ModelError(`${file} holds ${values[bad]} at position ${bad}; pixels must be finite numbers`);
  return values;
}
