/**
 * Reads the constants of an ONNX file (TensorProto): raw bytes, numbers in typed fields, or bytes in a file beside the
 * model. Raw data stays a view of the file wherever its alignment allows.
 */

import { DATA_TYPES, type DataType, ModelError, type Tensor } from './graph.ts';
import { readMessage, type WireField } from './protobuf.ts';
import { allocate, bytesPerElement, count, viewBytes } from './tensor.ts';

/** Gives the bytes of a file that lies beside the model, by the name that the model calls it. */
export type ExternalData = (location: string) => Uint8Array;

/** Element types by TensorProto's numbers. */
export const TYPE_NAMES = new Map(
  Object.entries(DATA_TYPES).map(([name, number]) => [number as number, name as DataType]),
);

/** Far more than any operator of a picture's network has. */
const MOST_DIMS = 64;

/** TensorProto: data raw, in the typed fields, or in a file beside the model. */
export function readTensor(bytes: Uint8Array, external: ExternalData): { name: string; tensor: Tensor } {
  let name = '';
  let typeNumber = 0;
  let raw: Uint8Array | undefined;
  let isExternal = false;
  const dims: number[] = [];
  const typed: WireField[] = [];
  const place: Record<string, string> = {};
  readMessage(bytes, (field) => {
    if (field.number === 1) for (const dim of field.int64s()) dims.push(Number(dim));
    else if (field.number === 2) typeNumber = field.int();
    else if (field.number === 8) name = field.text();
    else if (field.number === 9) raw = field.bytes;
    else if (field.number === 13) readEntry(field.bytes, place);
    else if (field.number === 14) isExternal = field.int() === 1;
    else if ([4, 5, 7, 10, 11].includes(field.number)) typed.push(field);
  });
  const type = TYPE_NAMES.get(typeNumber);
  if (!type) {
    throw new ModelError(
      `the constant "${name}" has element type ${typeNumber}, a quantised one that is not understood; use the float32 or float16 file`,
    );
  }
  const length = count(dims);
  // What is claimed is held against what is there before memory is taken for it.
  if (dims.length > MOST_DIMS || !dims.every((dim) => dim >= 0) || !Number.isSafeInteger(length * 8)) {
    throw new ModelError(
      `the constant "${name}" has a shape that no constant can have; the file is damaged: download or export it again`,
    );
  }
  if (isExternal) raw = readExternal(name, place, length * bytesPerElement(type), external);
  if (raw === undefined) return { name, tensor: { type, dims, data: readTyped(name, type, typed, length) } };
  if (raw.length < length * bytesPerElement(type)) {
    throw new ModelError(
      `the constant "${name}" should have ${length * bytesPerElement(type)} bytes and has ${raw.length}; the file is damaged: download or export it again`,
    );
  }
  return { name, tensor: { type, dims, data: viewBytes(type, raw, length) } };
}

/** StringStringEntryProto. */
function readEntry(bytes: Uint8Array, into: Record<string, string>): void {
  let key = '';
  let value = '';
  readMessage(bytes, (field) => {
    if (field.number === 1) key = field.text();
    else if (field.number === 2) value = field.text();
  });
  into[key] = value;
}

function readExternal(name: string, place: Record<string, string>, bytes: number, external: ExternalData): Uint8Array {
  const location = place['location'] ?? '';
  const file = external(location);
  const offset = Number(place['offset'] ?? 0);
  const length = Number(place['length'] ?? bytes);
  if (![offset, length].every((value) => Number.isSafeInteger(value) && value >= 0)) {
    throw new ModelError(
      `the constant "${name}" says wrongly where it lies in "${location}"; download or export the model again`,
    );
  }
  if (offset + length > file.length) {
    throw new ModelError(
      `"${location}" has ${file.length} bytes where the constant "${name}" needs ${offset + length}; it is cut short or belongs to another model`,
    );
  }
  return file.subarray(offset, offset + length);
}

/** The typed fields: float_data, int32_data (also the bits of narrow types), int64_data, double_data, uint64_data. */
function readTyped(name: string, type: DataType, fields: WireField[], length: number): Tensor['data'] {
  if (type === 'string') return allocate(type, 0);
  const parts = fields.map((field) => {
    if (field.number === 4) return field.floats();
    return field.number === 10 ? field.doubles() : field.int64s();
  });
  const given = parts.reduce((sum, part) => sum + part.length, 0);
  if (given < length) {
    throw new ModelError(
      `the constant "${name}" should have ${length} numbers and has ${given}; the file is damaged: download or export it again`,
    );
  }
  const data = allocate(type, length);
  const wide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  let at = 0;
  for (const part of parts)
    for (const value of part) {
      if (at === length) return data;
      if (wide) data[at++] = BigInt(value);
      else data[at++] = Number(value);
    }
  return data;
}
