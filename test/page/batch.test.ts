/**
 * Many photos in a real Chromium through the real engine: four are dropped, one of them damaged; the batch is paused, one
 * is left out, the page is loaded anew, the batch goes on, what failed is tried again, a drawing is opened, changed and
 * returned from, and all of it is downloaded. axe finds nothing in any of the states.
 */

import fs from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { faults } from './axe.ts';
import { browser, folder } from './in-browser.ts';
import { freshState, look, openApp } from './open-page.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const LONG = { timeout: 120_000 };
const photo = (name: string) => path.join(folder, name);

/** A folder of two photos, a text, and a folder whose photo is not looked for. */
const ZOO = photo('zoo');

/** Dark shapes on light: a disc, a house, a mug. */
const SHAPES: Record<string, string> = {
  'disc.jpg': '<circle cx="300" cy="240" r="150" fill="#357"/>',
  'house.jpg': '<path d="M150 420V220L300 90L450 220V420Z" fill="#834"/>',
  'mug.jpg': '<path d="M180 120V330Q180 375 225 375H345Q390 375 390 330V120Z" fill="#385"/>',
};

beforeAll(async () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="480"><rect width="600" height="480" fill="#e8e4dc"/>${shape}</svg>`;
    await sharp(Buffer.from(svg)).jpeg().toFile(photo(name));
  }
  fs.writeFileSync(photo('cut.jpg'), fs.readFileSync(photo('disc.jpg')).subarray(0, 400));
  fs.mkdirSync(path.join(ZOO, 'more'), { recursive: true });
  for (const name of ['disc.jpg', 'house.jpg']) fs.copyFileSync(photo(name), path.join(ZOO, name));
  fs.copyFileSync(photo('mug.jpg'), path.join(ZOO, 'more', 'mug.jpg'));
  fs.writeFileSync(path.join(ZOO, 'notes.txt'), 'notes');
});

const card = (page: Page, name: string) => page.getByRole('gridcell', { name: new RegExp(`^${name}`) });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const said = (page: Page, words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor(LONG);

/** Drops files on the page as a file manager does. */
async function drop(page: Page, names: readonly string[]): Promise<void> {
  const files = names.map((name) => ({ name, base64: fs.readFileSync(photo(name)).toString('base64') }));
  await page.evaluate(async (given) => {
    const dataTransfer = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
  await page.getByRole('grid', { name: 'Photos' }).waitFor();
}

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill(name);
  await page.keyboard.press('Enter');
}

/** The least that a sketch can be. */
async function quick(page: Page): Promise<void> {
  await page.getByLabel('Quality').selectOption('draft');
  await page.getByLabel('Strokes').fill('4');
  await page.getByLabel('Strokes').press('Enter');
  for (let tries = 3; tries > 1; tries--) await page.getByRole('button', { name: 'Fewer' }).click();
}

test('a batch is dropped, started, paused, loaded anew, finished, retried, opened, and downloaded', async () => {
  const state = freshState();
  const { page, errors, close } = await openApp(browser, { state });
  await button(page, 'Open a photo…').waitFor();
  await drop(page, ['disc.jpg', 'cut.jpg', 'house.jpg', 'mug.jpg']);
  await page.locator('.b-photo').nth(2).waitFor();
  await quick(page);
  const found = await faults(page, 'set up');
  await look(page, '06-batch-set-up');

  // Order and choice by keys: the mug comes first, the house is left out.
  await card(page, 'mug.jpg').focus();
  for (let k = 0; k < 3; k++) await page.keyboard.press('[');
  await said(page, 'mug.jpg: 1 of 4.');
  await card(page, 'house.jpg').focus();
  await page.keyboard.press('Delete');
  await card(page, 'house.jpg ?Left out').waitFor();

  await button(page, 'Start 3 photos').click();
  await page.locator('.b-card.running .p-drawing path').first().waitFor(LONG);
  await look(page, '06-batch-running');
  found.push(...(await faults(page, 'running')));
  await said(page, '1 of 4 drawn.');
  await button(page, 'Pause').click();
  await button(page, 'Go on').waitFor();
  found.push(...(await faults(page, 'paused')));
  const drawn = await page.getByRole('gridcell', { name: /Likeness/ }).count();

  // As after a restart: paused, with what was drawn, and what was under way waits again.
  await page.reload();
  await button(page, 'Go on').waitFor(LONG);
  await expect.poll(() => page.getByRole('gridcell', { name: /Likeness/ }).count()).toBe(drawn);
  expect(await page.getByText(/^Paused, \d of 4 left$/).count()).toBe(1);
  await page.locator('.b-card.done .p-drawing path').first().waitFor(LONG);
  await look(page, '06-batch-after-restart');
  await button(page, 'Go on').click();

  await card(page, 'cut.jpg ?cut.jpg is damaged.* ?Failed').waitFor(LONG);
  await said(page, '2 drawn, 1 failed, 1 left out.');
  await button(page, 'Download 2').waitFor();
  await look(page, '06-batch-over');
  found.push(...(await faults(page, 'over')));
  await command(page, 'Dark theme');
  await page.locator('html[data-theme=dark]').waitFor();
  await look(page, '06-batch-over-dark');
  found.push(...(await faults(page, 'over, dark')));
  await command(page, 'Batch as a list');
  await page.setViewportSize({ width: 1024, height: 640 });
  await look(page, '06-batch-list-small-dark');
  found.push(...(await faults(page, 'list, dark, 1024×640')));
  await command(page, 'Light theme');
  await command(page, 'Batch as a sheet');
  await look(page, '06-batch-small');
  found.push(...(await faults(page, 'sheet, 1024×640')));
  await button(page, 'Draw it: house.jpg').click();
  await button(page, 'Download 3').waitFor(LONG);
  await button(page, 'Retry 1').click();
  await said(page, /cut\.jpg is damaged|3 drawn, 1 failed/);
  expect(found).toEqual([]);

  const download = page.waitForEvent('download');
  await page.getByLabel('PNG').check();
  await button(page, 'Download 3').click();
  const zip = unzipSync(fs.readFileSync(await (await download).path()));
  expect(Object.keys(zip).sort()).toEqual(['disc.png', 'disc.svg', 'house.png', 'house.svg', 'mug.png', 'mug.svg']);
  const { drawing } = readSvg(new TextDecoder().decode(zip['mug.svg']));
  expect([drawing.width, drawing.height, drawing.strokes.length]).toEqual([600, 480, 4]);
  expect(await sharp(zip['mug.png']).metadata()).toMatchObject({ width: 600, height: 480 });
  expect(errors).toEqual([]);
  await close();
});

test('a folder is chosen; a done card of it opens as a document; what is changed there is in the batch after Esc', async () => {
  const { page, errors, close } = await openApp(browser);
  await button(page, 'Open a photo…').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+Shift+o');
  await (await chooser).setFiles(ZOO);
  await button(page, 'Start 2 photos').waitFor();
  await quick(page);
  await button(page, 'Start 2 photos').click();
  await button(page, 'Download 2 drawings').waitFor(LONG);
  await card(page, 'disc.jpg').click();
  await page.getByRole('application').waitFor(LONG);
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  await look(page, '06-batch-opened');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Sketch', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await card(page, 'disc.jpg').waitFor();
  await expect.poll(() => page.locator('.b-card.done').first().locator('.p-drawing path').count()).toBe(0);
  // What was changed is with the batch, and not offered as lost work.
  await page.reload();
  await page.getByRole('button', { name: /^2 photos|Back to the batch/ }).click();
  await page.locator('.b-card.done').nth(1).locator('.p-drawing path').first().waitFor(LONG);
  expect(await page.locator('.b-card.done').first().locator('.p-drawing path').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Open it' }).count()).toBe(0);
  expect(errors).toEqual([]);
  await close();
});

test('five hundred photos are there at once, and only those in sight are pictured', async () => {
  const { page, errors, close } = await openApp(browser);
  await button(page, 'Open a photo…').waitFor();
  const bytes = fs.readFileSync(photo('disc.jpg')).toString('base64');
  await page.evaluate((base64) => {
    const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    for (let i = 1; i <= 500; i++) dataTransfer.items.add(new File([data], `photo ${i}.jpg`));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, bytes);
  await button(page, 'Start 500 photos').waitFor(LONG);
  expect(await page.getByRole('row').count()).toBe(500);
  await page.locator('.b-photo').nth(7).waitFor(LONG);
  expect(await page.locator('.b-photo').count()).toBeLessThan(100);
  await look(page, '06-batch-500');
  await card(page, 'photo 1.jpg').focus();
  await page.keyboard.press('End');
  await page.locator('[data-key]:focus .b-photo').waitFor(LONG);
  expect(await page.locator('[data-key]:focus').textContent()).toContain('photo 500.jpg');
  expect(errors).toEqual([]);
  await close();
});
