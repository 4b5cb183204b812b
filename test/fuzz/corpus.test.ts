/**
 * Files that were once answered badly, or that are meant to do harm, a folder for each kind: each is read, or refused in
 * one clear sentence. A file is added by putting it here; no test needs to be written for it.
 */

import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readModel } from '../../main/autodiff/onnx.ts';
import { readPhoto } from '../../main/jobs/photo.ts';
import { parseCatalogue } from '../../main/models/catalogue.ts';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { readProject } from '../../renderer/document/project-file.ts';
import { readPreferences } from '../../renderer/state/preferences.ts';
import { flawOf } from './trial.ts';

const CORPUS = path.join(import.meta.dirname, 'corpus');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A folder's reader, and whether its sentences end by themselves; those about models are continued by others. */
const READERS: Record<string, { read: (bytes: Uint8Array) => unknown; stop?: boolean }> = {
  catalogue: { read: (bytes) => parseCatalogue(text(bytes)) },
  onnx: { read: (bytes) => readModel(bytes), stop: false },
  photo: { read: (bytes) => readPhoto(bytes, { name: 'hen', maxSide: 64 }) },
  preferences: { read: (bytes) => readPreferences(text(bytes)) },
  project: { read: (bytes) => readProject(bytes, 'hen.lineament') },
  svg: { read: (bytes) => readSvg(text(bytes)) },
};

const files = fs
  .readdirSync(CORPUS)
  .flatMap((kind) => fs.readdirSync(path.join(CORPUS, kind)).map((name) => [kind, name] as const));

test('every folder has its reader', () => {
  expect(fs.readdirSync(CORPUS).sort()).toEqual(Object.keys(READERS).sort());
});

test.each(files)('%s: %s', async (kind, name) => {
  const { read, stop = true } = READERS[kind]!;
  const bytes = new Uint8Array(fs.readFileSync(path.join(CORPUS, kind, name)));
  const error = await (async () => read(bytes))().then(
    () => null,
    (error: unknown) => error,
  );
  if (error !== null) expect({ error, flaw: flawOf(error, { stop }) }).toEqual({ error, flaw: null });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
