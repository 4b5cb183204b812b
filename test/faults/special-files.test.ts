/** Names that lead to what is no plain file: a device would fill the memory and a pipe be waited for, so none is read. */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { HostFiles } from '../../main/host-files.ts';
import { readDrawingFile } from '../../main/jobs/drawing-file.ts';
import { readPictures } from '../../main/jobs/encoder-check.ts';
import { readPhoto } from '../../main/jobs/photo.ts';
import { readEncoderFile } from '../../main/models/encoder-file.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-special-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const READERS: Record<string, (file: string) => unknown> = {
  photo: (file) => readPhoto(file),
  encoder: (file) => readEncoderFile(file),
  pixels: (file) => readPictures(file, 1, [3, 4, 4]),
  drawing: (file) => readDrawingFile(file),
  'opened file': (file) => {
    const files = new HostFiles();
    return files.read(files.admit(file).id);
  },
};

/** Nobody writes to the pipe, and the device is one that ends at once: should one be read after all, nothing hangs for long. */
const special = () => {
  const pipe = path.join(folder, `${fs.readdirSync(folder).length}.svg`);
  execFileSync('mkfifo', [pipe]);
  return [pipe, '/dev/null'];
};

test.skipIf(process.platform === 'win32').each(Object.keys(READERS))('%s', async (name) => {
  for (const file of special())
    await expect((async () => READERS[name]!(file))()).rejects.toThrow(
      / (is not a regular file: expected a picture|it is no plain file|takes a drawing that ends in)/,
    );
});
