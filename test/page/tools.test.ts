/**
 * The tools by pointer, in a real Chromium: what each press and drag did is read from the saved project.
 */

import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { pointAt } from '../../main/strokes/bezier.ts';
import { nearestPoint } from '../../renderer/geometry/hit.ts';
import { nodesOf } from '../../renderer/geometry/nodes.ts';
import { faults } from './axe.ts';
import {
  ARCH,
  button,
  canvas,
  dragTo,
  LINE,
  lookAtRest,
  type Point,
  project,
  sheet,
  strokesSaved,
  undoStep,
} from './by-hand.ts';
import { browser, folder } from './in-browser.ts';
import { type OpenedApp, openApp } from './open-page.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Hands extends OpenedApp {
  file: string;
  click(at: Point): Promise<void>;
  drag(from: Point, to: Point): Promise<void>;
}

/** A project of these chains, with a hand to work on it in photo px. */
async function opened(name: string, chains: number[][] = [ARCH, LINE]): Promise<Hands> {
  const file = await project(folder, name, chains);
  const app = await openApp(browser, { files: [file] });
  await button(app.page, 'Export…').waitFor();
  const { out } = await sheet(app.page);
  return {
    ...app,
    file,
    click: (at) => app.page.mouse.click(...out(at)),
    async drag(from, to) {
      await dragTo(app.page, from, to);
      await app.page.mouse.up();
    },
  };
}

const selected = (page: Page, count: number) =>
  page.getByRole('application', { name: new RegExp(`, ${count} selected$`) }).waitFor();
const near = (expected: readonly number[], digits = 0) => expected.map((value) => expect.closeTo(value, digits));
const middle = (points: readonly number[]) => pointAt(points, 0.5) as Point;

test('the pen: a corner, a smooth node, and a line that goes on where one ended', async () => {
  const { page, file, click, drag, errors, close } = await opened('pen');
  await page.keyboard.press('p');
  await click([60, 60]);
  await drag([160, 60], [200, 100]);
  await click([260, 60]);
  await page.keyboard.press('Enter');
  expect(await undoStep(page)).toBe('Draw with the pen');
  const drawn = (await strokesSaved(page, file)).find(({ id }) => id === 'n1')!;
  const [first, second, third] = nodesOf(drawn.points);
  expect([first!.at, second!.at, third!.at].flat()).toEqual(near([60, 60, 160, 60, 260, 60]));
  expect(first!.out).toEqual(first!.at);
  expect(second!.kind).toBe('symmetric');
  expect(second!.out).toEqual(near([200, 100]));

  await click([260, 60]);
  await click([300, 30]);
  await page.keyboard.press('Enter');
  expect(await undoStep(page)).toBe('Continue stroke');
  const strokes = await strokesSaved(page, file);
  expect(strokes).toHaveLength(3);
  expect(strokes.find(({ id }) => id === 'n1')!.points.slice(-2)).toEqual(near([300, 30]));
  expect(errors).toEqual([]);
  await close();
});

test('the pen closes a line on its first node, exactly, and Backspace takes a node back', async () => {
  const { page, file, click, close } = await opened('pen-close');
  await page.keyboard.press('p');
  for (const at of [
    [60, 60],
    [140, 60],
    [300, 70],
    [140, 130],
    [62, 61],
  ] as Point[]) {
    await click(at);
    if (at[0] === 300) await page.keyboard.press('Backspace');
  }
  const { points } = (await strokesSaved(page, file)).find(({ id }) => id === 'n1')!;
  expect(points).toHaveLength(20);
  expect(points.slice(-2)).toEqual(points.slice(0, 2));
  await close();
});

test('the eraser cuts what it crosses and leaves the rest; with Alt the whole stroke goes', async () => {
  const { page, file, drag, close } = await opened('eraser');
  await page.keyboard.press('e');
  await drag([300, 380], [300, 420]);
  expect(await undoStep(page)).toBe('Erase');
  const cut = await strokesSaved(page, file);
  expect(cut.map(({ id }) => id).sort()).toEqual(['n1', 'own0', 'own1']);
  const { scale } = await sheet(page);
  for (const { points } of cut.filter(({ id }) => id !== 'own0'))
    expect(nearestPoint(points, 300, 400).distance).toBeCloseTo(8 / scale + 2.5, 1);
  await page.keyboard.down('Alt');
  await drag([300, 150], [300, 180]);
  await page.keyboard.up('Alt');
  expect((await strokesSaved(page, file)).map(({ id }) => id)).not.toContain('own0');
  await close();
});

test('a marquee selects what it touches, Shift adds, and a drag moves all of it in one step', async () => {
  const { page, file, click, drag, close } = await opened('marquee');
  await drag([170, 380], [260, 440]);
  await selected(page, 1);
  await page.keyboard.down('Shift');
  await click(middle(ARCH));
  await page.keyboard.up('Shift');
  await selected(page, 2);
  await drag(middle(ARCH), [middle(ARCH)[0] + 30, middle(ARCH)[1] + 20]);
  expect(await undoStep(page)).toBe('Move strokes');
  const [arch, line] = await strokesSaved(page, file);
  expect(arch!.points).toEqual(near(ARCH.map((value, i) => value + (i % 2 ? 20 : 30))));
  expect(line!.points).toEqual(near(LINE.map((value, i) => value + (i % 2 ? 20 : 30))));
  await close();
});

test('a curve is bent where it is taken, its ends stay, and kinds go by key, double-click and button', async () => {
  const { page, file, click, drag, close } = await opened('bend', [LINE]);
  await page.keyboard.press('a');
  await click([300, 400]);
  await drag([300, 400], [300, 340]);
  expect(await undoStep(page)).toBe('Bend stroke');
  const [bent] = await strokesSaved(page, file);
  expect(middle(bent!.points)).toEqual(near([300, 340]));
  expect([bent!.points.slice(0, 2), bent!.points.slice(-2)]).toEqual([LINE.slice(0, 2), LINE.slice(-2)]);

  const { out } = await sheet(page);
  await page.mouse.dblclick(...out([300, 340]));
  expect(await undoStep(page)).toBe('Add node');
  const kind = async () => nodesOf((await strokesSaved(page, file))[0]!.points)[1]!.kind;
  expect(await kind()).toBe('symmetric');
  await canvas(page).focus();
  await page.keyboard.press('1');
  expect([await undoStep(page), await kind()]).toEqual(['Make node corner', 'corner']);
  await page.getByRole('tab', { name: /^Strokes/ }).click();
  await page.getByRole('radio', { name: 'Smooth' }).click();
  expect(await kind()).not.toBe('corner');
  await lookAtRest(page, '30-node-fields');
  await close();
});

test('fields put a node and its handle where they say', async () => {
  const { page, file, click, close } = await opened('fields');
  await page.keyboard.press('a');
  await click(middle(ARCH));
  await click([150, 300]);
  await page.getByRole('tab', { name: /^Strokes/ }).click();
  expect(await faults(page, 'node fields')).toEqual([]);
  const type = async (label: string, value: string) => {
    await page.getByLabel(label, { exact: true }).fill(value);
    await page.keyboard.press('Enter');
  };
  await type('X, px', '170.5');
  await type('Handle after, px', '100');
  await type('Handle after, angle, °', '0');
  const [arch] = await strokesSaved(page, file);
  expect(arch!.points).toEqual([170.5, 300, near([270.5, 300], 6), ...ARCH.slice(4)].flat());
  await page.getByLabel('Order, of 2').fill('2');
  await page.keyboard.press('Enter');
  expect((await strokesSaved(page, file)).map(({ id }) => id)).toEqual(['own1', 'own0']);
  await close();
});

test('two strokes are joined and split again by key; what cannot be done says why', async () => {
  const { page, file, click, close } = await opened('join', [LINE, [440, 400, 460, 380, 500, 380, 520, 400]]);
  await click([300, 400]);
  await page.keyboard.press('j');
  await page.getByRole('status').filter({ hasText: 'Select two strokes to join.' }).waitFor({ state: 'attached' });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('j');
  expect(await undoStep(page)).toBe('Join strokes');
  const joined = await strokesSaved(page, file);
  expect(joined.map(({ id, points }) => [id, points.length])).toEqual([['own0', 20]]);

  await page.keyboard.press('Shift+j');
  await page.getByRole('status').filter({ hasText: 'Choose the node' }).waitFor({ state: 'attached' });
  await page.keyboard.press('a');
  await click([420, 400]);
  await page.keyboard.press('Shift+j');
  expect(await undoStep(page)).toBe('Split stroke');
  expect((await strokesSaved(page, file)).map(({ points }) => points.length).sort()).toEqual([14, 8]);
  await close();
});

test('Shift keeps a handle to steps with a guide, an end snaps to another end, Ctrl holds both off', async () => {
  const { page, file, click, errors, close } = await opened('guides');
  await page.keyboard.press('a');
  await click(middle(ARCH));
  await page.keyboard.down('Shift');
  await dragTo(page, [150, 120], [228, 178]);
  expect(await page.locator('.guide').count()).toBe(1);
  await lookAtRest(page, '31-guide');
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const [handle] = await strokesSaved(page, file);
  const degrees = (Math.atan2(handle!.points[3]! - 300, handle!.points[2]! - 150) * 180) / Math.PI;
  expect(degrees / 15).toBeCloseTo(Math.round(degrees / 15), 9);

  await dragTo(page, [450, 300], [424, 397]);
  await page.locator('.snap').waitFor({ state: 'attached' });
  await lookAtRest(page, '32-snap');
  await page.mouse.up();
  expect((await strokesSaved(page, file))[0]!.points.slice(-2)).toEqual([420, 400]);
  await page.keyboard.press('Control+z');
  await page.keyboard.down('Control');
  await dragTo(page, [450, 300], [424, 397]);
  expect(await page.locator('.snap').count()).toBe(0);
  await page.mouse.up();
  await page.keyboard.up('Control');
  expect((await strokesSaved(page, file))[0]!.points.slice(-2)).toEqual(near([424, 397]));
  expect(errors).toEqual([]);
  await close();
});

test('the wheel and the Zoom tool keep the point under the pointer where it is', async () => {
  const { page, close } = await opened('zoom');
  // A wheel tells whole px.
  const at = (await sheet(page)).out([210, 130]).map(Math.round) as Point;
  const spot = (await sheet(page)).in(at);
  const stays = async () => (await sheet(page)).in(at);
  await page.mouse.move(...at);
  await page.mouse.wheel(0, -300);
  await vi.waitUntil(async () => (await sheet(page)).scale > 2);
  expect(await stays()).toEqual(near(spot, 1));
  const { scale } = await sheet(page);
  await page.keyboard.press('z');
  await page.mouse.click(...at);
  expect((await sheet(page)).scale / scale).toBeCloseTo(2, 3);
  expect(await stays()).toEqual(near(spot, 1));
  await page.keyboard.down('Alt');
  await page.mouse.click(...at);
  await page.keyboard.up('Alt');
  expect((await sheet(page)).scale / scale).toBeCloseTo(1, 3);
  expect(await stays()).toEqual(near(spot, 1));
  await close();
});

const channels = (color: string) => [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
/** What the page shows of a photo is a lossy copy. */
const like = (value: number) => expect.closeTo(value, -1);

test('a picked colour goes to what is selected, else to the next line; Escape leaves the pipette', async () => {
  const { page, file, click, drag, close } = await opened('pick');
  await click([300, 400]);
  await canvas(page).focus();
  await page.keyboard.press('i');
  await page.mouse.move(...(await sheet(page)).out([300, 300]));
  await page.locator('.readout', { hasText: '#' }).waitFor();
  await lookAtRest(page, '33-pipette');
  await click([300, 300]);
  expect(await undoStep(page)).toBe('Pick colour');
  const [arch, line] = await strokesSaved(page, file);
  expect(arch!.color).toBe('#1b1a17');
  expect(channels(line!.color)).toEqual(channels('#335577').map(like));

  await page.keyboard.press('Escape');
  await selected(page, 0);
  await page.keyboard.press('b');
  await page.keyboard.press('i');
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await click([300, 200]);
  await drag([60, 60], [160, 60]);
  const { color } = (await strokesSaved(page, file)).find(({ id }) => id === 'n1')!;
  expect(channels(color)).toEqual(channels('#99bbdd').map(like));
  await close();
});

test('a row is dragged to another place in the list, in one step', async () => {
  const { page, file, close } = await opened('rows', [ARCH, LINE, LINE.map((value, i) => value - (i % 2 ? 350 : 0))]);
  await page.getByRole('tab', { name: /^Strokes/ }).click();
  const box = async (row: number) => (await page.getByRole('listbox').getByRole('option').nth(row).boundingBox())!;
  const [first, last] = [await box(0), await box(2)];
  await page.mouse.move(first.x + 100, first.y + 20);
  await page.mouse.down();
  await page.mouse.move(first.x + 100, last.y + 38, { steps: 6 });
  await lookAtRest(page, '34-row-in-hand');
  await page.mouse.up();
  expect(await undoStep(page)).toBe('Reorder stroke');
  expect((await strokesSaved(page, file)).map(({ id }) => id)).toEqual(['own1', 'own2', 'own0']);
  await close();
});

test('a stroke that is hidden has no spine, though it is selected', async () => {
  const { page, click, close } = await opened('hidden');
  await click(middle(ARCH));
  await page.locator('.spine').waitFor({ state: 'attached' });
  await page.keyboard.press('Control+Shift+h');
  await selected(page, 1);
  expect(await page.locator('.spine').count()).toBe(0);
  await close();
});

test('a line in the pen’s hand goes with the photo that it was drawn on', async () => {
  const { page, click, errors, close } = await opened('pen-before');
  const other = await project(folder, 'pen-after', [ARCH]);
  await page.keyboard.press('p');
  await click([100, 100]);
  await click([200, 100]);
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles(other);
  await canvas(page).and(page.getByLabel('Canvas, 1 stroke, 0 selected')).waitFor();
  expect(await undoStep(page)).toBeNull();
  expect(await button(page, 'Select').getAttribute('aria-pressed')).toBe('true');
  expect(errors).toEqual([]);
  await close();
});
