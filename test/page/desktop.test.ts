/** The desktop app's page on Electron's host: saving where one says, its folder, its menus, and the guard of unsaved work. */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { openDesktop } from './desktop-page.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { freshState, look } from './open-page.ts';

let drawn: string;
beforeEach(async ({ task }) => {
  const { photo, drawn: document } = await discDocuments();
  drawn = path.join(folder, task.id, 'disc.lineament');
  fs.mkdirSync(path.dirname(drawn));
  fs.writeFileSync(drawn, writeProject({ ...document, name: 'Disc' }, photo, null));
});

const guard = (page: Page) => page.getByRole('dialog', { name: 'Save “Disc” before closing?' });
/** How many of the strokes that are not locked the file's document shows: at first all, and one of the eight is locked. */
const shownIn = (file: string) => readProject(new Uint8Array(fs.readFileSync(file)), file).document.shown;

/** Opens the document and shows one stroke fewer. */
async function openChanged(state = freshState()) {
  const app = await openDesktop(browser, { files: [drawn], state });
  await app.page.getByRole('button', { name: 'Export…' }).waitFor();
  await app.page.getByRole('slider', { name: 'Strokes shown' }).focus();
  await app.page.keyboard.press('ArrowLeft');
  await expect.poll(() => app.window.title).toBe('• Disc');
  expect(app.window.edited).toBe(true);
  return app;
}

test('save as asks where, then that file is the document’s: saved to, shown in its folder, remembered', async () => {
  const state = freshState();
  const { page, stand, window, errors, close } = await openChanged(state);
  const shown: string[] = [];
  stand.electron.shell.showItemInFolder = (file) => void shown.push(file);
  const elsewhere = path.join(path.dirname(drawn), 'elsewhere.lineament');
  stand.seen.saveTo = elsewhere;
  await page.keyboard.press('Control+Shift+s');
  await expect.poll(() => window.title).toBe('Disc');
  expect([shownIn(elsewhere), shownIn(drawn)]).toEqual([6, 7]);

  stand.seen.saveTo = undefined;
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => window.title).toBe('• Disc');
  await page.keyboard.press('Control+s');
  await expect.poll(() => window.title).toBe('Disc');
  expect(shownIn(elsewhere)).toBe(5);

  await page.getByRole('button', { name: 'Document' }).click();
  await page.getByRole('menuitem', { name: 'Show in folder' }).click();
  await expect.poll(() => shown).toEqual([elsewhere]);
  const recent = () => fs.readFileSync(path.join(state, 'recent.json'), 'utf8');
  await expect.poll(() => JSON.parse(recent()).map((one: { path: string }) => one.path)).toEqual([elsewhere, drawn]);
  expect(errors).toEqual([]);
  await close();
});

test('closing with changes asks: Cancel stays, Save saves and closes', async () => {
  const { page, window, close } = await openChanged();
  window.close();
  await guard(page).waitFor();
  expect(window.closed).toBe(false);
  await look(page, '19-unsaved');
  await guard(page).getByRole('button', { name: 'Cancel' }).click();
  await guard(page).waitFor({ state: 'detached' });
  expect(window.closed).toBe(false);
  window.close();
  await guard(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => window.closed).toBe(true);
  expect(shownIn(drawn)).toBe(6);
  await close();
});

test('without saving nothing is written, and nothing is offered at the next start', async () => {
  const state = freshState();
  const first = await openChanged(state);
  const kept = () => fs.readdirSync(state, { recursive: true }).filter((name) => String(name).endsWith('.kept'));
  await expect.poll(kept, { timeout: 10_000 }).toHaveLength(1);
  first.window.close();
  await guard(first.page).getByRole('button', { name: 'Don’t save' }).click();
  await expect.poll(() => first.window.closed).toBe(true);
  expect(shownIn(drawn)).toBe(7);
  await first.close();
  const { page, close } = await openDesktop(browser, { state });
  await page.getByRole('region', { name: 'Recent' }).getByRole('button', { name: /disc/ }).waitFor();
  expect(await page.getByText('Lineament closed unexpectedly.').count()).toBe(0);
  await close();
});

test('a save that fails says why, loses nothing and offers another place', async () => {
  const { page, stand, window, close } = await openChanged();
  fs.rmSync(drawn);
  fs.mkdirSync(drawn);
  await page.keyboard.press('Control+s');
  const fault = page.getByRole('alert');
  await fault.getByText(/there is a folder of that name.*Nothing is lost while this window is open\./).waitFor();
  expect(window.title).toBe('• Disc');
  stand.seen.saveTo = path.join(path.dirname(drawn), 'saved.lineament');
  await fault.getByRole('button', { name: 'Save elsewhere…' }).click();
  await expect.poll(() => window.title).toBe('Disc');
  expect(await fault.textContent()).toBe('');
  expect(shownIn(stand.seen.saveTo)).toBe(6);
  await close();
});

test('the menus press the page’s commands', async () => {
  const { page, stand, close } = await openChanged();
  const items = stand.seen.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  const press = (id: string) => items.find((item) => item.id === id)!.click!(null as never, undefined, null as never);
  press('app.settings');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.keyboard.press('Escape');
  press('edit.history');
  const history = page.getByRole('listbox', { name: 'History' });
  await history.waitFor();
  press('edit.undo');
  await expect.poll(() => history.getByRole('option', { selected: true }).textContent()).toBe('Open');
  await close();
});
