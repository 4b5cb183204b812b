/**
 * Constants of a graph: bytes to typed arrays and back, narrow floats to float32, and the little arithmetic on shapes
 * that everything here shares (counts, strides, transposition, broadcasting).
 */

import { type DataType, ModelError, type Tensor } from './graph.ts';

type TensorData = Tensor['data'];

const STORAGE: Record<
  Exclude<DataType, 'string'>,
  new (
    buffer: ArrayBufferLike,
    offset: number,
    length: number,
  ) => TensorData
> = {
  float32: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  float16: Uint16Array,
  float64: Float64Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bfloat16: Uint16Array,
};

const BYTES: Record<DataType, number> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  float64: 8,
  uint32: 4,
  uint64: 8,
  bfloat16: 2,
  string: 0,
};

/** Number of elements of a shape; 1 for a scalar's []. */
export function count(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/**
 * Little-endian bytes as a typed array of `length` elements. The array is a view of `bytes`, unless these lie at an
 * address that the element type cannot have. (A Buffer's own `slice` would not copy.)
 */
export function viewBytes(type: DataType, bytes: Uint8Array, length: number): TensorData {
  if (type === 'string') return new Uint8Array(0);
  const width = BYTES[type];
  const whole = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  return new STORAGE[type](whole.buffer, whole.byteOffset, length);
}

/** Bytes of one element. */
export function bytesPerElement(type: DataType): number {
  return BYTES[type];
}

/** A new zeroed array of the type's storage. */
export function allocate(type: DataType, length: number): TensorData {
  return viewBytes(type, new Uint8Array(length * BYTES[type]), length);
}

export function floatTensor(data: ArrayLike<number>, dims: readonly number[]): Tensor {
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  return { type: 'float32', dims: [...dims], data: values };
}

export function intTensor(values: readonly number[], dims: readonly number[] = [values.length]): Tensor {
  return { type: 'int64', dims: [...dims], data: BigInt64Array.from(values, toInt64) };
}

/** A number as int64; what lies beyond (exporters write 2^63 for "to the end") becomes the nearest int64. */
export function toInt64(value: number): bigint {
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  if (value <= -(2 ** 63)) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

/** All elements as doubles, float16 and bfloat16 decoded. */
export function toNumbers(tensor: Tensor): number[] {
  if (tensor.type === 'float16' || tensor.type === 'bfloat16') return Array.from(toFloat32(tensor));
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

/** Elements of any float type as float32. A float32 tensor's own array is returned, not a copy. */
export function toFloat32(tensor: Tensor): Float32Array {
  const { data } = tensor;
  if (tensor.type === 'float32') return data as Float32Array;
  if (tensor.type === 'float64') return Float32Array.from(data as Float64Array);
  const out = new Float32Array(data.length);
  const bits = data as Uint16Array;
  if (tensor.type === 'bfloat16') {
    const words = new Uint32Array(out.buffer);
    for (let i = 0; i < bits.length; i++) words[i] = bits[i]! << 16;
    return out;
  }
  if (tensor.type !== 'float16') throw new ModelError(`expected a tensor of floats, got ${tensor.type}`);
  const table = halfTable();
  for (let i = 0; i < bits.length; i++) out[i] = table[bits[i]!]!;
  return out;
}

let halves: Float32Array | undefined;

/** All 65536 float16 values. */
function halfTable(): Float32Array {
  if (halves) return halves;
  halves = new Float32Array(65536);
  for (let word = 0; word < 65536; word++) {
    const exponent = (word >> 10) & 31;
    const fraction = word & 1023;
    let value: number;
    if (exponent === 0) value = fraction * 2 ** -24;
    else if (exponent === 31) value = fraction ? Number.NaN : Number.POSITIVE_INFINITY;
    else value = (1 + fraction / 1024) * 2 ** (exponent - 15);
    halves[word] = word & 0x8000 ? -value : value;
  }
  return halves;
}

/** Element strides of a C-ordered shape. */
export function strides(dims: readonly number[]): number[] {
  const result = new Array<number>(dims.length).fill(1);
  for (let i = dims.length - 2; i >= 0; i--) result[i] = result[i + 1]! * dims[i + 1]!;
  return result;
}

/** The tensor with its axes permuted: axis i of the result is axis `order[i]` of the argument. Float32 only. */
export function transpose(tensor: Tensor, order: readonly number[]): Tensor {
  const source = tensor.data as Float32Array;
  const dims = order.map((axis) => tensor.dims[axis]!);
  const from = strides(tensor.dims);
  const steps = order.map((axis) => from[axis]!);
  const out = new Float32Array(source.length);
  const index = new Array<number>(dims.length).fill(0);
  let at = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = source[at]!;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      at += steps[axis]!;
      if (++index[axis]! < dims[axis]!) break;
      at -= steps[axis]! * dims[axis]!;
      index[axis] = 0;
    }
  }
  return { type: 'float32', dims, data: out };
}

/** The shape that two shapes broadcast to (numpy's rule). Throws where they do not fit. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let i = 0; i < rank; i++) {
    const p = a[a.length - rank + i] ?? 1;
    const q = b[b.length - rank + i] ?? 1;
    if (p !== q && p !== 1 && q !== 1) {
      throw new ModelError(`shapes [${a}] and [${b}] do not broadcast to one`);
    }
    result.push(p === 1 ? q : p);
  }
  return result;
}
