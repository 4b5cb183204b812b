/**
 * The models in a real browser, with a catalogue of one scripted model and a mirror on this machine that does as it is
 * told: consent, progress, pause and going on, use, damage, removal, and a file of one's own.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { startUnreliable, type UnreliableServer } from '../jobs/unreliable-server.ts';
import { FIXTURE } from '../models/small-vit.ts';
import { faults } from './axe.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { freshState, look, openApp } from './open-page.ts';

const DRAWN = path.join(folder, 'drawn.lineament');
const TERMS = 'Free to use, also commercially, and to pass on with its licence.';
const model = fs.readFileSync(FIXTURE);
/** The engine may be busy timing its encoder. */
const PATIENT = { timeout: 30_000 };

let server: UnreliableServer;
let shelf: string;
beforeAll(async () => {
  const { photo, drawn } = await discDocuments();
  fs.writeFileSync(DRAWN, writeProject({ ...drawn, name: 'Disc' }, photo, null));
  fs.writeFileSync(path.join(folder, 'catalog.json'), JSON.stringify(catalogue()));
});
beforeEach(async () => {
  shelf = fs.mkdtempSync(path.join(folder, 'models-'));
  server = await startUnreliable(model);
  vi.stubEnv('LINEAMENT_MODELS', shelf);
  vi.stubEnv('LINEAMENT_CATALOGUE', path.join(folder, 'catalog.json'));
  vi.stubEnv('LINEAMENT_MIRROR', server.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

function catalogue() {
  const small = {
    name: 'small-vit',
    purpose: 'sketch-encoder',
    title: 'Small ViT',
    about: 'Made for tests.',
    file: 'small-vit.onnx',
    url: 'https://models.example/small/model.onnx',
    bytes: model.length,
    megabytes: Math.round(model.length / 1e6),
    sha256: createHash('sha256').update(model).digest('hex'),
    licence: 'mit',
    side: 64,
    normalisation: 'clip',
    features: 'inspect',
  };
  const clip = { mean: [0.48, 0.46, 0.41], std: [0.27, 0.26, 0.28] };
  return { licences: { mit: { name: 'MIT', terms: TERMS } }, normalisations: { clip }, models: [small] };
}

const models = (page: Page) => page.getByRole('dialog', { name: 'Models' });
const row = (page: Page, name: string) => models(page).getByRole('listitem', { name, exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function openModels(state = freshState(), width = 1440, height = 900) {
  const opened = await openApp(browser, { files: [DRAWN], state, width, height });
  await button(opened.page, 'Export…').waitFor();
  await button(opened.page, 'Lineament').click();
  await opened.page.getByRole('menuitem', { name: 'Models…' }).click();
  await row(opened.page, 'Built in').waitFor();
  return opened;
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Add a file…').click();
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

test('a model is downloaded after consent alone, paused and gone on with, and used; damaged, it is named and got again', async () => {
  const state = freshState();
  const { page, errors, close } = await openModels(state);
  await row(page, 'Built in').getByText('In use').waitFor();
  await models(page)
    .getByText(/ms a step, .* a second/)
    .waitFor();
  expect(await faults(page, 'models')).toEqual([]);
  await look(page, '30-models');

  await button(page, 'Download… Small ViT').click();
  const consent = page.getByRole('dialog', { name: 'Download Small ViT?' });
  await consent.getByText(TERMS).waitFor();
  expect(await consent.textContent()).toContain('1 MB from models.example');
  expect(await faults(page, 'consent')).toEqual([]);
  await look(page, '31-models-consent');
  await consent.getByRole('button', { name: 'Cancel' }).click();
  expect(server.asked).toEqual([]);

  server.next.push('stall');
  await button(page, 'Download… Small ViT').click();
  await button(page, 'Agree and download').click();
  const part = path.join(shelf, 'small-vit.onnx.part');
  await expect.poll(() => fs.existsSync(part) && fs.statSync(part).size, PATIENT).toBe(model.length >> 1);
  await expect
    .poll(() => row(page, 'Small ViT').getByRole('progressbar').getAttribute('value'), PATIENT)
    .toMatch(/^0\.[45]/);
  await look(page, '32-models-download');
  await button(page, 'Pause Small ViT').click();
  await row(page, 'Small ViT')
    .getByText(/^Paused, /)
    .waitFor();
  expect(fs.existsSync(path.join(shelf, 'small-vit.onnx'))).toBe(false);

  // Who has agreed is not asked again.
  await button(page, 'Go on with Small ViT').click();
  await button(page, 'Use Small ViT').click();
  expect(server.asked).toEqual([undefined, `bytes=${model.length >> 1}-`]);
  await row(page, 'Small ViT').getByText('In use').waitFor();
  await models(page)
    .getByText(/ms a step, .* a second/)
    .waitFor();
  await expect
    .poll(() => JSON.parse(fs.readFileSync(path.join(state, 'preferences.json'), 'utf8')).settings.encoder, PATIENT)
    .toBe('small-vit');

  const file = path.join(shelf, 'small-vit.onnx');
  const { mtime, atime } = fs.statSync(file);
  fs.writeFileSync(
    file,
    model.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)),
  );
  fs.utimesSync(file, atime, mtime);
  await button(page, 'More about Small ViT').click();
  await page.getByRole('menuitem', { name: 'Check the file' }).click();
  await row(page, 'Small ViT').getByText('Damaged: it is not what it should be. It will not be used.').waitFor();
  expect(await faults(page, 'a damaged model')).toEqual([]);
  await look(page, '33-models-damaged');
  await button(page, 'Download again Small ViT').click();
  await row(page, 'Small ViT').getByText('In use').waitFor();
  expect(fs.readFileSync(file).equals(model)).toBe(true);

  // What is removed is not used any more.
  await button(page, 'More about Small ViT').click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await button(page, 'Download… Small ViT').waitFor();
  await row(page, 'Built in').getByText('In use').waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('a server that sends something else, and one that has not got it, are a sentence in the row; cancelled, nothing is left', async () => {
  const { page, close } = await openModels();
  server.next.push('wrong', 'missing', 'stall');
  await button(page, 'Download… Small ViT').click();
  await button(page, 'Agree and download').click();
  await row(page, 'Small ViT').getByRole('alert').getByText('What came for Small ViT is not it').waitFor();
  for (const said of ['answered 404', null]) {
    await button(page, 'Download… Small ViT').click();
    await button(page, 'Agree and download').click();
    if (said) await row(page, 'Small ViT').getByRole('alert').getByText(said).waitFor();
  }
  const part = path.join(shelf, 'small-vit.onnx.part');
  await expect.poll(() => fs.existsSync(part) && fs.statSync(part).size, PATIENT).toBe(model.length >> 1);
  await button(page, 'Cancel Small ViT').click();
  await button(page, 'Download… Small ViT').waitFor();
  expect(fs.readdirSync(shelf).filter((name) => name.startsWith('small-vit'))).toEqual([]);
  await close();
});

test('one’s own file is looked into and kept, its colours corrected; what is no encoder is refused in a sentence', async () => {
  const { page, close } = await openModels();
  await choose(page, 'my-clip.onnx', model);
  await row(page, 'my-clip')
    .getByText(/guessed: check it/)
    .waitFor();
  await look(page, '34-models-own');
  await row(page, 'my-clip').getByRole('combobox', { name: 'Colours' }).selectOption({ label: '−1 to 1' });
  await row(page, 'my-clip')
    .getByText(/guessed/)
    .waitFor({ state: 'detached' });
  expect(JSON.parse(fs.readFileSync(path.join(shelf, 'own.json'), 'utf8'))).toMatchObject([
    { name: 'my-clip', from: 'my-clip.onnx', normalisation: { mean: [0.5, 0.5, 0.5] } },
  ]);
  await choose(page, 'notes.onnx', Buffer.from('hello'));
  const said = models(page).getByRole('alert');
  await said.getByText(/notes\.onnx/).waitFor();
  expect(await said.textContent()).not.toContain(os.tmpdir());
  expect(fs.readdirSync(shelf).filter((name) => name.endsWith('.onnx'))).toEqual(['own-my-clip.onnx']);
  await close();
});

test('a damaged list of one’s own is said below what can be chosen all the same', async () => {
  fs.writeFileSync(path.join(shelf, 'own.json'), '{');
  const { page, close } = await openModels();
  await models(page)
    .getByRole('alert')
    .getByText(/own\.json is damaged, so your own models cannot be listed/)
    .waitFor();
  expect(await row(page, 'Small ViT').count()).toBe(1);
  await look(page, '34-models-list-damaged');
  await close();
});

test('this computer says what runs; a device that is chosen outlives a start; small and dark it still fits', async () => {
  const state = freshState();
  fs.writeFileSync(path.join(state, 'preferences.json'), JSON.stringify({ theme: 'dark' }));
  const { page, close } = await openModels(state, 1024, 640);
  await models(page)
    .getByText(/ms a step/)
    .waitFor();
  expect(await faults(page, 'models, dark')).toEqual([]);
  await look(page, '35-models-dark');
  const box = await models(page).boundingBox();
  expect(box!.y).toBeGreaterThanOrEqual(0);
  expect(box!.y + box!.height).toBeLessThanOrEqual(640);
  await models(page).getByRole('combobox', { name: 'Runs on' }).selectOption('cpu');
  await button(page, 'This computer').click();
  await row(page, 'The processor')
    .getByText(/^Results right/)
    .waitFor();
  expect(await faults(page, 'this computer')).toEqual([]);
  await look(page, '36-models-computer');
  await expect.poll(() => JSON.parse(fs.readFileSync(path.join(state, 'preferences.json'), 'utf8')).device).toBe('cpu');
  await close();
});

test('another model takes over a sketch that runs, and one that is done: the strokes stay, and the document says who drew', async () => {
  fs.copyFileSync(FIXTURE, path.join(shelf, 'small-vit.onnx'));
  const { photo, drawn } = await discDocuments();
  const settings = { ...drawn.settings, encoder: 'small-vit', quality: 'best' } as const;
  const byOther = path.join(folder, 'by-other.lineament');
  fs.writeFileSync(byOther, writeProject({ ...drawn, settings, name: 'Disc' }, photo, null));
  const { page, errors, close } = await openApp(browser, { files: [byOther] });
  await button(page, 'Export…').waitFor();
  await button(page, 'More options').click();
  const choice = page.getByRole('combobox', { name: 'Model' });
  await choice.getByRole('option', { name: 'Small ViT' }).waitFor({ state: 'attached' });

  // Done: it goes on from the drawing.
  await choice.selectOption('built-in');
  await button(page, 'Sketch again').waitFor();
  await look(page, '37-model-chosen');
  await button(page, 'Go on from here').click();
  await page.getByText(/^The processor, .* ms a step/).waitFor();
  await look(page, '38-model-runs');

  // Running: the other one takes over.
  await choice.selectOption('small-vit');
  await button(page, 'Export…').waitFor();
  // The document has eight, of which one is hidden and stays so.
  expect(await page.getByRole('application', { name: /^Canvas, 7 strokes/ }).count()).toBe(1);
  expect(await button(page, 'Undo').getAttribute('title')).toContain('Go on with the built-in model, 8 strokes');
  const before = fs.readFileSync(byOther);
  await page.getByRole('application').focus();
  await page.keyboard.press('Control+s');
  await expect.poll(() => fs.readFileSync(byOther).equals(before), PATIENT).toBe(false);
  // Were it the other one that is told, the slot would offer to go on.
  const { document } = readProject(fs.readFileSync(byOther), 'by-other.lineament');
  expect(document.settings.encoder).toBe('small-vit');
  expect(errors).toEqual([]);
  await close();
});
