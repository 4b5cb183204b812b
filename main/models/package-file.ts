/**
 * Finds what ships with Lineament (the built-in encoder, the catalogue) from wherever the code that asks for it lies.
 *
 * The source tree and the build lie at different depths, and a build may split into more files, so no fixed number of
 * folders leads to the package's root: it is looked for upwards.
 */

import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** This file, whichever file the build has put it into. */
export const IN_PACKAGE = fileURLToPath(import.meta.url);

/**
 * Reads a file of the package.
 *
 * @param file its path under the package's root
 * @param what it is, for the sentence that says that it is not there
 * @param from a file inside the package, to look upwards from; it need not exist
 * @throws Error with that sentence where no folder above has it
 */
export async function readPackageFile(file: string, what: string, from: string): Promise<Uint8Array> {
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    try {
      return new Uint8Array(await fs.readFile(path.join(folder, file)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
      if (folder === path.dirname(folder))
        throw new Error(`${what}, ${file}, is missing from this copy of Lineament; install it again.`);
    }
  }
}
