/**
 * The folder that Lineament is installed in, from wherever the code that asks lies: the source tree and the build lie at
 * different depths, and a build may split into more files.
 */

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this code with a package.json. @throws Error where the copy is torn apart */
export function packageFolder(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) throw new Error('This copy of Lineament is not whole; install it again.');
  }
}
