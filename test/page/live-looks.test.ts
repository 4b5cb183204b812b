/**
 * The looks of strokes that the engine moves, in a real Chromium through the real engine: width, colour and opacity are
 * shown at once, stay while the sketch goes on, and are in the drawing that is saved.
 */

import { expect, test, vi } from 'vitest';
import { button, canvas, LONG, project, strokesSaved } from './by-hand.ts';
import { browser, folder } from './in-browser.ts';
import { look, openApp } from './open-page.ts';

test('a stroke on its way is listed, gets a colour, a width and an opacity, is copied, and keeps them', async () => {
  const file = await project(folder, 'looks', []);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Sketch').click();
  await button(page, 'Stop here').waitFor(LONG);
  await page.waitForFunction(() => /left of/.test(document.body.innerText), null, LONG);
  await page.getByRole('tab', { name: 'Strokes' }).click();
  const list = page.getByRole('listbox', { name: 'Strokes' });
  await list.getByRole('option').first().click(LONG);
  const inspector = page.getByRole('region', { name: 'Selected stroke' });
  await inspector.getByRole('radio', { name: 'Sanguine' }).click();
  const width = inspector.getByRole('slider', { name: 'Line width' });
  await width.press('End');
  const opacity = inspector.getByRole('textbox', { name: 'Opacity' });
  await opacity.fill('60');
  await opacity.press('Enter');
  await page.waitForFunction(() => /left of/.test(document.body.innerText), null, LONG);
  await look(page, '38-look-of-a-moving-stroke');
  expect(await inspector.getByRole('radio', { name: 'Sanguine' }).getAttribute('aria-checked')).toBe('true');
  await canvas(page).focus();
  await page.keyboard.press('Control+d');
  await vi.waitUntil(async () => (await page.getByRole('button', { name: 'Let the stroke go' }).count()) > 0, LONG);
  // Taken back, and done again.
  const moving = 'Undo: Duplicate stroke';
  await page.getByTitle(moving).click();
  await vi.waitUntil(async () => (await page.getByRole('button', { name: 'Let the stroke go' }).count()) === 0, LONG);
  expect(await page.getByTitle(moving).count()).toBe(0);
  await page.keyboard.press('Control+Shift+z');
  await vi.waitUntil(async () => (await page.getByRole('button', { name: 'Let the stroke go' }).count()) > 0, LONG);
  await page.keyboard.press('Control+.');
  await button(page, 'Export…').waitFor(LONG);
  const strokes = await strokesSaved(page, file);
  const red = strokes.filter(({ color }) => color === '#b3402c');
  expect(red).toHaveLength(2);
  const widest = Math.max(...strokes.map((stroke) => stroke.width));
  for (const stroke of red) {
    expect(stroke.opacity).toBe(0.6);
    expect(stroke.width).toBe(widest);
  }
  expect(strokes.filter(({ color }) => color !== '#b3402c').every((stroke) => stroke.opacity === 1)).toBe(true);
  expect(errors).toEqual([]);
  await close();
});
