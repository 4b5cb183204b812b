/**
 * The graph that everything under autodiff/ speaks of: ONNX's own model, as plain data.
 *
 * A graph is a list of nodes in topological order, named tensors that are constant (initializers), and the names that
 * go in and come out. After `specialise` every tensor's shape and element type is known, and rules rely on that.
 */

/** Element types by ONNX's names; the numbers are TensorProto.DataType. */
export const DATA_TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

export type DataType = keyof typeof DATA_TYPES;

/** A constant. Data is little-endian in C order; float16 stays as raw 16-bit words, int64 as BigInt64Array. */
export interface Tensor {
  type: DataType;
  dims: number[];
  data:
    | Float32Array
    | Float64Array
    | Uint8Array
    | Int8Array
    | Uint16Array
    | Int16Array
    | Int32Array
    | Uint32Array
    | BigInt64Array
    | BigUint64Array;
}

/** A node's attribute. Integers that fit are numbers; graphs (If, Loop) are kept whole so that they can be refused. */
export type Attribute =
  | { kind: 'float'; value: number }
  | { kind: 'int'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'tensor'; value: Tensor }
  | { kind: 'floats'; value: number[] }
  | { kind: 'ints'; value: number[] }
  | { kind: 'strings'; value: string[] }
  | { kind: 'graph'; value: Graph };

export interface Node {
  op: string;
  /** '' for the standard operators, 'com.microsoft' for ONNX Runtime's. */
  domain: string;
  name: string;
  /** '' stands for an optional input that is absent. */
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
}

/** A tensor's type and shape as the file declares it; a string is a symbolic dimension, null an unknown one. */
export interface ValueInfo {
  name: string;
  type: DataType;
  dims: (number | string | null)[];
}

export interface Graph {
  /** Version of the standard operator set. */
  opset: number;
  /** Versions of the other domains in use. */
  domains: Record<string, number>;
  nodes: Node[];
  initializers: Map<string, Tensor>;
  inputs: ValueInfo[];
  outputs: ValueInfo[];
}

/** A graph whose batch and size are fixed: the shape and element type of every tensor in it is known. */
export interface StaticGraph extends Graph {
  shapes: Map<string, number[]>;
  types: Map<string, DataType>;
}

/** Characters of a sentence: it quotes names out of files, which may be anything. */
const LONGEST = 800;

/** A model that cannot be used, and why, in one sentence for the person who chose the file: on one line, whatever it quotes. */
export class ModelError extends Error {
  override name = 'ModelError';

  constructor(message: string) {
    const line = message.slice(0, 2 * LONGEST).replace(/[\s\p{Cc}]+/gu, ' ');
    super(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
  }
}
