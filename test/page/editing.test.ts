/**
 * Changing a drawing by hand, in a real Chromium: a stroke that is grabbed while the engine runs stays where it was put,
 * a handle is dragged in one named step, a pencil draws, what is deleted comes back.
 *
 * What came of it is read from the saved project, not from the page. The looks are kept as screenshots for people.
 */

import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import type { DocumentStroke } from '../../main/contract.ts';
import { pointAt } from '../../main/strokes/bezier.ts';
import { nearestPoint } from '../../renderer/geometry/hit.ts';
import {
  ARCH,
  button,
  canvas,
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

/** The uppermost or leftmost point of the window amid the paint of some stroke, or null while nothing is painted. */
function onPaint(page: Page, first: 'upper' | 'left'): Promise<Point | null> {
  return page.evaluate((first) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.stage-desk canvas')!;
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
    const box = canvas.getBoundingClientRect();
    const opaque = (x: number, y: number) => data[4 * (y * width + x) + 3]! > 250;
    const [rows, columns] = first === 'upper' ? [height, width] : [width, height];
    for (let row = 4; row < rows - 4; row++)
      for (let column = 4; column < columns - 4; column++) {
        const [x, y] = first === 'upper' ? [column, row] : [row, column];
        if (opaque(x, y) && opaque(x - 3, y) && opaque(x + 3, y) && opaque(x, y - 3) && opaque(x, y + 3))
          return [box.x + (x * box.width) / width, box.y + (y * box.height) / height];
      }
    return null;
  }, first);
}

/** Presses on a stroke that may still move, until one is held; where. */
async function grab(page: Page, first: 'upper' | 'left'): Promise<Point> {
  return vi.waitUntil(async () => {
    const at = await onPaint(page, first);
    if (!at) return null;
    await page.mouse.move(...at);
    await page.mouse.down();
    if (/, 1 selected$/.test((await canvas(page).getAttribute('aria-label')) ?? '')) return at;
    await page.mouse.up();
    return null;
  }, LONG);
}

// Each way leads across the stroke and off the drawing: along it, a stroke that went elsewhere would still be there.
test.each([
  { first: 'upper', dx: 0, dy: -40 },
  { first: 'left', dx: -40, dy: 0 },
] as const)(
  'a stroke dragged while the engine runs stays exactly where it was put: $first',
  async ({ first, dx, dy }) => {
    const file = await project(folder, `running-${first}`, []);
    const { page, errors, close } = await openApp(browser, { files: [file] });
    await button(page, 'Sketch').click();
    await button(page, 'Stop here').waitFor(LONG);
    const [x, y] = await grab(page, first);
    await page.mouse.move(x + dx, y + dy, { steps: 8 });
    await look(page, `20-held-while-running-${first}`);
    await page.mouse.up();
    const pin = page.getByRole('button', { name: 'Let the stroke go' });
    await pin.waitFor(LONG);
    expect(await button(page, 'Stop here').isVisible()).toBe(true);
    const { left, top } = await pin.evaluate(({ style }) => ({
      left: Number.parseFloat(style.left),
      top: Number.parseFloat(style.top),
    }));
    const desk = (await canvas(page).boundingBox())!;
    const now = await sheet(page);
    const pinned = now.in([desk.x + left, desk.y + top]);
    const hand = now.in([x + dx, y + dy]);
    await look(page, `21-pinned-while-running-${first}`);

    await button(page, 'Export…').waitFor(LONG);
    await look(page, `22-done-with-a-pinned-stroke-${first}`);
    const strokes = await strokesSaved(page, file);
    const off = ({ points }: DocumentStroke) => {
      const [mx, my] = pointAt(points, 0.5);
      return Math.hypot(mx! - pinned[0], my! - pinned[1]);
    };
    const placed = strokes.reduce((best, stroke) => (off(stroke) < off(best) ? stroke : best));
    expect(off(placed)).toBeLessThan(0.01);
    // A hand may reach beside a stroke that runs away by 10 px of the window.
    expect(nearestPoint(placed.points, ...hand).distance).toBeLessThan(placed.width / 2 + 10 / now.scale);

    await button(page, 'Undo').click();
    await button(page, 'Sketch').waitFor();
    expect(await undoStep(page)).toBeNull();
    expect(await strokesSaved(page, file)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  },
);

test('a handle is dragged in one named step, and Escape drops a drag', async () => {
  const file = await project(folder, 'nodes', [ARCH, LINE]);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Export…').waitFor();
  const { out } = await sheet(page);
  await page.keyboard.press('a');
  await page.mouse.click(...out(pointAt(ARCH, 0.5) as Point));
  await page.getByRole('application', { name: /, 1 selected$/ }).waitFor();
  await lookAtRest(page, '23-nodes');

  const drag = async (from: Point, to: Point) => {
    await page.mouse.move(...out(from));
    await page.mouse.down();
    await page.mouse.move(...out(to), { steps: 6 });
  };
  await drag([150, 120], [240, 60]);
  await lookAtRest(page, '24-handle-in-hand');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await undoStep(page)).toBeNull();
  expect((await strokesSaved(page, file)).map(({ points }) => points)).toEqual([ARCH, LINE]);

  // On the same spot at once: a press that became a drag is no first half of a double-click.
  await drag([150, 120], [100, 60]);
  await page.mouse.up();
  expect(await undoStep(page)).toBe('Move handle');
  const [arch, line] = await strokesSaved(page, file);
  expect(arch!.points.slice(0, 2)).toEqual([150, 300]);
  expect(arch!.points[2]).toBeCloseTo(100, 0);
  expect(arch!.points[3]).toBeCloseTo(60, 0);
  expect(arch!.points.slice(4)).toEqual([450, 120, 450, 300]);
  expect(line!.points).toEqual(LINE);

  await page.keyboard.press('Control+z');
  expect(await undoStep(page)).toBeNull();
  expect((await strokesSaved(page, file)).map(({ points }) => points)).toEqual([ARCH, LINE]);
  expect(errors).toEqual([]);
  await close();
});

test('a pencil draws a stroke where the hand went, and what is deleted comes back', async () => {
  const file = await project(folder, 'pencil', [ARCH, LINE]);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Export…').waitFor();
  const { out } = await sheet(page);
  const way = Array.from({ length: 25 }, (_, k): Point => [180 + 10 * k, 60 + 20 * Math.sin(k / 4)]);
  await page.keyboard.press('b');
  await page.mouse.move(...out(way[0]!));
  await page.mouse.down();
  for (const at of way.slice(1)) await page.mouse.move(...out(at), { steps: 3 });
  await page.mouse.up();
  expect(await undoStep(page)).toBe('Draw stroke');
  await lookAtRest(page, '25-pencil');
  const drawn = (await strokesSaved(page, file)).filter(({ id }) => !id.startsWith('own'));
  expect(drawn).toHaveLength(1);
  const distances = way.map((at) => nearestPoint(drawn[0]!.points, ...at).distance);
  expect(Math.max(...distances)).toBeLessThan(4);

  await page.keyboard.press('v');
  await page.mouse.click(...out(pointAt(ARCH, 0.5) as Point));
  await page.getByRole('application', { name: /, 1 selected$/ }).waitFor();
  await page.keyboard.press('Delete');
  expect(await undoStep(page)).toBe('Delete stroke');
  expect((await strokesSaved(page, file)).some(({ id }) => id === 'own0')).toBe(false);
  await page.keyboard.press('Control+z');
  expect((await strokesSaved(page, file)).find(({ id }) => id === 'own0')?.points).toEqual(ARCH);
  expect(errors).toEqual([]);
  await close();
});

test('the looks: dark, compared, small, and the list of strokes', async () => {
  const file = await project(folder, 'looks', [ARCH, LINE]);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Export…').waitFor();
  await page.getByRole('tab', { name: /^Strokes/ }).click();
  await canvas(page).focus();
  await page.keyboard.press('Tab');
  await page.getByRole('listbox', { name: 'Strokes' }).getByRole('option', { selected: true }).waitFor();
  await lookAtRest(page, '26-strokes-tab');
  await page.keyboard.press('\\');
  expect(await button(page, 'Compare').getAttribute('aria-pressed')).toBe('true');
  await lookAtRest(page, '27-compare');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('dark theme');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme=dark]').waitFor();
  await lookAtRest(page, '28-dark');
  await page.setViewportSize({ width: 1024, height: 640 });
  const over = await page.evaluate(() => [document.body.scrollWidth, document.body.scrollHeight]);
  expect(over).toEqual([1024, 640]);
  await lookAtRest(page, '29-small');
  expect(errors).toEqual([]);
  await close();
});
