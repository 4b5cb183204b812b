/** The models as the page shows them, over a folder made here and a catalogue of one. */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GraphBuilder } from '../../main/autodiff/builder.ts';
import { writeModel } from '../../main/autodiff/onnx-write.ts';
import { borrowEncoder } from '../../main/jobs/encoder-loan.ts';
import { encoderSpeed } from '../../main/jobs/encoder-speed.ts';
import { agree, hasAgreed, modelOf } from '../../main/jobs/model-shelf.ts';
import {
  addShownModel,
  getShownModel,
  removeShownModel,
  setShownPixels,
  shownModels,
} from '../../main/jobs/shown-models.ts';
import { DEFAULT_SETTINGS } from '../../main/jobs/sketch-settings.ts';
import { FIXTURE, smallVit } from '../models/small-vit.ts';
import { startUnreliable } from './unreliable-server.ts';

const model = fs.readFileSync(FIXTURE);

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-shown-'));
  const { licence, normalisation, ...small } = smallVit();
  const catalogue = {
    licences: { mit: licence },
    normalisations: { own: normalisation },
    models: [
      { ...small, name: 'part', file: 'part.onnx', purpose: 'point-encoder', features: null },
      { ...small, name: 'whole', file: 'whole.onnx', purpose: 'point-segmentation', features: null, needs: ['part'] },
    ].map((entry) => ({ ...entry, licence: 'mit', normalisation: 'own' })),
  };
  fs.writeFileSync(path.join(folder, 'catalog.json'), JSON.stringify(catalogue));
  vi.stubEnv('LINEAMENT_MODELS', folder);
  vi.stubEnv('LINEAMENT_CATALOGUE', path.join(folder, 'catalog.json'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

const found = async (name: string) => (await shownModels()).models.find((one) => one.name === name)!;

test('what came with Lineament stands first, one for each use, with its size', async () => {
  const { models } = await shownModels();
  const builtIn = models.filter(({ state }) => state === 'built-in');
  expect(builtIn.map(({ use, megabytes }) => [use, megabytes !== null])).toEqual([
    ['sketching', true],
    ['cut-out', true],
    ['pointing', false],
    ['depth', true],
  ]);
  expect(models.slice(4).map(({ name, use, state, source }) => [name, use, state, source])).toEqual([
    ['part', 'pointing', 'absent', 'example.org'],
    ['whole', 'pointing', 'absent', 'example.org'],
  ]);
});

test('nothing is downloaded before consent; with it, what is needed comes too, and is not asked for again', async () => {
  const server = await startUnreliable(model);
  vi.stubEnv('LINEAMENT_MIRROR', server.url);
  const { signal } = new AbortController();
  try {
    const refused = getShownModel({ name: 'whole', agreed: false }, () => {}, signal);
    await expect(refused).rejects.toThrow('is not downloaded before its licence was agreed to');
    expect(server.asked).toEqual([]);
    const files: string[] = [];
    expect(await getShownModel({ name: 'whole', agreed: true }, ({ name }) => files.push(name), signal)).toEqual({
      paused: false,
    });
    expect([...new Set(files)]).toEqual(['part', 'whole']);
    expect(await found('whole')).toMatchObject({ state: 'here', agreed: true });
    await removeShownModel({ name: 'whole' });
    expect(await found('whole')).toMatchObject({ state: 'absent', agreed: true });
    await getShownModel({ name: 'whole', agreed: false }, () => {}, signal);
    expect((await found('whole')).state).toBe('here');
    expect(server.asked).toHaveLength(3);
  } finally {
    await server.close();
  }
});

test('stopped, a download is paused and says so', async () => {
  const server = await startUnreliable(model);
  vi.stubEnv('LINEAMENT_MIRROR', server.url);
  server.next.push('stall');
  const stop = new AbortController();
  try {
    const getting = getShownModel({ name: 'part', agreed: true }, () => stop.abort(), stop.signal);
    expect(await getting).toEqual({ paused: true });
    expect((await found('part')).state).toBe('paused');
  } finally {
    await server.close();
  }
});

test('own files of one name get numbers; a guess is told until it is corrected, and then the encoder is opened anew', async () => {
  expect(await addShownModel({ file: 'My CLIP.onnx', bytes: model })).toEqual({ name: 'my-clip' });
  expect(await addShownModel({ file: 'C:\\models\\my-clip.onnx', bytes: model })).toEqual({ name: 'my-clip-2' });
  expect(await found('my-clip')).toMatchObject({
    own: true,
    sketches: true,
    pixels: { normalisation: 'clip', guessed: true },
  });
  const settings = { ...DEFAULT_SETTINGS, encoder: 'my-clip', device: 'cpu' } as const;
  const first = await borrowEncoder(settings, 2, 'direction');
  await first.giveBack();
  await setShownPixels({ name: 'my-clip', normalisation: 'half' });
  expect((await found('my-clip')).pixels).toEqual({ normalisation: 'half', guessed: false });
  const second = await borrowEncoder(settings, 2, 'direction');
  expect(second.encoder).not.toBe(first.encoder);
  const grey = new Float32Array(3 * second.encoder.side ** 2).fill(0.2);
  expect((await second.encoder.look(grey, 1)).embedding[0]!.every(Number.isFinite)).toBe(true);
  await second.giveBack();
  await removeShownModel({ name: 'my-clip' });
  await expect(borrowEncoder(settings, 2, 'direction')).rejects.toThrow("There is no encoder 'my-clip'");
});

test('an operator that cannot be traced back, and what is no model, are refused by the file’s own name', async () => {
  const builder = new GraphBuilder();
  const picture = builder.input('pixels', [1, 3, 32, 32]);
  const weights = builder.constant(new Float32Array(8 * 3 * 9).fill(0.1), [8, 3, 3, 3]);
  const seen = builder.op('Conv', [picture, weights], { pads: [1, 1, 1, 1], kernel_shape: [3, 3] });
  const odd = { domain: '', name: 'odd', inputs: [seen], outputs: ['embedding'], attributes: {} };
  builder.graph.nodes.push({ op: 'Shrink', ...odd });
  builder.graph.outputs.push({ name: 'embedding', type: 'float32', dims: [1, 8, 32, 32] });
  const bytes = writeModel(builder.graph);
  const adding = addShownModel({ file: 'odd.onnx', bytes });
  await expect(adding).rejects.toThrow(/^odd\.onnx uses Shrink, which can't be traced back, so it can't sketch/);
  await expect(addShownModel({ file: 'notes.onnx', bytes: Buffer.from('hello') })).rejects.toThrow(/^notes\.onnx/);
  expect(fs.readdirSync(folder)).toEqual(['catalog.json']);
});

test('who agrees to two licences at once has agreed to both', async () => {
  const { entry } = await modelOf('part');
  const other = { ...entry, sha256: 'f'.repeat(64) };
  await Promise.all([agree(entry), agree(other)]);
  expect([await hasAgreed(entry), await hasAgreed(other)]).toEqual([true, true]);
});

test('two files of one name that are added at once are both kept', async () => {
  const added = await Promise.all([1, 2].map(() => addShownModel({ file: 'twin.onnx', bytes: model })));
  expect(added.map(({ name }) => name)).toEqual(['twin', 'twin-2']);
  const { models } = await shownModels();
  expect(models.filter(({ own }) => own).map(({ name, state }) => [name, state])).toEqual([
    ['twin', 'here'],
    ['twin-2', 'here'],
  ]);
});

test('a damaged list of own files leaves the others there, and says which is damaged', async () => {
  await addShownModel({ file: 'mine.onnx', bytes: model });
  expect((await shownModels()).fault).toBeNull();
  const list = path.join(folder, 'own.json');
  fs.writeFileSync(list, fs.readFileSync(list, 'utf8').slice(0, -9));
  const { models, fault } = await shownModels();
  expect(models.map(({ name }) => name).slice(4)).toEqual(['part', 'whole']);
  expect(fault).toContain(`${list} is damaged, so your own models cannot be listed`);
  await expect(setShownPixels({ name: 'mine', normalisation: 'half' })).rejects.toThrow(fault!);
});

test('an encoder’s speed is told with the device that it was measured on', async () => {
  const speed = await encoderSpeed({ encoder: FIXTURE, device: 'cpu' });
  expect(speed).toMatchObject({ device: 'the processor' });
  expect(speed.milliseconds).toBeGreaterThan(0);
});
