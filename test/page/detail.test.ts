/**
 * Painted detail in a real Chromium through the real engine: by hand and by keys, a step each; what is sent to a sketch
 * that runs, and what a file holds.
 */

import fs from 'node:fs';
import path from 'node:path';
import { decode } from '@msgpack/msgpack';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { faults } from './axe.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { colourAt, onSheet, shows } from './on-screen.ts';
import { look, openApp } from './open-page.ts';

const LONG = { timeout: 120_000 };
const [PHOTO, PROJECT] = [path.join(folder, 'disc.png'), path.join(folder, 'drawn.lineament')];

beforeAll(async () => {
  const { photo, drawn } = await discDocuments();
  fs.writeFileSync(PHOTO, photo);
  fs.writeFileSync(PROJECT, writeProject(drawn, photo, null));
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const canvas = (page: Page) => page.getByRole('application');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });

async function paint(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...(await onSheet(page, ...from)));
  await page.mouse.down();
  await page.mouse.move(...(await onSheet(page, ...to)), { steps: 4 });
  await page.mouse.up();
}

/** Saves the document where it was opened from, and reads its painted detail there. */
async function savedEmphasis(page: Page, project: string): Promise<Buffer | null> {
  const before = fs.statSync(project).mtimeMs;
  await canvas(page).press('Control+s');
  await vi.waitUntil(() => fs.statSync(project).mtimeMs > before, LONG);
  await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor({ state: 'attached' });
  const { emphasis } = readProject(fs.readFileSync(project), PROJECT);
  return emphasis && Buffer.from(emphasis);
}

test('detail is painted by hand and by keys, a step each, is sketched again, saved and found again', async () => {
  const { page, errors, close } = await openApp(browser, { files: [PROJECT] });
  await button(page, 'Export…').waitFor(LONG);
  const before = await colourAt(page, 0.2, 0.12);
  await canvas(page).focus();
  await page.keyboard.press('d');
  const bar = page.getByRole('group', { name: 'More detail here' });
  await bar.waitFor();
  expect(await faults(page, 'detail')).toEqual([]);
  const size = () => bar.getByRole('slider', { name: 'Size' }).inputValue().then(Number);
  await page.keyboard.press(']');
  expect(await size()).toBe(15);
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  expect(await size()).toBeLessThan(12);
  expect(await undo(page).isEnabled()).toBe(false);

  // Esc takes back what the hand is painting, and leaves the tool in hand.
  await page.mouse.move(...(await onSheet(page, 0.2, 0.12)));
  await page.mouse.down();
  await page.mouse.move(...(await onSheet(page, 0.4, 0.12)));
  await page.locator('.tint').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.tint').waitFor({ state: 'detached' });
  await page.mouse.up();
  expect(await undo(page).isEnabled()).toBe(false);

  await paint(page, [0.2, 0.12], [0.8, 0.12]);
  await button(page, 'Sketch again').waitFor();
  expect(await undo(page).getAttribute('title')).toMatch(/^Undo: More detail here/);
  const tinted = await colourAt(page, 0.35, 0.12);
  expect(tinted[2] - tinted[0]).toBeGreaterThan(40);
  await look(page, '22-more-detail');
  await page.keyboard.down('Alt');
  await paint(page, [0.34, 0.12], [0.36, 0.12]);
  await page.keyboard.up('Alt');
  await expect.poll(async () => (await undo(page).getAttribute('title')) ?? '').toMatch(/^Undo: Take detail away/);
  const bare = await colourAt(page, 0.35, 0.12);
  expect(Math.abs(bare[2] - bare[0])).toBeLessThan(30);

  await canvas(page).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'More detail round the stroke.' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'More detail here.' }).waitFor();
  const saved = (await savedEmphasis(page, PROJECT))!;
  const { width, height, channels } = await sharp(saved).metadata();
  expect([width, height, channels]).toEqual([300, 300, 1]);
  // Of the file itself only one window may save what it makes of it.
  const copy = path.join(folder, 'copy.lineament');
  fs.copyFileSync(PROJECT, copy);
  const again = await openApp(browser, { files: [copy] });
  await button(again.page, 'Sketch again').waitFor(LONG);
  await again.page.getByText(/^\d+ % painted$/).waitFor();
  await button(again.page, 'Clear the painted detail').click();
  expect(await savedEmphasis(again.page, copy)).toBeNull();
  await again.close();

  for (let step = 0; step < 4; step++) await undo(page).click();
  expect(await undo(page).isEnabled()).toBe(false);
  await button(page, 'Export…').waitFor();
  await expect.poll(() => page.locator('.tint').count()).toBe(0);
  await page.keyboard.press('v');
  await shows(page, 0.2, 0.12, before);
  expect(await savedEmphasis(page, PROJECT)).toBeNull();
  expect(errors).toEqual([]);
  await close();
});

test('detail that is no picture is left out, which is said, and the rest of the document opens', async () => {
  const { photo, drawn } = await discDocuments();
  const odd = path.join(folder, 'odd.lineament');
  fs.writeFileSync(odd, writeProject({ ...drawn, emphasis: 'x' }, photo, null, Buffer.from('no picture')));
  const { page, errors, close } = await openApp(browser, { files: [odd] });
  await page.getByText("The painted detail in odd.lineament can't be read. All else is here.").first().waitFor(LONG);
  await button(page, 'Export…').waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('what is painted while a sketch runs is sent to it, and what is undone is taken back from it', async () => {
  const { page, errors, close } = await openApp(browser);
  const sent: (Uint8Array | null)[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const text = typeof payload === 'string' ? Buffer.from(payload) : payload;
      const { message } = decode(text) as { message?: { kind: string; map: Uint8Array | null } };
      if (message?.kind === 'emphasis') sent.push(message.map);
    }),
  );
  const chooser = page.waitForEvent('filechooser');
  await button(page, /Open a photo/).click();
  await (await chooser).setFiles(PHOTO);
  await page.getByText(/left/).first().waitFor(LONG);
  await canvas(page).focus();
  await page.keyboard.press('d');
  await paint(page, [0.3, 0.3], [0.7, 0.3]);
  await vi.waitUntil(() => sent.length === 1, LONG);
  const { data, info } = await sharp(sent[0]!).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([300, 300, 1]);
  expect(data[90 * 300 + 150]).toBe(255);
  expect(data[200 * 300 + 150]).toBe(0);
  await undo(page).click();
  await vi.waitUntil(() => sent.length === 2, LONG);
  expect(sent[1]).toBeNull();
  await page.keyboard.press('Control+Shift+z');
  await vi.waitUntil(() => sent.length === 3, LONG);
  expect(sent[2]).toEqual(sent[0]);
  // What was sent is what it was drawn with: nothing has changed since.
  await button(page, 'Export…').and(page.locator('.primary')).waitFor(LONG);
  await button(page, 'Clear the painted detail').click();
  await button(page, 'Sketch again').and(page.locator('.primary')).waitFor();
  expect(errors).toEqual([]);
  await close();
});
