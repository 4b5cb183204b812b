/**
 * The app from one end to the other, in a real Chromium through the real engine: a photo is opened and sketched, the
 * drawing slid, edited, undone, saved and exported, the engine killed, the page closed and its document recovered.
 */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { Download, Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { browser, folder } from './in-browser.ts';
import { freshState, look, openApp } from './open-page.ts';

const PHOTO = path.join(folder, 'mug.jpg');
const LONG = { timeout: 120_000 };

beforeAll(async () => {
  // A mug, roughly: dark on light, with an ear.
  const mug = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="480"><rect width="600" height="480" fill="#e8e4dc"/>
    <path d="M180 120V330Q180 375 225 375H345Q390 375 390 330V120Z" fill="#357"/><ellipse cx="285" cy="120" rx="105" ry="24" fill="#79b"/>
    <path d="M390 180C495 165 495 315 390 300" fill="none" stroke="#357" stroke-width="30"/></svg>`;
  await sharp(Buffer.from(mug)).jpeg().toFile(PHOTO);
});

const slider = (page: Page) => page.getByRole('slider', { name: /strokes/i }).first();
const shown = async (page: Page) => Number(await slider(page).getAttribute('aria-valuenow'));

/** Waits for the end of a sketch: then the drawing can be exported. */
async function drawn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Export…' }).waitFor(LONG);
}

test('a photo is dropped on the empty sheet, sketched, slid, undone, exported, saved', async () => {
  const { page, errors, close } = await openApp(browser);
  await page.getByRole('button', { name: /Open a photo/ }).waitFor();
  await look(page, '01-empty');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /Open a photo/ }).click();
  await (await chooser).setFiles(PHOTO);
  await page.getByRole('button', { name: 'Stop here' }).waitFor(LONG);
  await page.waitForFunction(() => /left|about/i.test(document.body.innerText));
  await look(page, '02-sketching');
  await drawn(page);
  await look(page, '03-done');
  expect(await shown(page)).toBe(16);

  await slider(page).focus();
  for (let k = 0; k < 12; k++) await page.keyboard.press('ArrowLeft');
  expect(await shown(page)).toBe(4);
  await look(page, '04-four-strokes');
  while (await page.getByRole('button', { name: /^Undo/ }).isEnabled())
    await page.getByRole('button', { name: /^Undo/ }).click();
  expect(await page.getByRole('button', { name: 'Sketch', exact: true }).isVisible()).toBe(true);
  await look(page, '10-ready');
  while (await page.getByRole('button', { name: /^Redo/ }).isEnabled())
    await page.getByRole('button', { name: /^Redo/ }).click();
  expect(await shown(page)).toBe(4);

  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, '07-export');
  const exported = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save SVG…' }).click();
  const svg = await bytes(await exported);
  const { drawing } = readSvg(svg.toString());
  expect(drawing.strokes).toHaveLength(4);
  expect([drawing.width, drawing.height]).toEqual([600, 480]);

  await page.keyboard.press('Escape');
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const project = unzipSync(await bytes(await saved));
  expect(Object.keys(project)).toContain('document.json');
  expect(errors).toEqual([]);
  await close();
});

test('an engine that dies costs nothing, and its job is offered again', async () => {
  const { page, close } = await openApp(browser, { files: [PHOTO] });
  await page.getByRole('button', { name: 'Stop here' }).waitFor(LONG);
  await killEngines();
  await page.getByText('The sketching process stopped.', { exact: false }).waitFor(LONG);
  expect(await page.getByRole('button', { name: 'Sketch', exact: true }).count()).toBeLessThanOrEqual(1);
  await look(page, '11-engine-stopped');
  await page.getByRole('button', { name: 'Go on from here' }).click();
  await drawn(page);
  expect(await shown(page)).toBe(16);
  await close();
});

test('stopping keeps the best so far, and a page that closed is recovered', async () => {
  const state = freshState();
  const first = await openApp(browser, { files: [PHOTO], state });
  await first.page.locator('.bars .wet').first().waitFor(LONG);
  await first.page.getByRole('button', { name: 'Stop here' }).click();
  await drawn(first.page);
  const strokes = await shown(first.page);
  expect(strokes).toBeGreaterThan(0);
  await vi.waitUntil(() => keptIn(state), LONG);
  await first.close();

  const second = await openApp(browser, { state });
  await second.page.getByRole('button', { name: 'Open it' }).click();
  await second.page.getByRole('button', { name: 'Export…' }).waitFor(LONG);
  expect(await shown(second.page)).toBe(strokes);
  await look(second.page, '12-recovered');
  await second.close();
});

async function bytes(download: Download): Promise<Buffer> {
  return fs.readFileSync(await download.path());
}

/** Kills every engine that this process has forked, as a crash would. */
function killEngines(): void {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  const engines = [...listed.matchAll(/^\s*(\d+) .*engine\.js/gm)];
  expect(engines).not.toEqual([]);
  for (const [, pid] of engines) process.kill(Number(pid), 'SIGKILL');
}

/** Whether a document has been kept in the state folder. */
function keptIn(state: string): boolean {
  return fs.readdirSync(state, { recursive: true }).some((name) => String(name).endsWith('.kept'));
}
