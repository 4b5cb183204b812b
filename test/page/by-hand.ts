/**
 * A drawing in the hand of a test: a project of known strokes, the sheet's coordinates, and what was saved of it. Tests
 * read what came of an edit from the saved project, not from the page.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { vi } from 'vitest';
import type { DocumentStroke } from '../../main/contract.ts';
import { newDocument } from '../../renderer/document/document.ts';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import { look } from './open-page.ts';

export type Point = [x: number, y: number];

/** Of the photo that the projects are of. */
export const WIDTH = 600;
export const HEIGHT = 480;
export const LONG = { timeout: 120_000 };
/** An arch, whose first handle stands free above its left end, and a line below it; photo px. */
export const ARCH = [150, 300, 150, 120, 450, 120, 450, 300];
export const LINE = [180, 400, 260, 400, 340, 400, 420, 400];

let photo: Promise<Buffer> | null = null;

/** A dark disc on light ground, as a PNG. */
function discPhoto(): Promise<Buffer> {
  const disc = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#e8e4dc"/>
    <ellipse cx="300" cy="240" rx="170" ry="140" fill="#357"/><ellipse cx="300" cy="200" rx="70" ry="40" fill="#9bd"/></svg>`;
  photo ??= sharp(Buffer.from(disc)).png().toBuffer();
  return photo;
}

/** A project in a folder, with these chains as its strokes own0, own1 …; its path. */
export async function project(folder: string, name: string, chains: readonly number[][]): Promise<string> {
  const look = { width: 5, color: '#1b1a17', opacity: 1, locked: false, hidden: false };
  const strokes = chains.map((points, k): DocumentStroke => ({ id: `own${k}`, points, ...look, worth: 9 - k }));
  const blank = newDocument({ asset: 'photo', name: 'disc.png', width: WIDTH, height: HEIGHT });
  const file = path.join(folder, `${name}.lineament`);
  const document = { ...blank, strokes, shown: strokes.length, likeness: 50 };
  fs.writeFileSync(file, writeProject(document, await discPhoto(), null));
  return file;
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const canvas = (page: Page) => page.getByRole('application');
/** The step that undo would take back; null: none. */
export async function undoStep(page: Page): Promise<string | null> {
  const title = await button(page, 'Undo').getAttribute('title');
  return /^Undo: (.*) \(Ctrl Z\)/.exec(title ?? '')?.[1] ?? null;
}

/** A picture of the page once its colours have faded in. */
export async function lookAtRest(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });
  await look(page, name);
}

/** Saves the project where it was opened from, and reads it there. */
export async function strokesSaved(page: Page, file: string): Promise<readonly DocumentStroke[]> {
  const before = fs.statSync(file).mtimeMs;
  await page.keyboard.press('Control+s');
  await vi.waitUntil(() => fs.statSync(file).mtimeMs > before, LONG);
  await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor({ state: 'attached' });
  return readProject(fs.readFileSync(file), file).document.strokes;
}

/** From photo px to px of the window, as the sheet lies now, and back. */
export async function sheet(page: Page): Promise<{ out(at: Point): Point; in(at: Point): Point; scale: number }> {
  const { x, y, width } = (await page.locator('.sheet-paper').boundingBox())!;
  const scale = width / WIDTH;
  return {
    scale,
    out: ([px, py]) => [x + px * scale, y + py * scale],
    in: ([sx, sy]) => [(sx - x) / scale, (sy - y) / scale],
  };
}

/** Presses at one photo point and comes to another, the button still down. */
export async function dragTo(page: Page, from: Point, to: Point, { steps = 6 } = {}): Promise<void> {
  const { out } = await sheet(page);
  await page.mouse.move(...out(from));
  await page.mouse.down();
  await page.mouse.move(...out(to), { steps });
}
