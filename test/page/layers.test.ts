/**
 * Layers and the subject in a real Chromium through the real engine: what is on the sheet, where it comes from, and that
 * keys do all of it.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { writeGreyPng } from '../../renderer/document/grey-png.ts';
import { writeProject } from '../../renderer/document/project-file.ts';
import { faults } from './axe.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { colourAt, onSheet, shows } from './on-screen.ts';
import { look, openApp } from './open-page.ts';

const LONG = { timeout: 120_000 };
const file = (name: string) => path.join(folder, name);
const [PHOTO, DRAWN, BLANK] = [file('disc.png'), file('drawn.lineament'), file('plain.lineament')];

beforeAll(async () => {
  const { photo, drawn } = await discDocuments();
  fs.writeFileSync(PHOTO, photo);
  fs.writeFileSync(DRAWN, writeProject(drawn, photo, null));
  const nothing = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  fs.writeFileSync(BLANK, writeProject(drawn, nothing, null));
  const left = Uint8Array.from({ length: 150 * 150 }, (_, i) => (i % 150 < 75 ? 255 : 0));
  fs.writeFileSync(file('left half.png'), writeGreyPng({ width: 150, height: 150, grey: left }));
  fs.writeFileSync(file('wide.png'), writeGreyPng({ width: 20, height: 10, grey: new Uint8Array(200).fill(255) }));
  fs.writeFileSync(file('black.png'), writeGreyPng({ width: 9, height: 9, grey: new Uint8Array(81) }));
  fs.writeFileSync(file('words.png'), 'no picture');
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const layers = (page: Page) => page.getByRole('dialog', { name: 'Layers' });
const canvas = (page: Page) => page.getByRole('application');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });

test('the layers have an eye and an opacity each, by keys alone, and go with Esc', async () => {
  const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
  await button(page, 'Export…').waitFor(LONG);
  const blank = await colourAt(page, 0.35, 0.1);
  await canvas(page).focus();
  await page.keyboard.press('l');
  await layers(page).waitFor();
  expect(await faults(page, 'layers')).toEqual([]);
  const names = await layers(page)
    .getByRole('slider')
    .evaluateAll((all) => all.map((one) => one.ariaLabel));
  expect(names).toEqual(['Strokes', 'Points of interest', 'Cut-out', 'Photo']);
  await button(page, 'Show photo').press('Enter');
  await page.getByRole('slider', { name: 'Photo' }).press('End');
  await look(page, '20-layers');
  await page.keyboard.press('Escape');
  await layers(page).waitFor({ state: 'detached' });
  expect(await canvas(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await shows(page, 0.35, 0.1, [0xe8, 0xe4, 0xdc]);
  await button(page, 'Layers').click();
  await button(page, 'Show photo').click();
  await page.getByRole('radio', { name: 'Kraft' }).click();
  await shows(page, 0.35, 0.1, [0xc9, 0xb0, 0x8a]);
  await page.getByRole('radio', { name: 'White' }).click();
  await shows(page, 0.35, 0.1, blank);
  await page.mouse.click(...(await onSheet(page, 0.1, 0.1)));
  await layers(page).waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
  await close();
});

test('axe finds nothing in the layers, the subject and the brush in a dark and narrow room', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN], width: 1024, height: 640 });
  await button(page, 'Export…').waitFor(LONG);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('dark theme');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Subject' }).click();
  await page.getByText('Found by itself').waitFor(LONG);
  await page.keyboard.press('d');
  const found = await faults(page, 'brush');
  const within = await page.evaluate(() => {
    const [bar, stage] = ['.tool-bar', '.stage'].map((name) => document.querySelector(name)!.getBoundingClientRect());
    const buttons = [...document.querySelectorAll('.tool-bar button, .tool-bar input')];
    const reach = Math.max(...buttons.map((one) => one.getBoundingClientRect().right));
    return bar!.left >= stage!.left && bar!.right <= stage!.right && reach <= bar!.right;
  });
  await page.keyboard.press('l');
  await layers(page).waitFor();
  found.push(...(await faults(page, 'layers')));
  expect(found).toEqual([]);
  expect(within).toBe(true);
  await close();
});

test('the subject is found by itself and seen in three ways; a mask of one’s own is taken, refused, undone', async () => {
  const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
  await button(page, 'Export…').waitFor(LONG);
  await page.getByRole('tab', { name: 'Subject' }).click();
  await page.getByText('Found by itself').waitFor(LONG);
  await page.getByRole('switch', { name: 'Show on the sheet' }).first().click();
  // The disc is whole, what is around it is not.
  await shows(page, 0.4, 0.28, [0x33, 0x55, 0x77]);
  await button(page, 'Before').click();
  await page.getByRole('radio', { name: 'Paper' }).click();
  await shows(page, 0.05, 0.05, [0xfd, 0xfc, 0xf9]);
  await shows(page, 0.4, 0.28, [0x33, 0x55, 0x77]);
  await button(page, 'After').click();
  await page.getByRole('radio', { name: 'Mask' }).click();
  await shows(page, 0.05, 0.05, [0, 0, 0]);
  await shows(page, 0.4, 0.28, [255, 255, 255]);
  expect(await faults(page, 'subject')).toEqual([]);

  const choose = async (name: string) => {
    const chooser = page.waitForEvent('filechooser');
    await button(page, 'Use a picture…').click();
    await (await chooser).setFiles(file(name));
  };
  await choose('wide.png');
  await page.getByText("wide.png is 20 × 10 px, and the photo 300 × 300. Choose a mask of the photo's prop").waitFor();
  await choose('black.png');
  await page.getByText('black.png is black all over.').waitFor();
  await choose('words.png');
  await page.getByText("words.png can't be read as a picture.").waitFor();
  await choose('left half.png');
  await page.getByText('Your own').waitFor();
  await shows(page, 0.05, 0.05, [255, 255, 255]);
  await shows(page, 0.9, 0.25, [0, 0, 0]);
  await button(page, 'Sketch again').waitFor();
  await undo(page).click();
  await page.getByText('Found by itself').waitFor();
  await shows(page, 0.05, 0.05, [0, 0, 0]);
  await expect.poll(() => button(page, 'Export…').evaluate((one) => one.classList.contains('primary'))).toBe(true);
  expect(errors).toEqual([]);
  await close();
});

test('a photo without a subject says so, and the places where strokes would start are numbered', async () => {
  const plain = await openApp(browser, { files: [BLANK] });
  await button(plain.page, 'Export…').waitFor(LONG);
  await plain.page.getByRole('tab', { name: 'Subject' }).click();
  await plain.page.getByText('No clear subject found. The whole photo will be drawn.').waitFor(LONG);
  await plain.close();

  const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
  await button(page, 'Export…').waitFor(LONG);
  await page.keyboard.press('l');
  await button(page, 'Show points of interest').click();
  await layers(page).getByText('Looking where strokes would start…').waitFor();
  const places = page.getByRole('img', { name: '4 places where the first strokes start' });
  await places.waitFor(LONG);
  expect(await places.locator('text').allTextContents()).toEqual(['1', '2', '3', '4']);
  await look(page, '21-points-of-interest');
  await page.keyboard.press('Escape');
  await page.keyboard.press('\\');
  // In Compare they lie on the side of After.
  const shown = async () => Number(await places.locator('text').count());
  const all = await shown();
  await page.getByRole('slider', { name: /Divider/ }).press('End');
  await expect.poll(shown).toBe(0);
  await page.getByRole('slider', { name: /Divider/ }).press('Home');
  await expect.poll(shown).toBe(4);
  expect(all).toBeLessThan(4);
  expect(errors).toEqual([]);
  await close();
});

test('depth is a layer once it was measured, says what it comes from, and goes with its photo', async () => {
  const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
  await button(page, 'Export…').waitFor(LONG);
  await page.getByRole('tab', { name: 'Subject' }).click();
  await page.keyboard.press('l');
  await layers(page).waitFor();
  expect(await layers(page).getByRole('slider', { name: 'Depth' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await button(page, 'Measure').click();
  await page.getByText('Near is bright').waitFor(LONG);
  await page
    .getByText(/Estimated from shape/)
    .first()
    .waitFor();
  // The disc stands before its ground.
  await expect
    .poll(async () => (await colourAt(page, 0.4, 0.28))[0] - (await colourAt(page, 0.08, 0.05))[0])
    .toBeGreaterThan(20);
  await page.keyboard.press('l');
  await layers(page).getByRole('slider', { name: 'Depth' }).waitFor();
  await look(page, '23-depth');
  expect(await faults(page, 'depth')).toEqual([]);
  await page.keyboard.press('Escape');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles(PHOTO);
  await button(page, 'Stop here').waitFor(LONG);
  await page.getByRole('tab', { name: 'Subject' }).click();
  await page.getByText('Not measured yet').waitFor(LONG);
  expect(errors).toEqual([]);
  await close();
});
