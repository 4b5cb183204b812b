/**
 * Depth in a real Chromium through the real engine: seen in greys, in colours and as a relief that keys and the pointer
 * turn, and saved as the files that it says it saves.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { writeProject } from '../../renderer/document/project-file.ts';
import { faults } from './axe.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { colourAt, onSheet } from './on-screen.ts';
import { look, openApp } from './open-page.ts';

const LONG = { timeout: 120_000 };
/** A busy machine without a graphics card paints a frame in a while. */
const FRAMES = { timeout: 20_000, interval: 100 };
const [DRAWN, BLANK] = ['drawn', 'blank'].map((name) => path.join(folder, `${name}.lineament`)) as [string, string];

beforeAll(async () => {
  const { photo, drawn, blank } = await discDocuments();
  fs.writeFileSync(DRAWN, writeProject({ ...drawn, name: 'Disc' }, photo, null));
  fs.writeFileSync(BLANK, writeProject({ ...blank, name: 'Disc' }, photo, null));
});

const canvas = (page: Page) => page.getByRole('application');
const section = (page: Page) => page.getByRole('region', { name: 'Depth' });
const radio = (page: Page, name: string) => section(page).getByRole('radio', { name });
/** What is painted where the flat sheet lies, as one string to tell from another; the notice under it comes and goes. */
const painted = async (page: Page) => {
  const clip = (await page.locator('.sheet-paper').boundingBox())!;
  return (await page.screenshot({ clip, animations: 'disabled' })).toString('base64');
};
/** What is painted once nothing moves any more. */
async function settled(page: Page): Promise<string> {
  let last = '';
  await expect
    .poll(async () => {
      const before = last;
      last = await painted(page);
      return last === before;
    }, FRAMES)
    .toBe(true);
  return last;
}

/** Opens a document, and measures its depth. */
async function measured(files: string[], size = {}) {
  const opened = await openApp(browser, { files, ...size });
  const { page } = opened;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('tab', { name: 'Subject' }).click(LONG);
  await section(page).getByRole('button', { name: 'Measure' }).click();
  await radio(page, 'Colour').waitFor(LONG);
  return opened;
}

/** Waits until the desk is painted otherwise, and tells how. */
async function changed(page: Page, before: string): Promise<string> {
  await expect.poll(() => painted(page), FRAMES).not.toBe(before);
  return settled(page);
}

test('depth is seen in greys and in colours, and says what it is', async () => {
  const { page, errors, close } = await measured([DRAWN]);
  const [disc, ground] = [
    [0.4, 0.28],
    [0.08, 0.05],
  ] as const;
  const grey = await colourAt(page, ...disc);
  expect(Math.max(...grey) - Math.min(...grey)).toBeLessThan(20);
  expect(grey[0]).toBeGreaterThan((await colourAt(page, ...ground))[0] + 20);
  await section(page)
    .getByText(/Estimated from shape.*Relative and inverse/)
    .waitFor();
  await radio(page, 'Colour').click();
  // Near is towards red, far towards blue.
  const warmth = async (at: readonly [number, number]) => {
    const [red, , blue] = await colourAt(page, ...at);
    return red - blue;
  };
  await expect.poll(async () => (await warmth(disc)) - (await warmth(ground)), FRAMES).toBeGreaterThan(60);
  expect(await faults(page, 'depth in colours')).toEqual([]);
  await look(page, '24-depth-colours');
  expect(errors).toEqual([]);
  await close();
});

test('keys and the pointer turn the relief; a tool lays it flat', async () => {
  const { page, errors, close } = await measured([DRAWN]);
  let now = await settled(page);
  await radio(page, 'Relief').click();
  now = await changed(page, now);
  await canvas(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('application', { name: 'Relief, 7 strokes, turned 5° right, 15° down' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Relief turned 5° right, 15° down.' }).waitFor();
  now = await changed(page, now);
  expect(await faults(page, 'relief')).toEqual([]);

  const [x, y] = await onSheet(page, 0.5, 0.5);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 100, y, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('application', { name: /turned 20° left, 15° down/ }).waitFor();
  now = await changed(page, now);
  await look(page, '25-relief');
  await radio(page, 'Flat').click();
  now = await changed(page, now);
  await look(page, '26-relief-flat');
  await section(page).getByRole('slider', { name: 'Height' }).press('Home');
  now = await changed(page, now);
  await section(page).getByRole('button', { name: 'From the front' }).click();
  await page.getByRole('application', { name: /from the front/ }).waitFor();

  await page.keyboard.press('p');
  await page.getByRole('application', { name: 'Canvas, 7 strokes, 0 selected' }).waitFor();
  expect(await page.locator('.relief').count()).toBe(0);
  expect(errors).toEqual([]);
  await close();
});

test('the relief sways under the pointer, but not for who asked for less motion', async () => {
  const { page, errors, close } = await measured([DRAWN]);
  await radio(page, 'Relief').click();
  const [x, y] = await onSheet(page, 0.5, 0.5);
  await page.mouse.move(x, y);
  await page.locator('.relief canvas').waitFor();
  await section(page).getByRole('radio', { name: 'Flat' }).click();
  await page.mouse.move(x, y);
  const still = await settled(page);
  await page.mouse.move(x + 200, y);
  expect(await settled(page)).toBe(still);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.mouse.move(x + 210, y);
  await changed(page, still);
  expect(errors).toEqual([]);
  await close();
});

test('axe finds nothing in a dark and narrow room, and commands reach all of it', async () => {
  const { page, errors, close } = await measured([DRAWN], { width: 1024, height: 640 });
  const command = async (words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill(words);
    await page.keyboard.press('Enter');
  };
  await command('dark theme');
  await command('Depth as a relief');
  await command('Turn the relief left');
  await page.getByRole('application', { name: /turned 5° left/ }).waitFor();
  await command('Relief from the front');
  await page.getByRole('application', { name: /from the front/ }).waitFor();
  expect(await faults(page, 'relief, dark')).toEqual([]);
  await section(page).getByRole('button', { name: 'Models…' }).scrollIntoViewIfNeeded();
  const reach = await section(page)
    .getByRole('button')
    .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().right)));
  const edge = await section(page)
    .getByRole('slider')
    .evaluate((one) => one.getBoundingClientRect().right);
  expect(reach).toBeLessThanOrEqual(edge + 0.5);
  await look(page, '27-relief-dark');
  await command('Export depth');
  await page.getByRole('dialog', { name: 'Export' }).locator('.primary[aria-disabled=false]').waitFor(LONG);
  expect(await faults(page, 'depth export, dark')).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test('a graphics card that gives the relief up leaves depth in colours, and may be asked again', async () => {
  const { page, errors, close } = await measured([DRAWN]);
  await radio(page, 'Relief').click();
  await page.locator('.relief canvas').waitFor();
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.relief canvas')!;
    canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext();
  });
  const words = section(page).getByText('The graphics card has stopped drawing the relief. Depth is shown in colours');
  await words.waitFor();
  const flat = await settled(page);
  await radio(page, 'Relief').click();
  await words.waitFor({ state: 'detached' });
  await changed(page, flat);
  await page.getByRole('application', { name: /^Relief/ }).waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('without WebGL a relief says so and depth is shown in colours', async () => {
  const { page, errors, close } = await measured([DRAWN]);
  await page.evaluate(() => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: never[]) {
      return kind === 'webgl2' ? null : Reflect.apply(real, this, [kind, ...rest]);
    } as typeof real;
  });
  await radio(page, 'Relief').click();
  await section(page)
    .getByText('A relief needs WebGL 2, which is not to be had here. Depth is shown in colours instead.')
    .waitFor();
  expect(await radio(page, 'Colour').getAttribute('aria-checked')).toBe('true');
  expect(await page.locator('.relief').count()).toBe(0);
  expect(errors).toEqual([]);
  await close();
});

test('depth of a photo without strokes is saved in each kind, named by it', async () => {
  const { page, errors, close } = await measured([BLANK]);
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const save = async (as: string, short: string) => {
    await section(page).getByRole('button', { name: 'Export depth…' }).click();
    await dialog.getByLabel('Written as').selectOption(as);
    await dialog.locator('.primary[aria-disabled=false]').waitFor(LONG);
    await look(page, `28-export-depth-${as}`);
    const button = dialog.getByRole('button', { name: `Save ${short}…` });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
  };
  const pfm = await save('pfm', 'PFM');
  expect(pfm.name).toBe('Disc.depth.pfm');
  const head = 'Pf\n300 300\n-1.0\n';
  expect(pfm.bytes.subarray(0, head.length).toString('latin1')).toBe(head);
  expect(pfm.bytes.length).toBe(head.length + 4 * 300 * 300);
  // The disc, and the ground beside it, in the middle row.
  const float = (x: number) => pfm.bytes.readFloatLE(head.length + 4 * (150 * 300 + x));
  expect(float(110)).toBeGreaterThan(float(8) + 0.1);

  const deep = await save('png16', 'PNG');
  expect(deep.name).toBe('Disc.depth.png');
  expect(await sharp(deep.bytes).metadata()).toMatchObject({ width: 300, height: 300, depth: 'ushort', channels: 1 });
  const coloured = await save('colour', 'PNG');
  expect(coloured.name).toBe('Disc.depth.colour.png');
  expect(await sharp(coloured.bytes).metadata()).toMatchObject({ width: 300, depth: 'uchar', channels: 3 });
  const points = await save('ply', 'PLY');
  expect(points.name).toBe('Disc.depth.ply');
  expect(points.bytes.toString('latin1')).toContain('element vertex 90000\n');

  await section(page).getByRole('button', { name: 'Export depth…' }).click();
  await dialog.getByText(/90,000 points. Estimated from shape/).waitFor(LONG);
  // There is nothing drawn, so nothing of the drawing can be chosen.
  expect(await dialog.getByRole('radio', { disabled: true }).count()).toBe(7);
  expect(errors).toEqual([]);
  await close();
});
