/**
 * Changing a drawing by hand, in a real Chromium: a stroke that is grabbed while the engine runs stays where it was put,
 * a handle is dragged in one named step, a pencil draws, what is deleted comes back.
 *
 * What came of it is read from the saved project, not from the page. The looks are kept as screenshots for people.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DocumentStroke } from '../../main/contract.ts';
import { pointAt } from '../../main/strokes/bezier.ts';
import { newDocument } from '../../renderer/document/document.ts';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { nearestPoint } from '../../renderer/geometry/hit.ts';
import { launchBrowser, look, openApp } from './open-page.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

type Point = [x: number, y: number];

const WIDTH = 600;
const HEIGHT = 480;
const LONG = { timeout: 120_000 };
/** An arch, whose first handle stands free above its left end, and a line below it; photo px. */
const ARCH = [150, 300, 150, 120, 450, 120, 450, 300];
const LINE = [180, 400, 260, 400, 340, 400, 420, 400];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-editing-'));
let photo: Buffer;
let browser: Browser;

beforeAll(async () => {
  const disc = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#e8e4dc"/>
    <ellipse cx="300" cy="240" rx="170" ry="140" fill="#357"/><ellipse cx="300" cy="200" rx="70" ry="40" fill="#9bd"/></svg>`;
  photo = await sharp(Buffer.from(disc)).png().toBuffer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A project of its own for a test, with these chains of strokes; its path. */
function project(name: string, chains: readonly number[][]): string {
  const look = { width: 5, color: '#1b1a17', opacity: 1, locked: false, hidden: false };
  const strokes = chains.map((points, k): DocumentStroke => ({ id: `own${k}`, points, ...look, worth: 9 - k }));
  const blank = newDocument({ asset: 'photo', name: 'disc.png', width: WIDTH, height: HEIGHT });
  const file = path.join(folder, `${name}.lineament`);
  fs.writeFileSync(file, writeProject({ ...blank, strokes, shown: strokes.length, likeness: 50 }, photo, null));
  return file;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const canvas = (page: Page) => page.getByRole('application');
const undoTitle = (page: Page) => button(page, 'Undo').getAttribute('title');

/** A picture of the page once its colours have faded in. */
async function lookAtRest(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });
  await look(page, name);
}

/** Saves the project where it was opened from, and reads it there. */
async function strokesSaved(page: Page, file: string): Promise<readonly DocumentStroke[]> {
  const before = fs.statSync(file).mtimeMs;
  await page.keyboard.press('Control+s');
  await vi.waitUntil(() => fs.statSync(file).mtimeMs > before, LONG);
  await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor({ state: 'attached' });
  return readProject(fs.readFileSync(file), file).document.strokes;
}

/** From photo px to px of the window, as the sheet lies now, and back. */
async function sheet(page: Page): Promise<{ out(at: Point): Point; in(at: Point): Point; scale: number }> {
  const { x, y, width } = (await page.locator('.sheet-paper').boundingBox())!;
  const scale = width / WIDTH;
  return {
    scale,
    out: ([px, py]) => [x + px * scale, y + py * scale],
    in: ([sx, sy]) => [(sx - x) / scale, (sy - y) / scale],
  };
}

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
    const file = project(`running-${first}`, []);
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
    expect(await undoTitle(page)).toBe('Nothing to undo');
    expect(await strokesSaved(page, file)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  },
);

test('a handle is dragged in one named step, and Escape drops a drag', async () => {
  const file = project('nodes', [ARCH, LINE]);
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
  expect(await undoTitle(page)).toBe('Nothing to undo');
  expect((await strokesSaved(page, file)).map(({ points }) => points)).toEqual([ARCH, LINE]);

  // A little beside the first press, else the two in a row would be a double-click.
  await drag([155, 120], [100, 60]);
  await page.mouse.up();
  expect(await undoTitle(page)).toBe('Undo: Move handle (Ctrl Z)');
  const [arch, line] = await strokesSaved(page, file);
  expect(arch!.points.slice(0, 2)).toEqual([150, 300]);
  expect(arch!.points[2]).toBeCloseTo(100, 0);
  expect(arch!.points[3]).toBeCloseTo(60, 0);
  expect(arch!.points.slice(4)).toEqual([450, 120, 450, 300]);
  expect(line!.points).toEqual(LINE);

  await page.keyboard.press('Control+z');
  expect(await undoTitle(page)).toBe('Nothing to undo');
  expect((await strokesSaved(page, file)).map(({ points }) => points)).toEqual([ARCH, LINE]);
  expect(errors).toEqual([]);
  await close();
});

test('a pencil draws a stroke where the hand went, and what is deleted comes back', async () => {
  const file = project('pencil', [ARCH, LINE]);
  const { page, errors, close } = await openApp(browser, { files: [file] });
  await button(page, 'Export…').waitFor();
  const { out } = await sheet(page);
  const way = Array.from({ length: 25 }, (_, k): Point => [180 + 10 * k, 60 + 20 * Math.sin(k / 4)]);
  await page.keyboard.press('b');
  await page.mouse.move(...out(way[0]!));
  await page.mouse.down();
  for (const at of way.slice(1)) await page.mouse.move(...out(at), { steps: 3 });
  await page.mouse.up();
  expect(await undoTitle(page)).toBe('Undo: Draw stroke (Ctrl Z)');
  await lookAtRest(page, '25-pencil');
  const drawn = (await strokesSaved(page, file)).filter(({ id }) => !id.startsWith('own'));
  expect(drawn).toHaveLength(1);
  const distances = way.map((at) => nearestPoint(drawn[0]!.points, ...at).distance);
  expect(Math.max(...distances)).toBeLessThan(4);

  await page.keyboard.press('v');
  await page.mouse.click(...out(pointAt(ARCH, 0.5) as Point));
  await page.getByRole('application', { name: /, 1 selected$/ }).waitFor();
  await page.keyboard.press('Delete');
  expect(await undoTitle(page)).toBe('Undo: Delete stroke (Ctrl Z)');
  expect((await strokesSaved(page, file)).some(({ id }) => id === 'own0')).toBe(false);
  await page.keyboard.press('Control+z');
  expect((await strokesSaved(page, file)).find(({ id }) => id === 'own0')?.points).toEqual(ARCH);
  expect(errors).toEqual([]);
  await close();
});

test('the looks: dark, compared, small, and the list of strokes', async () => {
  const { page, errors, close } = await openApp(browser, { files: [project('looks', [ARCH, LINE])] });
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
