/**
 * A tar archive's files by name: what the lessons' pictures lie in. Plain ustar names; what else a tar may hold is passed
 * over.
 */

import fs from 'node:fs';

const BLOCK = 512;
/** Where a header holds what (POSIX.1-1988): from, up to. */
const NAME = [0, 100] as const;
const SIZE = [124, 136] as const;
const TYPE = 156;
const PREFIX = [345, 500] as const;

/** @returns each plain file's bytes, views of the archive's */
export function filesOfTar(file: string): Map<string, Uint8Array> {
  const bytes = fs.readFileSync(file);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const field = ([from, to]: readonly [number, number]) => {
      const end = bytes.indexOf(0, at + from);
      return bytes.toString('utf8', at + from, end < 0 ? at + to : Math.min(at + to, end));
    };
    const size = Number.parseInt(field(SIZE), 8) || 0;
    const plain = bytes[at + TYPE] === 0 || bytes[at + TYPE] === '0'.charCodeAt(0);
    const prefix = field(PREFIX);
    if (plain) files.set((prefix && `${prefix}/`) + field(NAME), bytes.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  return files;
}
