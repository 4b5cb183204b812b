/**
 * Stores a model's large weights shortly, with what makes float32 of them again behind each.
 *
 * As float16 behind a Cast they take half the file. As whole numbers of 8 bits, behind a Cast and a Mul by a step that
 * each row of weights has of its own (Krishnamoorthi 2018, arXiv:1806.08342), a quarter, at the price of some hundredths
 * of what the model answers: for networks that were better off larger. Every computation is still in float32: Casts and
 * Muls of constants are folded when a session is made, so that nothing runs slower, and any ONNX Runtime loads the file.
 *
 * Biases and normalisation constants stay float32, for they are small and their error would shift whole channels. The
 * input's normalisation stays a Sub and a Div: folded into the first convolution it would change the picture's border,
 * where zero padding means the mean colour.
 */

import { toHalf } from '../main/autodiff/float16.ts';
import { DATA_TYPES, type Graph, type Node, type Tensor } from '../main/autodiff/graph.ts';
import { needed } from '../main/autodiff/structure.ts';
import { floatTensor } from '../main/autodiff/tensor.ts';

/** How large weights are stored. */
export type Shortening = 'float16' | 'int8';

/** Largest relative L2 difference that it may make to any output of a model that ships. */
export const TOLERANCES: Record<Shortening, number> = { float16: 1e-3, int8: 2e-2 };

/** Below this many elements a constant is a bias or a normalisation. */
const LARGE = 256;

/** Whole numbers of 8 bits go from minus this to this: as many to either side of zero. */
const FURTHEST = 127;

/** Which parts of a row's largest weight are tried as its furthest step: cutting off a stray one serves the others. */
const REACHES = Array.from({ length: 21 }, (_, i) => 1 - 0.025 * i);

/** What takes a weight's place: constants by name, and the nodes that put out the weight under its own name. */
interface Short {
  constants: [name: string, tensor: Tensor][];
  nodes: Node[];
}

/**
 * The graph cut down to `outputs`, its weights of at least 256 elements stored shortly.
 *
 * @param outputs the tensors to publish, in this order
 * @param as how; `int8` keeps what has one dimension (a bias) in float32
 * @throws Error where a weight is not finite or lies beyond float16's range, or an output is missing
 */
export function shortenWeights(graph: Graph, outputs: readonly string[], as: Shortening): Graph {
  const { nodes, names } = needed(graph, outputs);
  const initializers = new Map<string, Tensor>();
  const restoring: Node[] = [];
  for (const [name, tensor] of graph.initializers) {
    if (!names.has(name)) continue;
    if (tensor.type !== 'float32' || tensor.data.length < LARGE || (as === 'int8' && tensor.dims.length < 2)) {
      initializers.set(name, tensor);
      continue;
    }
    const short = as === 'int8' ? inBytes(name, tensor) : inHalves(name, tensor);
    for (const [key, constant] of short.constants) initializers.set(key, constant);
    restoring.push(...short.nodes);
  }
  const published = outputs.map((name) => {
    const value = graph.outputs.find((output) => output.name === name);
    if (!value) throw new Error(`the model has no output "${name}"; export it with that output`);
    return value;
  });
  return { ...graph, initializers, nodes: [...restoring, ...nodes], outputs: published };
}

function inHalves(name: string, { dims, data }: Tensor): Short {
  const half = `${name}:float16`;
  return {
    constants: [[half, { type: 'float16', dims, data: toFloat16(data as Float32Array, name) }]],
    nodes: [cast(half, name, `${name}:cast`)],
  };
}

function inBytes(name: string, { dims, data }: Tensor): Short {
  const [bytes, steps, whole] = [`${name}:int8`, `${name}:steps`, `${name}:whole`];
  const rows = dims[0]!;
  const stored = toInt8(data as Float32Array, rows, name);
  return {
    constants: [
      [bytes, { type: 'int8', dims, data: stored.bytes }],
      [steps, floatTensor(stored.steps, [rows, ...dims.slice(1).map(() => 1)])],
    ],
    nodes: [
      cast(bytes, whole, `${name}:cast`),
      { op: 'Mul', domain: '', name: `${name}:scale`, inputs: [whole, steps], outputs: [name], attributes: {} },
    ],
  };
}

function cast(from: string, to: string, name: string): Node {
  return {
    op: 'Cast',
    domain: '',
    name,
    inputs: [from],
    outputs: [to],
    attributes: { to: { kind: 'int', value: DATA_TYPES.float32 } },
  };
}

/**
 * IEEE 754 binary16 words, rounded to nearest, ties to even.
 *
 * @param name what the values are, for the message
 * @throws Error for a value that is not finite in float16 (65520 and beyond)
 */
export function toFloat16(values: Float32Array, name: string): Uint16Array {
  const beyond = values.find((value) => !(Math.abs(value) < 65520));
  if (beyond !== undefined) {
    throw new Error(`the weights "${name}" hold ${beyond}, which float16 cannot; keep this model in float32`);
  }
  return toHalf(values);
}

/**
 * Whole numbers from -127 to 127 and, for each row, the step that they count: values ≈ bytes · step, with the step, of
 * several, that leaves the least squared error.
 *
 * @param values [rows · n], finite
 * @param name what the values are, for the message
 * @throws Error for a value that is not finite
 */
export function toInt8(
  values: Float32Array,
  rows: number,
  name: string,
): { bytes: Int8Array<ArrayBuffer>; steps: Float32Array } {
  if (!values.every(Number.isFinite)) throw new Error(`the weights "${name}" are not all finite; train them again`);
  const bytes = new Int8Array(values.length);
  const steps = new Float32Array(rows);
  const n = values.length / rows;
  for (let row = 0; row < rows; row++) {
    const some = values.subarray(row * n, (row + 1) * n);
    const furthest = some.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // A row of zeros counts any step.
    steps[row] = furthest > 0 ? bestStep(some, furthest) : 1;
    some.forEach((value, i) => {
      bytes[row * n + i] = nearest(value, steps[row]!);
    });
  }
  return { bytes, steps };
}

function bestStep(values: Float32Array, furthest: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const reach of REACHES) {
    const step = Math.fround((reach * furthest) / FURTHEST);
    const error = values.reduce((sum, value) => sum + (value - step * nearest(value, step)) ** 2, 0);
    if (error < least) [best, least] = [step, error];
  }
  return best;
}

const nearest = (value: number, step: number) => Math.max(-FURTHEST, Math.min(FURTHEST, Math.round(value / step)));
