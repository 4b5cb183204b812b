/**
 * Mutations that know a format, so that what they make gets past the first checks: PNG chunks with right sums, protobuf
 * messages whose lengths still fit, JSON values of another kind.
 */

import { MessageWriter, readMessage, type WireField } from '../../main/autodiff/protobuf.ts';
import type { Random } from '../../main/sketch/random.ts';
import { crc32 } from '../../renderer/document/zip-directory.ts';
import { BYTE_MUTATIONS, joined, type Mutation, pick } from './mutate.ts';

interface Chunk {
  type: string;
  data: Uint8Array;
}

const PNG_SIGNATURE = 8;

/** A PNG (ISO/IEC 15948) with a chunk changed, dropped, doubled or moved; all sums are right. */
export const pngMutation: Mutation = (bytes, random, others) => {
  const chunks = readChunks(bytes);
  if (!chunks.length) return bytes;
  const at = random.below(chunks.length);
  const chunk = chunks[at]!;
  const change = random.below(5);
  if (change === 0) chunks.splice(at, 1);
  else if (change === 1) chunks.splice(random.below(chunks.length), 0, chunk);
  else if (change === 2) chunks.splice(random.below(chunks.length), 0, ...chunks.splice(at, 1));
  else if (change === 3) chunk.type = pick(random, ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'iCCP', 'eXIf', 'acTL']);
  else chunk.data = pick(random, BYTE_MUTATIONS)(chunk.data, random, others);
  return joined(bytes.subarray(0, PNG_SIGNATURE), ...chunks.map(writeChunk));
};

function readChunks(bytes: Uint8Array): Chunk[] {
  const chunks: Chunk[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = PNG_SIGNATURE; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, data: bytes.slice(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function writeChunk({ type, data }: Chunk): Uint8Array {
  const body = joined(new TextEncoder().encode(type).slice(0, 4), data);
  const framed = new Uint8Array(body.length + 8);
  const view = new DataView(framed.buffer);
  view.setUint32(0, data.length);
  framed.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return framed;
}

const NUMBERS = [0n, 1n, 2n, 7n, 255n, 65536n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

/** A protobuf message with one field, however deep, changed, dropped, doubled or renumbered; all lengths fit. */
export const messageMutation: Mutation = (bytes, random, others) => {
  let fields: WireField[];
  try {
    fields = fieldsOf(bytes);
  } catch {
    return bytes;
  }
  if (!fields.length) return bytes;
  const at = random.below(fields.length);
  const field = fields[at]!;
  const change = random.below(8);
  if (change === 0) fields.splice(at, 1);
  else if (change === 1) for (let times = random.below(4); times >= 0; times--) fields.splice(at, 0, field);
  else if (change === 2) fields.splice(random.below(fields.length), 0, ...fields.splice(at, 1));
  const writer = new MessageWriter();
  for (const one of fields) {
    const number = one === field && change === 3 ? 1 + random.below(26) : one.number;
    if (one.wire === 0) writer.int(number, one === field && change > 3 ? pick(random, NUMBERS) : one.int64());
    else if (one.wire === 5) writer.float(number, new DataView(one.bytes.slice().buffer).getFloat32(0, true));
    else if (one === field && change > 3) {
      const inside = random.below(4) ? messageMutation : pick(random, BYTE_MUTATIONS);
      // What is larger are weights: changing them byte by byte tells nothing.
      writer.bytes(number, one.bytes.length > 1 << 17 ? one.bytes.subarray(1) : inside(one.bytes, random, others));
    } else writer.bytes(number, one.bytes);
  }
  return writer.join();
};

function fieldsOf(bytes: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  readMessage(bytes, (field) => fields.push(field));
  return fields;
}

const deep = (levels: number): unknown => (levels ? [deep(levels - 1)] : 0);
const ODD: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => '',
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => 2 ** 53,
  () => true,
  () => [],
  () => ({}),
  () => 'x'.repeat(5000),
  () => '../../etc/passwd\0\n\u2028',
  () => '\ud800',
  () => '__proto__',
  () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  () => deep(40),
  (random) => Array.from({ length: 1 << random.below(12) }, () => random.uniform()),
  (random) => Array.from({ length: 1 << random.below(12) }, () => null),
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
];

/** A value of JSON's kinds with one to three of its parts, however deep, made another, dropped, or given a new name. */
export function mutatedValue(value: unknown, random: Random): unknown {
  let changed = value;
  for (let times = random.below(4); times > 0; times--) changed = change(changed, random);
  return changed;
}

function change(value: unknown, random: Random): unknown {
  const isPlain = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  const keys = isPlain ? Object.keys(value) : [];
  if (!keys.length || random.below(5) === 0) return pick(random, ODD)(random);
  const key = pick(random, keys);
  const what = random.below(8);
  const parts = value as Record<string, unknown>;
  if (Array.isArray(value)) {
    if (what === 0) return value.filter((_, i) => String(i) !== key);
    if (what === 1) return [...value, ...value];
    return value.map((part, i) => (String(i) === key ? change(part, random) : part));
  }
  if (what === 0) return Object.fromEntries(Object.entries(parts).filter(([name]) => name !== key));
  if (what === 1) return { ...parts, [pick(random, ['x', '', 'constructor', 'toString', 'length', key])]: parts[key] };
  return { ...parts, [key]: change(parts[key], random) };
}
