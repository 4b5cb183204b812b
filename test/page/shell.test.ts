/**
 * What stands round the drawing, in a real browser: the list of steps, the name and its menu, the palette, settings that
 * outlive a start, recent files, paste, and the guard of unsaved work. axe finds nothing in any of it.
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

const slider = (page: Page) => page.getByRole('slider', { name: 'Strokes shown' });
const shown = async (page: Page) => Number(await slider(page).getAttribute('aria-valuenow'));
const history = (page: Page) => page.getByRole('listbox', { name: 'History' });
const said = (page: Page, words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor();

/** Opens the drawn document and shows fewer strokes, a step each. */
async function openDrawn(steps = 0, options: Parameters<typeof openApp>[1] = {}) {
  const opened = await openApp(browser, { files: [DRAWN], ...options });
  await opened.page.getByRole('button', { name: 'Export…' }).waitFor();
  await slider(opened.page).focus();
  for (let k = 0; k < steps; k++) await opened.page.keyboard.press('ArrowLeft');
  return opened;
}

async function palette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill(words);
}

test('the history names every step, marks the present one and goes where one says', async () => {
  const { page, errors, close } = await openDrawn(3);
  expect(await shown(page)).toBe(5);
  const undo = page.getByRole('button', { name: 'Undo' });
  const rows = () => history(page).getByRole('option').allTextContents();

  await undo.click({ button: 'right' });
  expect(await rows()).toEqual(['Open', 'Show 7 strokes', 'Show 6 strokes', 'Show 5 strokes']);
  await history(page).getByRole('option', { name: 'Show 7 strokes' }).click();
  expect(await shown(page)).toBe(7);
  expect(await rows()).toEqual(['Open', 'Show 7 strokes', 'Show 6 strokes, undone', 'Show 5 strokes, undone']);
  expect(await history(page).getByRole('option', { selected: true }).textContent()).toBe('Show 7 strokes');
  expect(await faults(page, 'history')).toEqual([]);
  await look(page, '14-history');

  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  expect(await shown(page)).toBe(5);
  await page.keyboard.press('Home');
  await page.keyboard.press(' ');
  expect(await shown(page)).toBe(8);
  await page.keyboard.press('Escape');
  await history(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+z');
  expect(await shown(page)).toBe(7);
  expect(errors).toEqual([]);
  await close();
});

test('a long press, Alt ArrowDown, the arrow beside it and the command open the history; a long press undoes nothing', async () => {
  const { page, close } = await openDrawn(2);
  const undo = page.getByRole('button', { name: 'Undo' });
  const closed = async () => {
    await page.keyboard.press('Escape');
    await history(page).waitFor({ state: 'detached' });
  };
  await undo.hover();
  await page.mouse.down();
  await history(page).waitFor();
  await page.mouse.up();
  expect(await shown(page)).toBe(6);
  await closed();

  await undo.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await history(page).waitFor();
  await closed();
  expect(await undo.evaluate((element) => element === document.activeElement)).toBe(true);

  const arrow = page.getByRole('button', { name: 'History' });
  await arrow.click();
  await history(page).waitFor();
  await arrow.click();
  await history(page).waitFor({ state: 'detached' });

  await palette(page, 'history');
  await page.keyboard.press('Enter');
  await history(page).waitFor();
  await page.mouse.click(700, 300);
  await history(page).waitFor({ state: 'detached' });
  await close();
});

test('the name is typed after F2, as one step, and is given up by Escape; its menu has the file', async () => {
  const { page, close } = await openDrawn();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name' }).fill('  Full moon ');
  await page.keyboard.press('Enter');
  const name = page.getByRole('button', { name: 'Full moon' });
  await name.waitFor();
  expect(await name.evaluate((element) => element === document.activeElement)).toBe(true);
  await name.dblclick();
  await page.getByRole('textbox', { name: 'Name' }).fill('Not this');
  await page.keyboard.press('Escape');
  await name.waitFor();
  expect(await page.getByRole('button', { name: 'Undo' }).getAttribute('title')).toContain('Rename');
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Disc', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Document' }).click();
  expect(await page.getByRole('menuitem').allTextContents()).toEqual(['RenameF2', 'Save as…Ctrl Shift S']);
  expect(await faults(page, 'document menu')).toEqual([]);
  await look(page, '15-document-menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Lineament' }).click();
  expect(await faults(page, 'mark menu')).toEqual([]);
  await close();
});

test('saving under another name downloads anew, and the same words are spoken again', async () => {
  const { page, close } = await openDrawn(1);
  const saves: string[] = [];
  for (let k = 0; k < 2; k++) {
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+Shift+s');
    await download.then((file) => saves.push(file.suggestedFilename()));
    await said(page, 'Saved.');
    await expect.poll(() => page.getByRole('status').textContent()).toBe(k ? 'Saved.\u00a0' : 'Saved.');
  }
  expect(saves).toEqual(['Disc.lineament', 'Disc.lineament']);
  await close();
});

test('a document with changes that another takes the place of waits in the menu, as it was, and is no crash', async () => {
  const state = freshState();
  const { page, close } = await openDrawn(2, { state });
  const data = { name: 'other.lineament', mimeType: '', buffer: fs.readFileSync(DRAWN) };
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles(data);
  await said(page, '“Disc” was not saved.');
  await expect.poll(() => shown(page)).toBe(8);
  await page.getByRole('button', { name: 'Document' }).click();
  await page.getByRole('menuitem', { name: '“Disc”, not saved' }).click();
  await expect.poll(() => shown(page)).toBe(6);
  await close();
  const next = await openApp(browser, { state });
  await said(next.page, '“Disc” was put aside and not saved.');
  await next.page.getByRole('button', { name: 'Open it' }).click();
  await expect.poll(() => shown(next.page)).toBe(6);
  await next.close();
});

test('recent files are there at the next start, with their drawings, and open by key', async () => {
  const state = freshState();
  const first = await openDrawn(0, { state });
  await expect.poll(() => fs.existsSync(path.join(state, 'recent.json'))).toBe(true);
  await first.close();
  const { page, close } = await openApp(browser, { state });
  const card = page.getByRole('region', { name: 'Recent' }).getByRole('button', { name: /drawn/ });
  await card.waitFor();
  expect(await card.textContent()).toBe('drawn8 strokes, today');
  const drawing = decodeURIComponent((await card.locator('img').getAttribute('src')) ?? '');
  expect(drawing.match(/<path/g)).toHaveLength(7);
  expect(await faults(page, 'recent')).toEqual([]);
  await look(page, '01-empty-recent');
  await card.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  await close();
});

test('a sample opens like a dropped photo; with it the empty page fits the smallest window', async () => {
  const { page, errors, close } = await openApp(browser, { width: 1024, height: 640 });
  const samples = page.getByRole('region', { name: 'Or try one of these' }).getByRole('button');
  await samples.first().waitFor();
  expect(await samples.allTextContents()).toEqual(['Still life', 'Elephant', 'Breakfast']);
  const stage = page.getByRole('main');
  expect(await stage.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
  expect(await faults(page, 'samples')).toEqual([]);
  await look(page, '20-empty-small');
  await samples.nth(1).click();
  await page.getByRole('button', { name: 'Stop here' }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Elephant', exact: true }).waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('a picture that is pasted opens; a paste without one says so', async () => {
  const { page, errors, close } = await openApp(browser);
  await page.getByRole('button', { name: /Open a photo/ }).waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('words'));
  await page.keyboard.press('Control+v');
  await said(page, 'There is no picture on the clipboard.');
  await page.getByRole('button', { name: 'or paste one' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toMatch(/There is no picture.*\u00a0$/);

  await page.evaluate(
    async (bytes) => {
      const blob = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    },
    [...fs.readFileSync(PHOTO)],
  );
  await page.keyboard.press('Control+v');
  await page.getByRole('button', { name: 'Stop here' }).waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('a tab with unsaved work asks before it is left, one without does not', async () => {
  const { page, close } = await openDrawn(1);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  // The packed browser asks when a page is left for another, and not when it is closed from outside.
  const leaving = page.goto('data:text/html,elsewhere').catch((error: Error) => error.message);
  expect(await leaving).toContain('ERR_ABORTED');
  expect(asked).toEqual(['beforeunload']);
  expect(await shown(page)).toBe(7);
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Disc', exact: true }).waitFor();
  await page.goto('data:text/html,elsewhere');
  expect(asked).toEqual(['beforeunload']);
  await close();
});

test('a dialog that the commands open brings the focus back to where it was before them', async () => {
  const { page, errors, close } = await openDrawn(2);
  const canvas = page.getByRole('application');
  await canvas.focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Settings…');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await canvas.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(errors).toEqual([]);
  await close();
});

test('digits that are typed on the ruler are one count, and one step', async () => {
  const { page, errors, close } = await openDrawn(2);
  const step = () => page.getByRole('button', { name: 'Undo' }).getAttribute('title');
  await page.keyboard.type('10');
  await expect.poll(() => shown(page)).toBe(8);
  expect(await step()).toMatch(/^Undo: Show 8 strokes /);
  await page.keyboard.press('Control+z');
  await expect.poll(() => shown(page)).toBe(6);
  expect(await step()).toMatch(/^Undo: Show 6 strokes /);
  // Another key has ended that number.
  await page.keyboard.type('3');
  await expect.poll(() => shown(page)).toBe(3);
  expect(errors).toEqual([]);
  await close();
});
