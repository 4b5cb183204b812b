/**
 * The export dialog in a real browser: every format comes out as the file that it says it is, in the pixels that were
 * asked for, and each keeps its last options over a start.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { writeProject } from '../../renderer/document/project-file.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { freshState, look, openApp } from './open-page.ts';

const DRAWN = path.join(folder, 'drawn.lineament');
/** Strokes that are seen: one of the document's eight is hidden. */
const SEEN = 7;

beforeAll(async () => {
  const { photo, drawn } = await discDocuments();
  fs.writeFileSync(DRAWN, writeProject({ ...drawn, name: 'Disc' }, photo, null));
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export' });

async function openExport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Export…' }).click();
  await dialog(page).waitFor();
}

const choose = (page: Page, format: string) =>
  dialog(page)
    .getByRole('radio', { name: new RegExp(`^${format}`) })
    .click();

/** Presses Save as soon as the file is there, which closes the dialog. */
async function save(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  const button = dialog(page).getByRole('button', { name: `Save ${format}…` });
  await dialog(page).locator('.primary[aria-disabled=false]').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
}

test('PNG comes at one to four times the photo’s size', async () => {
  const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
  for (let scale = 1; scale <= 4; scale++) {
    await openExport(page);
    await choose(page, 'PNG');
    if (scale > 1) await dialog(page).getByRole('button', { name: 'More' }).click();
    const { name, bytes } = await save(page, 'PNG');
    const { format, width, height, hasAlpha } = await sharp(bytes).metadata();
    expect({ name, format, width, height }).toEqual({
      name: 'Disc.png',
      format: 'png',
      width: 300 * scale,
      height: 300 * scale,
    });
    const { channels } = await sharp(bytes).stats();
    // On paper: no pixel lets anything through.
    if (hasAlpha) expect(channels[3]!.min).toBe(255);
    expect(channels[0]!.min).toBeLessThan(80);
  }
  await openExport(page);
  await dialog(page).getByRole('switch', { name: 'Paper behind the strokes' }).click();
  const { channels } = await sharp((await save(page, 'PNG')).bytes).stats();
  expect([channels[3]!.min, channels[3]!.max]).toEqual([0, 255]);
  expect(errors).toEqual([]);
  await close();
});

test('SVG, animated and plotter SVG and PDF hold the strokes that are seen', async () => {
  const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
  await openExport(page);
  const plain = await save(page, 'SVG');
  expect(plain.name).toBe('Disc.svg');
  expect(readSvg(plain.bytes.toString()).drawing).toMatchObject({ width: 300, height: 300 });
  expect(readSvg(plain.bytes.toString()).drawing.strokes).toHaveLength(SEEN);

  await openExport(page);
  await choose(page, 'Animated SVG');
  const animated = (await save(page, 'Animated SVG')).bytes.toString();
  expect(animated).toMatch(/^<(\?xml|svg)/);
  expect(animated).toMatch(/@keyframes|<animate/);

  await openExport(page);
  await choose(page, 'Plotter SVG');
  await dialog(page)
    .getByText(/The lifted pen travels/)
    .waitFor();
  await look(page, '07-export-plotter');
  const plotter = (await save(page, 'Plotter SVG')).bytes.toString();
  expect(plotter).toMatch(/width="\d+(\.\d+)?mm"/);
  expect(plotter.match(/<path/g)).toHaveLength(SEEN);

  await openExport(page);
  await choose(page, 'PDF');
  const { name, bytes } = await save(page, 'PDF');
  expect(name).toBe('Disc.pdf');
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.subarray(-6).toString()).toContain('%%EOF');
  expect(errors).toEqual([]);
  await close();
});

test('GIF and WebP are films of the width that was asked for', async () => {
  const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
  for (const [format, width] of [
    ['GIF', 96],
    ['WebP', 128],
  ] as const) {
    await openExport(page);
    await choose(page, format);
    await dialog(page).getByRole('textbox', { name: 'Width, px' }).fill(`${width}`);
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('textbox', { name: 'Lasts, s' }).fill('1');
    await page.keyboard.press('Enter');
    const name = `Disc.${format.toLowerCase()}`;
    const film = await save(page, format);
    expect(film.name).toBe(name);
    const signature = film.bytes.subarray(0, 12).toString('latin1');
    expect(signature).toMatch(format === 'GIF' ? /^GIF89a/ : /^RIFF....WEBP$/s);
    const meta = await sharp(film.bytes, { pages: -1 }).metadata();
    expect([meta.width, meta.pageHeight]).toEqual([width, width]);
    expect(meta.pages).toBeGreaterThan(1);
  }
  expect(errors).toEqual([]);
  await close();
});

test('the format and each format’s options are found again at the next start', async () => {
  const state = freshState();
  const first = await openApp(browser, { files: [DRAWN], state });
  await openExport(first.page);
  await choose(first.page, 'PNG');
  await dialog(first.page).getByRole('button', { name: 'More' }).click();
  await choose(first.page, 'PDF');
  await dialog(first.page).getByRole('combobox', { name: 'Page' }).selectOption('a4');
  const file = path.join(state, 'preferences.json');
  await expect.poll(() => fs.existsSync(file) && fs.readFileSync(file, 'utf8')).toContain('"page":"a4"');
  await first.close();

  const { page, close } = await openApp(browser, { files: [DRAWN], state });
  await openExport(page);
  expect(await dialog(page).getByRole('radio', { checked: true }).textContent()).toContain('PDF');
  expect(await dialog(page).getByRole('combobox', { name: 'Page' }).inputValue()).toBe('a4');
  await choose(page, 'PNG');
  const { width } = await sharp((await save(page, 'PNG')).bytes).metadata();
  expect(width).toBe(600);
  await close();
});
