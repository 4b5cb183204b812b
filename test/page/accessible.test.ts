/**
 * What the page is to who does not see it or has no pointer: axe-core finds nothing in any state, keys reach everything,
 * and every button says what it does.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { writeProject } from '../../renderer/document/project-file.ts';
import { faults } from './axe.ts';
import { discDocuments, STROKES } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { openApp } from './open-page.ts';

const PHOTO = path.join(folder, 'disc.png');
const BLANK = path.join(folder, 'blank.lineament');
const BROKEN = path.join(folder, 'broken.lineament');
const DRAWN = path.join(folder, 'drawn.lineament');

beforeAll(async () => {
  const { photo, blank, drawn } = await discDocuments();
  fs.writeFileSync(PHOTO, photo);
  fs.writeFileSync(BLANK, writeProject(blank, photo, null));
  fs.writeFileSync(DRAWN, writeProject(drawn, photo, null));
  fs.writeFileSync(BROKEN, 'no zip');
});

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name });
const canvas = (page: Page) => page.getByRole('application');

test('axe finds nothing before a sketch and while one runs', async () => {
  const empty = await openApp(browser);
  await empty.page
    .getByRole('button', { name: /Open a photo/ })
    .first()
    .waitFor();
  const found = await faults(empty.page, 'empty');
  await command(empty.page, 'dark theme');
  await empty.page.locator('html[data-theme=dark]').waitFor();
  found.push(...(await faults(empty.page, 'empty, dark')));
  await empty.close();

  const ready = await openApp(browser, { files: [BLANK] });
  await ready.page.getByRole('button', { name: 'Sketch', exact: true }).waitFor();
  found.push(...(await faults(ready.page, 'ready')));
  await ready.close();

  const sketching = await openApp(browser, { files: [PHOTO] });
  await sketching.page.getByRole('button', { name: 'Stop here' }).waitFor();
  await sketching.page.getByText(/left/).first().waitFor({ timeout: 60_000 });
  found.push(...(await faults(sketching.page, 'sketching')));
  // Progress is said, and does not drown what is said beside it.
  const said = (words: RegExp) => sketching.page.getByRole('status').filter({ hasText: words }).waitFor();
  await said(/^\d0 % sketched$/);
  await Promise.all([said(/^Select a stroke first\.$/), sketching.page.keyboard.press('Control+d')]);
  await sketching.close();
  expect(found).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing in a drawing, its panels and what lies over them, %s',
  async (theme) => {
    const { page, errors, close } = await openApp(browser, { files: [DRAWN] });
    await page.getByRole('button', { name: 'Export…' }).waitFor();
    await command(page, `${theme} theme`);
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    const found: string[] = [];
    for (const name of [/^Subject/, /^Sketch/, /^Strokes/]) {
      await tab(page, name).click();
      found.push(...(await faults(page, `${theme}, tab ${name.source}`)));
    }
    await canvas(page).focus();
    await page.keyboard.press('Control+a');
    found.push(...(await faults(page, `${theme}, selection`)));
    await page.keyboard.press('\\');
    found.push(...(await faults(page, `${theme}, compare`)));
    await page.setViewportSize({ width: 1024, height: 640 });
    found.push(...(await faults(page, `${theme}, 1024×640`)));
    for (const [key, name] of [
      ['Control+e', 'Export'],
      ['Control+k', 'Commands'],
      ['?', 'Shortcuts'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name }).waitFor();
      found.push(...(await faults(page, `${theme}, ${name}`)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  },
);

test('F6 walks the regions around and back', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN] });
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const around = ['top', 'tools', 'canvas', 'ruler', 'panel', 'slot', 'top'];
  const walked: (string | null)[] = [];
  for (const _ of around) walked.push(await pressed(page, 'F6'));
  expect(walked).toEqual(around);
  expect(await pressed(page, 'Shift+F6')).toBe('slot');
  expect(await pressed(page, 'Shift+F6')).toBe('panel');
  await close();
});

test('Tab reaches the canvas, walks the shown strokes and leaves after the last', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN] });
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  await page.getByRole('button', { name: 'Shortcuts' }).focus();
  for (let k = 0; k < 3 && !(await focused(page)); k++) await page.keyboard.press('Tab');
  expect(await focused(page)).toBe(true);
  const said = page.getByRole('status');
  // One of the strokes is hidden.
  for (let k = 1; k < STROKES; k++) {
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe(true);
    expect(await said.textContent()).toBe(`Stroke ${k} of ${STROKES - 1} selected.`);
  }
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe(false);
  await close();
});

test('the ruler says n of N strokes, and there is one polite and one assertive voice', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN] });
  const slider = page.getByRole('slider', { name: 'Strokes shown' });
  await slider.focus();
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^8 of 8 strokes\b/);
  for (const shown of [7, 6]) {
    await page.keyboard.press('ArrowLeft');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(new RegExp(`^${shown} of 8 strokes\\b`));
  }
  expect(await voices(page)).toEqual({ polite: 1, assertive: 1 });
  await close();
});

test('a failure is said by the assertive voice, which was there before it', async () => {
  const { page, close } = await openApp(browser, { files: [BROKEN] });
  await page.getByText(/broken\.lineament can't be read/).waitFor();
  expect(await page.getByRole('alert').textContent()).toContain("broken.lineament can't be read");
  expect(await voices(page)).toEqual({ polite: 1, assertive: 1 });
  expect(await faults(page, 'fault')).toEqual([]);
  await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  expect(await page.getByRole('alert').textContent()).toBe('');
  await close();
});

test('what is done in a dialog is said in it, as the page behind it is inert', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN] });
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy SVG' }).click();
  await dialog.getByRole('status').filter({ hasText: 'SVG copied.' }).waitFor();
  await close();
});

test('keys reach and scroll the sheet of shortcuts, stay in it, and return to where they were', async () => {
  const { page, close } = await openApp(browser, { files: [DRAWN], width: 1024, height: 640 });
  // A document that opens closes what lies over the page.
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  await page.getByRole('button', { name: 'Shortcuts' }).focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'Find a shortcut' });
  await field.waitFor();
  const has = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
  expect(await has(field)).toBe(true);
  await page.keyboard.press('Tab');
  const sheet = page.getByRole('region', { name: 'Keys' });
  expect(await has(sheet)).toBe(true);
  await page.keyboard.press('End');
  await expect.poll(() => sheet.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
  await page.keyboard.press('Tab');
  await expect.poll(() => has(field)).toBe(true);
  // A press on plain text takes the focus away, but not the keys.
  await page.getByRole('heading', { name: 'Tools' }).click();
  await page.keyboard.press('Tab');
  await expect.poll(() => has(field)).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => has(page.getByRole('button', { name: 'Shortcuts' }))).toBe(true);
  await close();
});

/** How many regions speak by themselves, politely and at once. */
async function voices(page: Page): Promise<{ polite: number; assertive: number }> {
  const count = (selector: string) => page.locator(selector).count();
  const [polite, assertive] = await Promise.all([
    count('[aria-live=polite], output, [role=status]:not([aria-live])'),
    count('[aria-live=assertive], [role=alert]:not([aria-live])'),
  ]);
  return { polite, assertive };
}

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill(name);
  await page.keyboard.press('Enter');
}

/** The region that has the focus after a key. */
async function pressed(page: Page, key: string): Promise<string | null> {
  await page.keyboard.press(key);
  return page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? null);
}

function focused(page: Page): Promise<boolean> {
  return canvas(page).evaluate((element) => element === document.activeElement);
}
