/**
 * Seeded mutations of bytes and of text: what a bad disk, a broken download or somebody with a hex editor does to a file.
 *
 * Every draw comes from the case's own generator, so a case is its seed. Mutations that know a format's structure are in
 * structures.ts.
 */

import type { Random } from '../../main/sketch/random.ts';

/** Makes other bytes of these; the given ones stay as they are. `others` are whole files of the same kind. */
export type Mutation = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

/** Numbers at which lengths and counts go wrong. */
const EDGES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** A file that grows beyond this in the making is cut: a fuzzer looks for small causes. */
const LONGEST = 1 << 20;

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)]!;
}

/** A place and a length within `size`; short lengths are the most likely. */
function stretch(random: Random, size: number): [from: number, to: number] {
  const from = random.below(size + 1);
  return [from, Math.min(size, from + random.below(1 << (1 + random.below(10))))];
}

export function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const flipBits: Mutation = (bytes, random) => {
  const copy = bytes.slice();
  for (let flips = 1 + random.below(8); flips > 0 && copy.length; flips--)
    copy[random.below(copy.length)]! ^= 1 << random.below(8);
  return copy;
};

const truncate: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const remove: Mutation = (bytes, random) => {
  const [from, to] = stretch(random, bytes.length);
  return joined(bytes.subarray(0, from), bytes.subarray(to));
};

const repeat: Mutation = (bytes, random) => {
  const [from, to] = stretch(random, bytes.length);
  const again = Array.from({ length: 1 + random.below(20) }, () => bytes.subarray(from, to));
  return joined(bytes.subarray(0, to), ...again, bytes.subarray(to));
};

const noise: Mutation = (bytes, random) => {
  const [from, to] = stretch(random, bytes.length);
  const copy = bytes.slice();
  for (let i = from; i < to; i++) copy[i] = random.below(256);
  return copy;
};

const splice: Mutation = (bytes, random, others) => {
  const other = others.length ? pick(random, others) : bytes;
  const [from, to] = stretch(random, other.length);
  const at = random.below(bytes.length + 1);
  return joined(bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(random.below(2) ? at : to));
};

/** A number of 1, 2, 4 or 8 bytes, either way round, becomes one at which things go wrong. */
const edge: Mutation = (bytes, random) => {
  const width = pick(random, [1, 2, 4, 8]);
  if (bytes.length < width) return bytes;
  const copy = bytes.slice();
  const at = random.below(copy.length - width + 1);
  const value = BigInt(pick(random, EDGES));
  const little = random.below(2) === 1;
  for (let i = 0; i < width; i++) copy[at + i] = Number((value >> BigInt(8 * (little ? i : width - 1 - i))) & 0xffn);
  return copy;
};

export const BYTE_MUTATIONS: readonly Mutation[] = [flipBits, truncate, remove, repeat, noise, splice, edge, edge];

/** One of the files, mutated one to four times; a few stay whole, so that what is right goes on being read. */
export function mutated(random: Random, files: readonly Uint8Array[], more: readonly Mutation[] = []): Uint8Array {
  const mutations = [...BYTE_MUTATIONS, ...more, ...more];
  let bytes = pick(random, files);
  for (let times = random.below(5); times > 0; times--)
    bytes = pick(random, mutations)(bytes, random, files).slice(0, LONGEST);
  return bytes;
}

/** Text mutated by whole scraps, some of them from `words`, as byte mutations rarely hit a grammar. */
export function mutatedText(random: Random, texts: readonly string[], words: readonly string[]): string {
  let text = pick(random, texts);
  for (let times = random.below(7); times > 0; times--) {
    const [from, to] = stretch(random, text.length);
    const scrap = random.below(3) ? pick(random, words) : text.slice(from, to);
    const at = random.below(text.length + 1);
    const change = random.below(5);
    if (change === 0) text = text.slice(0, at);
    else if (change === 1) text = text.slice(0, from) + text.slice(to);
    else if (change === 2) text = text.slice(0, at) + scrap.repeat(1 + random.below(50)) + text.slice(at);
    else if (change === 3) text = text.slice(0, from) + scrap + text.slice(to);
    else text = text.slice(0, at) + scrap + text.slice(at);
    if (text.length > LONGEST) text = text.slice(0, LONGEST);
  }
  return text;
}
