/**
 * The page's bench, in a real Chromium through the real engine: how soon a slider's move is painted, how smoothly a
 * handle follows while a job runs, how soon a large photo is there, and how much the page weighs.
 *
 * The browser draws in software here, so its times are upper bounds of what a person with a graphics card sees.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { DocumentStroke } from '../main/contract.ts';
import { pointAt } from '../main/strokes/bezier.ts';
import { newDocument } from '../renderer/document/document.ts';
import { writeProject } from '../renderer/document/project-file.ts';
import { launchBrowser, openApp } from '../test/page/open-page.ts';
import { sharedPhotos } from './shared.ts';
import { type BenchContext, type BenchRow, benchRow } from './table.ts';

const STROKES = 64;
/** Of the outermost curve from the innermost, photo px. */
const REACH = 110;
const MOVES = 120;
const DRAG_SECONDS = 3;
const LARGE = { width: 6000, height: 4000 };

export async function benchPage({ say }: BenchContext): Promise<BenchRow[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-bench-'));
  const browser = await launchBrowser();
  try {
    const photo = await largePhoto(path.join(folder, 'large.jpg'));
    const project = path.join(folder, 'many.lineament');
    fs.writeFileSync(project, manyStrokes(sharedPhotos(1)[0]!.file));

    say('slider');
    const slid = await openApp(browser, { files: [project] });
    const slider = await slideTimes(slid.page);
    await slid.close();

    say('pad');
    const padded = await openApp(browser, { files: [project] });
    const pad = await padTimes(padded.page);
    await padded.close();

    say('drag');
    const dragged = await openApp(browser, { files: [project] });
    const frames = await dragRate(dragged.page);
    await dragged.close();

    say('large photo');
    const opened = await openApp(browser, {});
    const paint = await openTime(opened.page, photo);
    await opened.close();

    const slideMethod = `${MOVES} key presses on the ruler, each from the event to after the paint of its frame`;
    const padMethod = `${MOVES} pointer moves over three rows of ${STROKES} strokes, each from the event to after the paint of its frame`;
    const dragMethod = `frames in ${DRAG_SECONDS} s of pointer moves; drawn in software, the engine beside it`;
    const openMethod = 'from the file being given to the page until its picture is decoded and painted';
    return [
      benchRow('slider to painted strokes, 64 strokes, p95', percentile(slider, 0.95), 'ms', { most: 16 }, slideMethod),
      benchRow('pad to painted strokes, 64 strokes, p95', percentile(pad, 0.95), 'ms', { most: 16 }, padMethod),
      benchRow('dragging a handle while a job runs, 64 strokes', frames, '1/s', { least: 50 }, dragMethod),
      benchRow('24-megapixel photo to first paint', paint, 's', { most: 1.5 }, openMethod),
      benchRow('page bundle, gzipped', bundleSize(), 'KB', { most: 350 }, 'HTML, scripts and styles'),
    ];
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function largePhoto(file: string): Promise<string> {
  const { file: source } = sharedPhotos(1)[0]!;
  await sharp(source)
    .resize({ ...LARGE, fit: 'fill' })
    .jpeg({ quality: 90 })
    .toFile(file);
  return file;
}

/** A document of curves that go round in a spiral, a smaller and a larger one its variations. */
function manyStrokes(photoFile: string): Uint8Array {
  const document = newDocument({ asset: 'photo', name: path.basename(photoFile), width: 300, height: 300 });
  const row = (fidelity: number, reach: number) => ({
    ...{ fidelity, strokes: spiral(reach), tries: [], levels: [], kept: 0, likeness: 50 },
  });
  const variations = [row(1, 120), row(0, 100)];
  const drawn = { ...document, strokes: spiral(REACH), shown: STROKES, likeness: 50, variations };
  return writeProject(drawn, fs.readFileSync(photoFile), null);
}

function spiral(reach: number): DocumentStroke[] {
  return Array.from({ length: STROKES }, (_, k) => {
    const at = (turn: number) => {
      const radius = 20 + reach * (k / STROKES);
      return [150 + radius * Math.cos(k + turn), 150 + radius * Math.sin(k + turn)];
    };
    return {
      ...{ id: `b${k}`, points: [...at(0), ...at(0.3), ...at(0.6), ...at(0.9)], width: 3, color: '#1b1a17' },
      ...{ opacity: 1, locked: false, hidden: false, worth: STROKES - k },
    };
  });
}

/** Milliseconds from each key press on the ruler to after its frame's paint. */
async function slideTimes(page: Page): Promise<number[]> {
  const slider = page.getByRole('slider', { name: 'Strokes shown' });
  await slider.focus();
  return paintTimes(slider, 'keys');
}

/** Milliseconds from each move of the puck, every eighth into another row, to after its frame's paint. */
async function padTimes(page: Page): Promise<number[]> {
  const cells = page.getByRole('group', { name: 'Variations' }).locator('.p-cells');
  const box = (await cells.boundingBox())!;
  // A real press, so that there is a pointer to capture; its moves are timed in the page.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  const times = await paintTimes(cells, 'moves');
  await page.mouse.up();
  return times;
}

/** Milliseconds from each event on the target to after its frame's paint. */
function paintTimes(target: Locator, by: 'keys' | 'moves'): Promise<number[]> {
  return target.evaluate(
    async (element, { by, moves }) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const eventOf = (k: number): Event => {
        const how = { bubbles: true, cancelable: true };
        if (by === 'keys') {
          const key = k % 16 < 8 ? 'ArrowLeft' : 'ArrowRight';
          return new KeyboardEvent('keydown', { key, code: key, ...how });
        }
        const clientX = left + width * (0.5 + 0.4 * Math.sin(k / 5));
        const clientY = top + (height * (0.5 + (Math.floor(k / 8) % 3))) / 3;
        return new PointerEvent('pointermove', { clientX, clientY, pointerId: 1, ...how });
      };
      const painted = () =>
        new Promise<void>((resolve) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve();
          channel.port2.postMessage(null);
        });
      const times: number[] = [];
      for (let k = 0; k < moves; k++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const began = performance.now();
        element.dispatchEvent(eventOf(k));
        await painted();
        times.push(performance.now() - began);
      }
      return times;
    },
    { by, moves: MOVES },
  );
}

/** Frames a second while a stroke's handle follows the pointer and the engine sketches. */
async function dragRate(page: Page): Promise<number> {
  // More strokes are drawn while all that are there stay, so that there is one to hold whose place is known.
  await page.getByRole('button', { name: 'Export…' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Add strokes where');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop here' }).waitFor();
  await page.waitForFunction(() => /settled/.test(document.body.innerText));
  const picture = (await page.locator('[role="application"] img, .canvas img').first().boundingBox())!;
  const { points } = spiral(REACH).at(-1)!;
  const out = ([x, y]: readonly number[]) =>
    [picture.x + (x! / 300) * picture.width, picture.y + (y! / 300) * picture.height] as const;
  await page.keyboard.press('a');
  await page.mouse.click(...out(pointAt(points, 0.5)));
  await page.locator('circle.node').first().waitFor();
  const [x, y] = out(points.slice(2, 4));
  await page.mouse.move(x, y);
  await page.mouse.down();
  const counting = page.evaluate(
    (seconds) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        let frames = 0;
        const count = (now: number) => {
          frames++;
          if (now - began < seconds * 1000) requestAnimationFrame(count);
          else resolve(frames / ((now - began) / 1000));
        };
        requestAnimationFrame(count);
      }),
    DRAG_SECONDS,
  );
  let done = false;
  void counting.then(() => {
    done = true;
  });
  for (let k = 0; !done; k++) await page.mouse.move(x + 60 * Math.sin(k / 9), y + 60 * Math.cos(k / 9));
  // What was measured is what was meant: the handle came along.
  if (!(await page.locator('.readout').isVisible())) throw new Error('No handle was dragged, so nothing was measured.');
  await page.mouse.up();
  return counting;
}

/** Seconds from a photo's file being given to the page until it is painted. */
async function openTime(page: Page, file: string): Promise<number> {
  await page.evaluate(() => {
    const marks = window as unknown as { given: number; painted: Promise<number> };
    marks.painted = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        const picture = document.querySelector<HTMLImageElement>('[role="application"] img, .canvas img');
        if (!picture?.src) return;
        watch.disconnect();
        void picture.decode().then(() => requestAnimationFrame(() => resolve(performance.now())));
      });
      watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    });
  });
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /Open a photo/ }).click();
  const given = await page.evaluate(() => performance.now());
  await (await chooser).setFiles(file);
  const painted = await page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted);
  return (painted - given) / 1000;
}

/** Kilobytes of everything that the page loads, each file gzipped. */
function bundleSize(): number {
  const root = path.resolve('out/renderer');
  const files = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files
    .filter(({ name }) => /\.(html|js|css)$/.test(name))
    .reduce((sum, { parentPath, name }) => sum + gzipSync(fs.readFileSync(path.join(parentPath, name))).length, 0);
  return bytes / 1024;
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
