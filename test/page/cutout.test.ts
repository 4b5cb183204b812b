/**
 * Cut-outs in a real Chromium through the real engine: pointed at, painted, taken back and used; changed as a whole,
 * subject by subject, region by region; what a sketch is given, and what a file holds.
 */

import fs from 'node:fs';
import path from 'node:path';
import { decode } from '@msgpack/msgpack';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { newDocument } from '../../renderer/document/document.ts';
import { writeGreyPng } from '../../renderer/document/grey-png.ts';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { faults } from './axe.ts';
import { browser, folder } from './in-browser.ts';
import { onSheet } from './on-screen.ts';
import { look, openApp } from './open-page.ts';

const LONG = { timeout: 120_000 };
const [WIDTH, HEIGHT] = [400, 300];

/** A red disc and a blue square on plain ground. */
const inDisc = (x: number, y: number) => Math.hypot(x + 0.5 - 120, y + 0.5 - 150) < 70;
const inSquare = (x: number, y: number) => x >= 250 && x < 350 && y >= 100 && y < 200;
const DISC = (100 * Math.PI * 70 * 70) / (WIDTH * HEIGHT);
const SQUARE = (100 * 100 * 100) / (WIDTH * HEIGHT);

let photo: Buffer;
beforeAll(async () => {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#e8e4dc"/><circle cx="120" cy="150" r="70" fill="#b43a2c"/><rect x="250" y="100" width="100" height="100" fill="#2c50a0"/></svg>`;
  photo = await sharp(Buffer.from(picture)).png().toBuffer();
});

/** A document of the photo, nothing drawn, with that mask. */
function project(name: string, kept: (x: number, y: number) => boolean): string {
  const grey = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    kept(i % WIDTH, Math.floor(i / WIDTH)) ? 255 : 0,
  );
  const file = path.join(folder, `${name}.lineament`);
  const document = newDocument({ asset: 'photo', name: 'things.png', width: WIDTH, height: HEIGHT });
  fs.writeFileSync(file, writeProject(document, photo, writeGreyPng({ width: WIDTH, height: HEIGHT, grey })));
  return file;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const canvas = (page: Page) => page.getByRole('application');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });
const undoable = (page: Page) => undo(page).getAttribute('title');
const bar = (page: Page) => page.getByRole('group', { name: 'Cut-out', exact: true });

/** Waits until so many percent of the photo are kept by the cut-out under way. */
const keeps = (page: Page, percent: number) =>
  expect
    .poll(async () => Math.abs(Number.parseInt(await page.locator('.strip .count b').innerText(), 10) - percent), LONG)
    .toBeLessThanOrEqual(2);

async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...(await onSheet(page, ...from)));
  await page.mouse.down();
  await page.mouse.move(...(await onSheet(page, ...to)), { steps: 4 });
  await page.mouse.up();
}

const click = async (page: Page, x: number, y: number) => page.mouse.click(...(await onSheet(page, x, y)));

/** Saves the document where it was opened from, and reads its mask there. */
async function savedMask(page: Page, file: string) {
  const before = fs.statSync(file).mtimeMs;
  await canvas(page).press('Control+s');
  await vi.waitUntil(() => fs.statSync(file).mtimeMs > before, LONG);
  await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor({ state: 'attached' });
  const { mask } = readProject(fs.readFileSync(file), file);
  const { data, info } = await sharp(Buffer.from(mask!)).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([WIDTH, HEIGHT]);
  const share = (100 * data.reduce((sum, value) => sum + value, 0)) / 255 / data.length;
  return { at: (x: number, y: number) => data[y * WIDTH + x]!, share };
}

test('a thing is pointed at and another taken away, each hint is taken back, and what is used is one step', async () => {
  const file = project('pointed', inDisc);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await canvas(page).focus();
  await page.keyboard.press('c');
  await bar(page).waitFor();
  await keeps(page, DISC);
  expect(await faults(page, 'cut-out')).toEqual([]);
  expect(await undo(page).isEnabled()).toBe(false);

  await click(page, 0.75, 0.5);
  await keeps(page, DISC + SQUARE);
  expect(await undoable(page)).toMatch(/^Undo: Add by point/);
  await look(page, '25-cut-out');
  await page.keyboard.down('Alt');
  await click(page, 0.3, 0.5);
  await page.keyboard.up('Alt');
  await keeps(page, SQUARE);
  await page.keyboard.press('Control+z');
  await keeps(page, DISC + SQUARE);
  await page.keyboard.press('Control+Shift+z');
  await keeps(page, SQUARE);
  await button(page, 'Last step').click();
  await keeps(page, DISC + SQUARE);

  // The brush paints over ground and the eraser over the disc, without asking anybody.
  await canvas(page).focus();
  await page.keyboard.press('4');
  await drag(page, [0.05, 0.05], [0.4, 0.05]);
  await expect.poll(() => undoable(page)).toMatch(/^Undo: Paint/);
  await page.keyboard.press('5');
  await drag(page, [0.3, 0.4], [0.3, 0.6]);
  await expect.poll(() => undoable(page)).toMatch(/^Undo: Erase/);
  // Esc takes back what the hand is painting, and leaves the tool in hand.
  await page.mouse.down();
  await page.mouse.move(...(await onSheet(page, 0.7, 0.6)));
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await undoable(page)).toMatch(/^Undo: Erase/);

  await page.keyboard.press('Control+Enter');
  await bar(page).waitFor({ state: 'detached' });
  expect(await undoable(page)).toMatch(/^Undo: Use cut-out/);
  const used = await savedMask(page, file);
  expect([used.at(60, 15), used.at(120, 150), used.at(80, 150), used.at(300, 150), used.at(10, 250)]).toEqual([
    255, 0, 255, 255, 0,
  ]);
  await undo(page).click();
  expect((await savedMask(page, file)).share).toBeCloseTo(DISC, 0);
  expect(await undo(page).isEnabled()).toBe(false);
  expect(errors).toEqual([]);
  await close();
});

test('by keys alone: a point, a box, what waits while another tool is in hand, and giving it up', async () => {
  const file = project('keyed', inDisc);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await canvas(page).focus();
  await page.keyboard.press('c');
  await keeps(page, DISC);
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('status').filter({ hasText: '70 % across, 50 % down' }).waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await keeps(page, DISC + SQUARE);
  await page.keyboard.press('Backspace');
  await keeps(page, DISC);
  // A box round the square, its corners by Enter.
  await page.keyboard.press('2');
  for (const key of ['Shift+ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowLeft', 'Enter']) await page.keyboard.press(key);
  await page.getByRole('status').filter({ hasText: 'One corner is set.' }).waitFor({ state: 'attached' });
  for (const key of ['Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown'])
    await page.keyboard.press(key);
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Enter']) await page.keyboard.press(key);
  await keeps(page, DISC + SQUARE);
  expect(await undoable(page)).toMatch(/^Undo: Add by box/);

  await page.keyboard.press('Escape');
  await bar(page).waitFor({ state: 'detached' });
  expect(await undo(page).isEnabled()).toBe(false);
  await page.keyboard.press('c');
  await keeps(page, DISC + SQUARE);
  await button(page, 'Clear').click();
  await keeps(page, 0);
  await button(page, 'Use this cut-out').click();
  await page.getByRole('status').filter({ hasText: 'Nothing is cut out yet.' }).waitFor({ state: 'attached' });
  await button(page, 'Cancel').click();
  await bar(page).waitFor({ state: 'detached' });
  expect(await undo(page).isEnabled()).toBe(false);
  await canvas(page).press('c');
  await keeps(page, DISC);
  expect(errors).toEqual([]);
  await close();
});

test('the mask is changed as a whole and subject by subject, a step each', async () => {
  const hole = (x: number, y: number) => Math.hypot(x - 300, y - 150) < 15;
  const file = project('changed', (x, y) => inDisc(x, y) || (inSquare(x, y) && !hole(x, y)));
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await canvas(page).focus();
  await page.keyboard.press('u');
  const step = async (name: string, label: string) => {
    await button(page, name).click();
    await expect.poll(() => undoable(page), LONG).toContain(`Undo: ${label}`);
  };
  await step('Fill holes', 'Fill holes');
  await step('Grow', 'Grow cut-out');
  const grown = await savedMask(page, file);
  expect([grown.at(300, 150), grown.at(248, 150), grown.at(245, 150)]).toEqual([255, 255, 0]);
  await step('Shrink', 'Shrink cut-out');
  await step('Soften', 'Soften edge');
  const soft = (await savedMask(page, file)).at(250, 150);
  expect(soft).toBeGreaterThan(90);
  expect(soft).toBeLessThan(165);
  await step('Swap in and out', 'Swap in and out');
  expect((await savedMask(page, file)).at(10, 10)).toBe(255);
  await undo(page).click();

  const [first, second] = [1, 2].map((k) => page.getByRole('switch', { name: new RegExp(`^Subject ${k},`) }));
  await second!.click(LONG);
  await expect.poll(() => undoable(page), LONG).toContain('Undo: Leave out subject 2');
  expect(await second!.getAttribute('aria-checked')).toBe('false');
  const left = await savedMask(page, file);
  expect([left.at(120, 150), left.at(300, 150)]).toEqual([255, 0]);
  await first!.click();
  await page.getByRole('status').filter({ hasText: 'One subject has to stay.' }).waitFor({ state: 'attached' });
  await second!.click();
  await expect.poll(() => undoable(page), LONG).toContain('Undo: Take in subject 2');
  await undo(page).click();
  await expect.poll(() => second!.getAttribute('aria-checked')).toBe('false');
  expect(await faults(page, 'subjects')).toEqual([]);

  expect(errors).toEqual([]);
  await close();
});

test('everything is found, drawn alone and joined; settings keep it, a sketch is given it, and it is exported', async () => {
  const file = project('everything', inDisc);
  const { page, errors, close } = await openApp(browser);
  const sent: SentSketch[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(...sketchesIn(payload))));
  const chooser = page.waitForEvent('filechooser');
  await button(page, /Open a photo/).click();
  await (await chooser).setFiles(file);
  await page.getByRole('tab', { name: 'Subject' }).click();
  await button(page, 'Find everything').click();
  const regions = page.getByRole('list', { name: 'Everything in the photo' }).getByRole('button');
  await regions.first().waitFor(LONG);
  const named = (percent: number) =>
    page.getByRole('button', { name: new RegExp(`^Region \\d+, ${Math.round(percent)} %`) });
  await named(SQUARE).first().click();
  await expect.poll(() => undoable(page), LONG).toMatch(/^Undo: Use region/);
  expect(await named(SQUARE).first().getAttribute('aria-pressed')).toBe('true');
  await named(DISC)
    .first()
    .click({ modifiers: ['Shift'] });
  await expect.poll(() => undoable(page), LONG).toMatch(/^Undo: Join region/);
  await page.getByRole('switch', { name: /^Subject 2,/ }).waitFor(LONG);
  expect(await faults(page, 'everything')).toEqual([]);
  await look(page, '26-everything');

  // Of the joined ones the disc is taken out again: the square alone is sketched, and is what is exported.
  await named(DISC)
    .first()
    .click({ modifiers: ['Shift'] });
  await expect.poll(() => undoable(page), LONG).toMatch(/^Undo: Leave out region/);
  await page.getByRole('tab', { name: 'Sketch' }).click();
  await page.getByRole('slider', { name: 'Closeness' }).press('End');
  await page.getByRole('tab', { name: 'Subject' }).click();
  await button(page, 'Export it…').click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const cut = await exported(page, 'Save cut-out…');
  expect([cut.name, cut.width, cut.height, cut.channels]).toEqual(['things.cut-out.png', WIDTH, HEIGHT, 4]);
  expect(cut.at(300, 150)).toEqual([0x2c, 0x50, 0xa0, 255]);
  expect(cut.at(120, 150)).toEqual([0, 0, 0, 0]);
  await button(page, 'Export it…').click();
  await dialog.getByRole('combobox', { name: 'Holds' }).selectOption('The mask alone');
  expect(await faults(page, 'export')).toEqual([]);
  const mask = await exported(page, 'Save mask…');
  expect([mask.name, mask.channels, mask.at(300, 150)[0], mask.at(120, 150)[0]]).toEqual([
    'things.mask.png',
    1,
    255,
    0,
  ]);

  await button(page, 'Sketch').and(page.locator('.primary')).click();
  await vi.waitUntil(() => sent.length === 1, LONG);
  const { data } = await sharp(Buffer.from(sent[0]!.mask))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([data[150 * WIDTH + 300], data[150 * WIDTH + 120], sent[0]!.settings.fidelity]).toEqual([255, 0, 1]);
  expect(errors).toEqual([]);
  await close();
});

test('regions that are drawn together get their own shares of the strokes', async () => {
  const file = project('shares', inDisc);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  const sent: SentSketch[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(...sketchesIn(payload))));
  await page.getByRole('tab', { name: 'Subject' }).click();
  await button(page, 'Find everything').click();
  const regions = page.getByRole('list', { name: 'Everything in the photo' }).getByRole('button');
  await regions.nth(1).waitFor(LONG);
  await regions.nth(0).click();
  await expect.poll(() => undoable(page), LONG).toMatch(/^Undo: Use region/);
  await regions.nth(1).click({ modifiers: ['Shift'] });
  await expect.poll(() => undoable(page), LONG).toMatch(/^Undo: Join region/);
  const share = page.getByRole('textbox', { name: 'Strokes for region 2' });
  expect(await share.inputValue()).toBe('Auto');
  await share.fill('10');
  await share.press('Enter');
  await page.getByText('10 of 16 strokes are given. The others go to what has none.').waitFor();
  expect(await faults(page, 'shares')).toEqual([]);
  await look(page, '26-shares');
  await button(page, 'Sketch').and(page.locator('.primary')).click();
  await vi.waitUntil(() => sent.length === 1, LONG);
  expect(sent[0]!.regions.map(({ strokes }) => strokes)).toEqual([10]);
  expect(errors).toEqual([]);
  await close();
});

interface SentSketch {
  mask: Uint8Array;
  regions: { mask: Uint8Array; strokes: number }[];
  settings: { fidelity: number };
}

function sketchesIn(payload: string | Buffer): SentSketch[] {
  const { name, input } = decode(typeof payload === 'string' ? Buffer.from(payload) : payload) as {
    name?: string;
    input?: SentSketch;
  };
  return name === 'sketch' && input ? [input] : [];
}

/** Presses that button of the export dialog as soon as the file is there. */
async function exported(page: Page, name: string) {
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('button', { name }).waitFor(LONG);
  await dialog.locator('.primary[aria-disabled=false]').waitFor(LONG);
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name }).click()]);
  const { data, info } = await sharp(await download.path())
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [
    ...data.subarray(info.channels * (y * info.width + x), info.channels * (y * info.width + x + 1)),
  ];
  // What is read raw is in colour, whatever the file is.
  const { channels } = await sharp(await download.path()).metadata();
  return { name: download.suggestedFilename(), at, ...info, channels };
}
