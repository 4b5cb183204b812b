/**
 * Settings and the palette in a real browser: what is set outlives a start, single keys can be switched off, a photo may
 * wait for Sketch, and the palette leads to every setting, preset and stroke.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { writeProject } from '../../renderer/document/project-file.ts';
import { faults } from './axe.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { freshState, look, openApp } from './open-page.ts';

const PHOTO = path.join(folder, 'disc.png');
const DRAWN = path.join(folder, 'drawn.lineament');

beforeAll(async () => {
  const { photo, drawn } = await discDocuments();
  fs.writeFileSync(PHOTO, photo);
  fs.writeFileSync(DRAWN, writeProject({ ...drawn, name: 'Disc' }, photo, null));
});

const kept = (state: string) => {
  const file = path.join(state, 'preferences.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
};
const settings = (page: Page) => page.getByRole('dialog', { name: 'Settings' });
const tool = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const isOn = async (page: Page, name: string) => (await tool(page, name).getAttribute('aria-pressed')) === 'true';

async function palette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill(words);
}

test('the settings outlive a start: theme, start at once, single keys, the panel’s width, and a photo then waits', async () => {
  const state = freshState();
  const first = await openApp(browser, { files: [DRAWN], state });
  await first.page.getByRole('button', { name: 'Export…' }).waitFor();
  await first.page.keyboard.press('Control+,');
  await settings(first.page).waitFor();
  expect(await faults(first.page, 'settings')).toEqual([]);
  await look(first.page, '16-settings');
  await settings(first.page).getByRole('radio', { name: 'Dark' }).click();
  await settings(first.page).getByRole('switch', { name: 'Start at once' }).click();
  await settings(first.page).getByRole('switch', { name: 'Single keys' }).click();
  expect(await faults(first.page, 'settings, dark')).toEqual([]);
  await look(first.page, '16-settings-dark');
  await settings(first.page).getByRole('button', { name: 'Done' }).click();
  const edge = first.page.getByRole('separator', { name: 'Width of the panel' });
  await edge.focus();
  for (let k = 0; k < 3; k++) await first.page.keyboard.press('ArrowLeft');
  const panel = () => first.page.getByRole('complementary', { name: 'Panel' }).boundingBox();
  expect((await panel())?.width).toBe(304 + 3 * 8);
  await expect
    .poll(() => kept(state))
    .toMatchObject({ theme: 'dark', startAtOnce: false, singleKeys: false, panelWidth: 328 });
  await first.close();

  const { page, close } = await openApp(browser, { files: [PHOTO], state });
  await page.getByRole('button', { name: 'Sketch', exact: true }).waitFor();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect((await page.getByRole('complementary', { name: 'Panel' }).boundingBox())?.width).toBe(328);
  expect(await page.getByRole('button', { name: 'Stop here' }).count()).toBe(0);
  await look(page, '10-ready-dark');
  await page.getByRole('application').focus();
  await page.keyboard.press('p');
  expect(await isOn(page, 'Pen')).toBe(false);
  // Keys with Ctrl go on working, and the palette switches the others on again.
  await palette(page, 'single keys');
  await page.keyboard.press('Enter');
  await page.keyboard.press('p');
  expect(await isOn(page, 'Pen')).toBe(true);
  await close();
});

test('damaged preferences are those of the first start', async () => {
  const state = freshState();
  fs.writeFileSync(path.join(state, 'preferences.json'), '{"theme":"dark","settings":{"strok');
  const { page, errors, close } = await openApp(browser, { state });
  await page.getByRole('button', { name: /Open a photo/ }).waitFor();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  expect(errors).toEqual([]);
  await close();
});

test('the palette leads to a stroke, a preset and a setting’s control; what cannot be done says why and does nothing', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN] });
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: /^Undo/ }).waitFor();
  expect(await page.getByRole('group').evaluateAll((groups) => groups.map((one) => one.ariaLabel))).toEqual(
    expect.arrayContaining(['File', 'Settings', 'Presets', 'Strokes']),
  );
  expect(await faults(page, 'palette')).toEqual([]);
  await look(page, '17-palette');
  const undo = page.getByRole('option', { name: /^Undo/ });
  expect(await undo.textContent()).toContain('Nothing to undo.');
  // Forced: nobody waits for it to be enabled.
  await undo.click({ force: true });
  expect(await page.getByRole('dialog', { name: 'Commands' }).count()).toBe(1);
  await page.keyboard.press('Escape');

  await palette(page, 'stroke 3');
  await page.keyboard.press('Enter');
  await page.getByRole('application', { name: /1 selected/ }).waitFor();
  expect(await page.getByRole('tab', { name: /^Strokes/ }).getAttribute('aria-selected')).toBe('true');

  for (const [words, control] of [
    ['closeness', 'Closeness'],
    ['line wid', 'Line width'],
    ['seed', 'Seed'],
  ] as const) {
    await palette(page, words);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(control);
  }

  await palette(page, 'iconic');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sketch again' }).waitFor();
  await close();
});

test('at the smallest window settings and palette fit', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN], width: 1024, height: 640 });
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  for (const [key, name] of [
    ['Control+,', 'Settings'],
    ['Control+k', 'Commands'],
  ] as const) {
    await page.keyboard.press(key);
    const box = await page.getByRole('dialog', { name }).boundingBox();
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.y + box!.height).toBeLessThanOrEqual(640);
    await look(page, `18-small-${name.toLowerCase()}`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await close();
});
