/**
 * Nodes by keyboard alone, and strokes in a hand while the engine moves them, in a real Chromium through the real
 * engine. What came of it is read from the saved project.
 */

import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import {
  ARCH,
  button,
  canvas,
  dragTo,
  LINE,
  LONG,
  lookAtRest,
  type Point,
  project,
  sheet,
  strokesSaved,
  undoStep,
} from './by-hand.ts';
import { browser, folder } from './in-browser.ts';
import { look, openApp } from './open-page.ts';

async function said(page: Page, words: string | RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: words }).first().waitFor({ state: 'attached' });
}

/** Presses keys one after the other on the canvas. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test('nodes are walked, grabbed, moved and put down by keys alone, in one step, and Escape steps out', async () => {
  const file = await project(folder, 'keys', [ARCH, LINE]);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Export…').waitFor();
  await canvas(page).focus();
  await press(page, 'Tab');
  await said(page, 'Stroke 1 of 2 selected.');
  await press(page, 'Enter', 'ArrowRight');
  await said(page, 'Node 1 of 2, corner, at 150, 300.');
  await press(page, 'ArrowRight');
  await said(page, 'Node 2 of 2, corner, at 450, 300.');
  await press(page, 'Space');
  await said(page, 'Node 2 held.');
  await press(page, 'ArrowRight', 'ArrowRight', 'Shift+ArrowDown', 'Alt+ArrowUp');
  await lookAtRest(page, '35-node-by-keys');
  await press(page, 'Space');
  await said(page, 'Node put down at 452, 309.9.');
  expect(await undoStep(page)).toBe('Move node');
  const moved = [...ARCH.slice(0, 4), 452, 129.9, 452, 309.9].map((value) => expect.closeTo(value, 6));
  expect((await strokesSaved(page, file))[0]!.points).toEqual(moved);

  await canvas(page).focus();
  await press(page, 'Space', 'Shift+ArrowLeft', 'Escape');
  await said(page, 'Node put back.');
  await press(page, 'Control+z');
  expect(await undoStep(page)).toBeNull();
  expect((await strokesSaved(page, file))[0]!.points).toEqual(ARCH);

  await canvas(page).focus();
  const tool = (name: string) => button(page, name).getAttribute('aria-pressed');
  await press(page, 'Escape');
  await said(page, 'Stroke selected.');
  await press(page, 'Escape');
  expect(await canvas(page).getAttribute('aria-label')).toMatch(/, 0 selected$/);
  expect(await tool('Nodes')).toBe('true');
  await press(page, 'Escape');
  expect(await tool('Select')).toBe('true');
  expect(errors).toEqual([]);
  await close();
});

test('Space pans while it is held and dragged with, and grabs nothing then', async () => {
  const file = await project(folder, 'space', [ARCH, LINE]);
  const { page, close } = await openApp(browser, { files: [file] });
  await button(page, 'Export…').waitFor();
  await canvas(page).focus();
  await press(page, 'Tab', 'Enter', 'ArrowRight');
  const before = (await sheet(page)).out([0, 0]);
  await page.keyboard.down('Space');
  await dragTo(page, [300, 200], [350, 220]);
  await page.mouse.up();
  await page.keyboard.up('Space');
  const { out, scale } = await sheet(page);
  expect(out([0, 0])).toEqual([before[0] + 50 * scale, before[1] + 20 * scale].map((v) => expect.closeTo(v, 0)));
  await press(page, 'ArrowRight');
  await said(page, 'Node 2 of 2');
  expect(await undoStep(page)).toBeNull();
  await close();
});

/** Starts drawing more strokes while those that are there stay: their places are known. */
async function drawMore(page: Page): Promise<void> {
  await press(page, 'Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('Add strokes where');
  await press(page, 'Enter');
  await button(page, 'Stop here').waitFor(LONG);
  await page.waitForFunction(() => /settled/.test(document.body.innerText), null, LONG);
}

test('while the engine draws, a handle is dragged, a node put in, a stroke cut and one taken away', async () => {
  const rest = [60, 60, 80, 60, 100, 60, 120, 60];
  const file = await project(folder, 'running', [ARCH, LINE, rest]);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Export…').waitFor();
  await drawMore(page);
  const { out } = await sheet(page);
  await press(page, 'a');
  await page.mouse.click(...out([300, 165]));
  await page.locator('circle.node').first().waitFor();
  await dragTo(page, [150, 120], [200, 60]);
  await look(page, '36-handle-while-running');
  await page.mouse.up();

  await press(page, 'e');
  await dragTo(page, [300, 385], [300, 415]);
  await page.mouse.up();
  await press(page, 'v');
  await page.mouse.click(...out([90, 60]));
  await page.getByRole('application', { name: /, 1 selected$/ }).waitFor();
  await press(page, 'Delete');

  await button(page, 'Export…').waitFor(LONG);
  const strokes = await strokesSaved(page, file);
  const arch = strokes.find(({ id }) => id === 'own0')!;
  expect(arch.points).toEqual([150, 300, 200, 60, ...ARCH.slice(4)].map((value) => expect.closeTo(value, 0)));
  expect(strokes.some(({ id }) => id === 'own2')).toBe(false);
  const pieces = strokes.filter(({ points }) =>
    points.every((value, i) => i % 2 === 0 || Math.abs(value - 400) < 1e-6),
  );
  expect(pieces.map(({ points }) => [points[0], points.at(-2)]).sort((a, b) => a[0]! - b[0]!)).toEqual([
    [180, expect.closeTo(291.9, 0)],
    [expect.closeTo(308.1, 0), 420],
  ]);
  expect(errors).toEqual([]);
  await close();
});

/** Waits until the engine draws: before that, contours stand for a drawing. */
async function drawing(page: Page): Promise<void> {
  await button(page, 'Stop here').waitFor(LONG);
  await page.waitForFunction(() => /left of/.test(document.body.innerText), null, LONG);
}

test('a handle of a stroke on its way pins it where it is put; its pin lets it go again', async () => {
  const file = await project(folder, 'pins', []);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Sketch').click();
  await drawing(page);
  await canvas(page).focus();
  await press(page, 'a');
  const handles = page.locator('circle.node[r="4"]');
  await vi.waitUntil(async () => {
    await canvas(page).focus();
    await press(page, 'Tab');
    return (await handles.count()) > 0;
  }, LONG);
  const middle = async (): Promise<Point> => {
    const { x, y, width, height } = (await handles.first().boundingBox())!;
    return [x + width / 2, y + height / 2];
  };
  const [x, y] = await middle();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 30, y - 24, { steps: 6 });
  const held = (await sheet(page)).in(await middle());
  await lookAtRest(page, '37-moving-stroke-by-its-handle');
  await page.mouse.up();
  const pin = button(page, 'Let the stroke go');
  await pin.waitFor(LONG);
  await press(page, 'Control+.');
  await button(page, 'Export…').waitFor(LONG);
  const strokes = await strokesSaved(page, file);
  const off = ([px, py]: Point) =>
    Math.min(...strokes.map(({ points }) => Math.hypot(points[2]! - px, points[3]! - py)));
  expect(off(held)).toBeLessThan(1);

  await button(page, 'Sketch again').click();
  await drawing(page);
  await vi.waitUntil(async () => {
    await canvas(page).focus();
    await press(page, 'Tab');
    return (await handles.count()) > 0;
  }, LONG);
  await press(page, 'ArrowRight', 'Space', 'ArrowRight', 'Space');
  await pin.click(LONG);
  await pin.waitFor({ ...LONG, state: 'detached' });
  expect(await button(page, 'Stop here').isVisible()).toBe(true);
  expect(errors).toEqual([]);
  await close();
});
