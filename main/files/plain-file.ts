/** Reading a file that a person named, where it may be no file at all: a device may have no end and a pipe no beginning. */

import fs from 'node:fs';

/** @throws what the system throws, for a folder too, and an Error for what is neither file nor folder */
export function readPlainFile(file: string): Uint8Array {
  const kind = fs.statSync(file);
  if (!kind.isFile() && !kind.isDirectory()) throw new Error('it is no plain file');
  return new Uint8Array(fs.readFileSync(file));
}
