/**
 * A stand-in for Electron's distribution for Linux: the files that electron-builder looks for, and a program that holds
 * nothing but a fuse wire (https://github.com/electron/fuses: a sentinel, the wire's version, its length, and one
 * character for each fuse), so that what is flipped in it can be read back.
 */

import fs from 'node:fs';
import path from 'node:path';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** The first version of the wire, its eight fuses as Electron ships them: `1` on, `0` off. */
const WIRE = `\x01\x08${'10110101'}`;

/** Makes the distribution. @param folder must not be there yet */
export function makeStubElectron(folder: string): void {
  fs.mkdirSync(path.join(folder, 'locales'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'resources'));
  for (const locale of ['en-US', 'de', 'fr']) fs.writeFileSync(path.join(folder, 'locales', `${locale}.pak`), '');
  for (const name of [
    'icudtl.dat',
    'resources.pak',
    'LICENSE',
    'LICENSES.chromium.html',
    'version',
    'chrome-sandbox',
  ]) {
    fs.writeFileSync(path.join(folder, name), name === 'version' ? '45.4.1' : name);
  }
  fs.writeFileSync(path.join(folder, 'electron'), `#!/bin/sh\nexit 0\n${SENTINEL}${WIRE}\n`, { mode: 0o755 });
}
