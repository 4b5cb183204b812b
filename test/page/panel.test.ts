/**
 * The Sketch panel in a real Chromium through the real engine: the pad's rows, asked for and filled by themselves, its
 * puck and its keys; a race that is watched and decided by hand; a sketch that is changed while it draws; strokes that
 * are priced anew after an edit.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { LineamentDocument } from '../../renderer/document/document.ts';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { faults } from './axe.ts';
import { button, LONG, lookAtRest, strokesSaved, undoStep } from './by-hand.ts';
import { discDocuments } from './disc.ts';
import { browser, folder } from './in-browser.ts';
import { openApp } from './open-page.ts';

const COUNT = 8;
let blank: LineamentDocument;
let drawn: LineamentDocument;
/** With all its rows. */
let full: LineamentDocument;
let photo: Buffer;

beforeAll(async () => {
  const disc = await discDocuments();
  photo = disc.photo;
  const settings = { ...disc.blank.settings, quality: 'draft' as const, strokes: COUNT, seeds: 1 };
  blank = { ...disc.blank, settings };
  const strokes = disc.drawn.strokes.map((stroke) => ({ ...stroke, locked: false, hidden: false }));
  drawn = { ...disc.drawn, settings, strokes, tries: [], kept: 0 };
  const row = (fidelity: number) => ({
    ...{ fidelity, strokes: strokes.map((stroke) => ({ ...stroke, width: 2 + 4 * fidelity })) },
    ...{ tries: [], levels: [], kept: 0, likeness: 40 },
  });
  full = { ...drawn, variations: [row(1), row(0)] };
});

/** A project's file in the folder. */
function project(name: string, document: LineamentDocument): string {
  const file = path.join(folder, `${name}.lineament`);
  fs.writeFileSync(file, writeProject(document, photo, null));
  return file;
}

const documentIn = (file: string) => readProject(fs.readFileSync(file), file).document;
const pad = (page: Page) => page.getByRole('group', { name: 'Variations' });
const cell = (page: Page, name: string) => pad(page).getByRole('button', { name, exact: true });
const strokes = (page: Page) => pad(page).getByRole('slider', { name: 'Strokes' });
const closeness = (page: Page) => pad(page).getByRole('slider', { name: 'Closeness' });
const ruler = (page: Page) => page.getByRole('slider', { name: 'Strokes shown' });
const shown = async (page: Page) => Number(await ruler(page).getAttribute('aria-valuenow'));
const framed = (page: Page) => pad(page).locator('[aria-pressed=true]').getAttribute('aria-label');
const strokeRows = (page: Page) => page.getByRole('listbox', { name: 'Strokes' }).getByRole('option');
const stop = (page: Page) => button(page, 'Stop here').waitFor(LONG);

/** Sets whether rows fill by themselves, as Settings does. */
async function fill(page: Page, on: boolean): Promise<void> {
  await page.keyboard.press('Control+,');
  const way = page.getByRole('switch', { name: 'Fill variations' });
  if ((await way.getAttribute('aria-checked')) !== String(on)) await way.click();
  await page.getByRole('button', { name: 'Done' }).click();
}

/** All that is said politely from now on. */
async function hear(page: Page): Promise<string[]> {
  const said: string[] = [];
  await page.exposeFunction('heard', (words: string) => said.push(words));
  await page.evaluate(() => {
    const region = document.querySelector('[role=status]')!;
    const { heard } = window as unknown as { heard(words: string): void };
    const how = { characterData: true, subtree: true, childList: true };
    new MutationObserver(() => heard(region.textContent ?? '')).observe(region, how);
  });
  return said;
}

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(`${theme} theme`);
  await page.keyboard.press('Enter');
  await page.locator(`html[data-theme=${theme}]`).waitFor();
}

test('a row is asked for by its ring, its cells are chosen by hand and by key, and all of it is saved', async () => {
  const file = project('rows', drawn);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await pad(page).waitFor(LONG);
  await fill(page, false);
  await cell(page, '4 strokes, loose: not drawn yet').click();
  await cell(page, '4 strokes, loose: being drawn').waitFor(LONG);
  expect(await faults(page, 'a row on its way')).toEqual([]);
  await lookAtRest(page, '20-row-on-its-way');
  await cell(page, '4 strokes, loose').waitFor(LONG);
  expect(await cell(page, '4 strokes, exact: not drawn yet').count()).toBe(1);
  expect(await button(page, 'Undo').isDisabled()).toBe(true);

  // A press takes the cell's own count; the ruler agrees.
  await cell(page, '4 strokes, loose').click();
  expect([await framed(page), await shown(page), await undoStep(page)]).toEqual([
    ...['4 strokes, loose', 4, 'Show 4 strokes, loose'],
  ]);
  // Between the columns runs every count, seen at once; a row is left 8 px beyond its edge.
  const box = (await pad(page).locator('.p-cells').boundingBox())!;
  const at = (x: number, y: number) => page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 12 });
  await at(0.25, 0.5);
  await page.mouse.down();
  const met = new Set<number>();
  for (let k = 0; k <= 20; k++) {
    await at(0.25 + (0.5 * k) / 20, 0.5);
    met.add(await shown(page));
  }
  expect([...met]).toEqual([4, 5, 6, 7, 8]);
  await at(0.5, 2 / 3 + 4 / box.height);
  const between = await framed(page);
  await at(0.5, 2 / 3 + 12 / box.height);
  expect([between?.endsWith('between'), (await framed(page))?.endsWith('loose')]).toEqual([true, true]);
  await lookAtRest(page, '21-puck');
  await at(0.5, 0.5);
  await page.mouse.up();
  const count = await shown(page);
  expect(await undoStep(page)).toBe(`Show ${count} strokes, between`);
  await page.keyboard.press('Control+z');
  expect([await framed(page), await shown(page)]).toEqual(['4 strokes, loose', 4]);

  await strokes(page).focus();
  await page.keyboard.press('Shift+ArrowRight');
  expect(await shown(page)).toBe(5);
  await page.keyboard.press('End');
  expect(await framed(page)).toBe('8 strokes, loose');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  expect([await framed(page), await shown(page)]).toEqual(['4 strokes, between', 4]);
  await page.keyboard.press('ArrowUp');
  expect(await closeness(page).getAttribute('aria-valuetext')).toBe('Exact, not drawn yet');
  expect(await framed(page)).toBe('4 strokes, between');
  await page.keyboard.press('Enter');
  await cell(page, '4 strokes, exact').waitFor(LONG);
  await page.keyboard.press('Enter');
  expect(await framed(page)).toBe('4 strokes, exact');
  // The next sketch follows the row, so nothing waits to be sketched again.
  expect(await button(page, 'Export…').isVisible()).toBe(true);

  await strokesSaved(page, file);
  const saved = documentIn(file);
  expect([saved.settings.fidelity, saved.shown, saved.variations.map(({ fidelity }) => fidelity)]).toEqual([
    ...[1, 4, [0.5, 0]],
  ]);
  expect(saved.variations[0]!.strokes).toEqual(drawn.strokes);
  expect(errors).toEqual([]);
  await close();

  const again = await openApp(browser, { files: [file] });
  await again.page.getByText('6 of 6 drawn').waitFor(LONG);
  await again.close();
});

test('rows fill by themselves, give way to a sketch, and are no step, no change and no news', async () => {
  const { page, close } = await openApp(browser, { files: [project('fill', drawn)] });
  await pad(page)
    .getByRole('button', { name: /being drawn/ })
    .first()
    .waitFor(LONG);
  const said = await hear(page);
  await page.getByText('6 of 6 drawn').waitFor(LONG);
  expect([said, await button(page, 'Undo').isDisabled()]).toEqual([[], true]);
  expect(await page.getByText(/unsaved changes/).count()).toBe(0);
  await close();

  const second = await openApp(browser, { files: [project('give-way', drawn)] });
  await pad(second.page)
    .getByRole('button', { name: /being drawn/ })
    .first()
    .waitFor(LONG);
  await button(second.page, 'Sketch again').click();
  await stop(second.page);
  await second.page.getByRole('radiogroup', { name: 'Tries under way' }).waitFor(LONG);
  await second.page.getByText('6 of 6 drawn').waitFor(LONG);
  expect(await undoStep(second.page)).toMatch(/^Sketch, \d strokes/);
  await second.close();
});

test('a try is watched and kept while they race, and the closeness set meanwhile is the drawing’s', async () => {
  const file = project('race', { ...blank, settings: { ...blank.settings, seeds: 3 } });
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Sketch').click();
  await stop(page);
  const said = await hear(page);
  const tries = page.getByRole('radiogroup', { name: 'Tries under way' }).getByRole('radio');
  await tries.nth(2).waitFor(LONG);
  // Whoever leads is shown until a person chooses.
  await page.waitForFunction(
    () => document.querySelector('[role=radio][aria-checked=true][aria-label*=leading]'),
    null,
    LONG,
  );
  const checked = await tries.evaluateAll((all) => all.map((one) => one.getAttribute('aria-checked')));
  const other = checked.indexOf('false');
  await tries.nth(other).click();
  expect(await tries.nth(other).getAttribute('aria-checked')).toBe('true');
  expect(await faults(page, 'watching')).toEqual([]);
  await lookAtRest(page, '22-watching');
  await page.getByRole('slider', { name: 'Closeness', exact: true }).focus();
  await page.keyboard.press('End');
  await tries.nth(other).focus();
  await page.keyboard.press('Enter');
  await tries
    .nth(other)
    .and(page.getByRole('radio', { name: /kept/ }))
    .waitFor();
  await button(page, 'Export…').waitFor(LONG);
  expect(said.filter((words) => /^Try . is kept\.$/.test(words))).toEqual([`Try ${other + 1} is kept.`]);
  await strokesSaved(page, file);
  const saved = documentIn(file);
  expect([saved.kept, saved.settings.fidelity, saved.settings.width]).toEqual([other, 1, null]);
  expect(saved.strokes.length).toBe(saved.tries.find(({ seed }) => seed === other)!.strokes.length);
  expect(errors).toEqual([]);
  await close();
});

test('worth is measured anew after an edit, beside it, and the least important goes by that', async () => {
  const file = project('prices', drawn);
  const { page, close } = await openApp(browser, { files: [file] });
  await pad(page).waitFor(LONG);
  await fill(page, false);
  await page.keyboard.press('s');
  await strokeRows(page).first().click();
  await page.keyboard.press('Delete');
  await page.locator('.p-strokes.stale').waitFor(LONG);
  await lookAtRest(page, '23-worth-to-be-measured');
  await page.locator('.p-strokes:not(.stale)').waitFor(LONG);
  expect(await undoStep(page)).toBe('Delete stroke');
  const measured = await strokesSaved(page, file);
  const worth = measured.map((stroke) => stroke.worth!);
  expect(measured.map(({ id }) => id)).toEqual(drawn.strokes.slice(1).map(({ id }) => id));
  expect(worth).not.toEqual(drawn.strokes.slice(1).map((stroke) => stroke.worth));

  const least = measured[worth.indexOf(Math.min(...worth))]!.id;
  await page.getByRole('button', { name: 'More for strokes' }).click();
  await page.getByRole('menuitem', { name: 'Remove the least important' }).click();
  // Once more before it was measured: then it is measured first.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Remove the least');
  await page.keyboard.press('Enter');
  await strokeRows(page)
    .nth(5)
    .waitFor({ state: 'detached', ...LONG });
  const left = (await strokesSaved(page, file)).map(({ id }) => id);
  expect(left).toHaveLength(5);
  expect(left).not.toContain(least);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  expect((await strokesSaved(page, file)).map((stroke) => stroke.worth)).toEqual(
    drawn.strokes.map((stroke) => stroke.worth),
  );
  await close();
});

test.each(['light', 'dark'] as const)('the panel in its states, %s', async (theme) => {
  const tall = await openApp(browser, { files: [project(`look-${theme}`, full)] });
  await pad(tall.page).waitFor(LONG);
  await setTheme(tall.page, theme);
  await tall.page.getByText('6 of 6 drawn').waitFor(LONG);
  const found = await faults(tall.page, `${theme}, drawn`);
  await lookAtRest(tall.page, `24-variations-${theme}`);
  await tall.page.setViewportSize({ width: 1024, height: 640 });
  await lookAtRest(tall.page, `24-variations-${theme}-1024`);
  found.push(...(await faults(tall.page, `${theme}, drawn, 1024×640`)));
  await tall.close();

  const ready = await openApp(browser, { files: [project(`ready-${theme}`, blank)] });
  await ready.page.getByRole('radiogroup', { name: 'Start from' }).waitFor(LONG);
  await setTheme(ready.page, theme);
  await ready.page.getByRole('combobox', { name: 'Preset' }).selectOption('Portrait');
  await ready.page.getByRole('slider', { name: 'Closeness', exact: true }).focus();
  await ready.page.keyboard.press('ArrowRight');
  expect(await ready.page.getByRole('combobox', { name: 'Preset' }).inputValue()).toBe('');
  await ready.page.getByRole('button', { name: 'More for presets' }).click();
  await ready.page.getByRole('menuitem', { name: 'Keep these settings…' }).click();
  await ready.page.getByRole('textbox', { name: 'Name' }).fill('Scene');
  await ready.page.keyboard.press('Enter');
  await ready.page.getByRole('alert').filter({ hasText: 'Scene comes with Lineament.' }).waitFor();
  found.push(...(await faults(ready.page, `${theme}, a name`)));
  await ready.page.getByRole('textbox', { name: 'Name' }).fill('Faces');
  await ready.page.keyboard.press('Enter');
  expect(await ready.page.getByRole('combobox', { name: 'Preset' }).inputValue()).toBe('Faces');
  await lookAtRest(ready.page, `25-presets-${theme}`);
  await ready.close();
  expect(found).toEqual([]);
});
