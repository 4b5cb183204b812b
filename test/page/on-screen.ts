/** Where parts of the sheet are on the screen, and which colour the screen has there. */

import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';

/** Colour of the screen at parts of the sheet's width and height. */
export async function colourAt(page: Page, x: number, y: number): Promise<[number, number, number]> {
  const box = (await page.locator('.sheet-paper').boundingBox())!;
  const clip = { x: box.x + x * box.width, y: box.y + y * box.height, width: 1, height: 1 };
  const { data } = await sharp(await page.screenshot({ clip, animations: 'disabled' }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [data[0]!, data[1]!, data[2]!];
}

/** Waits until a place of the sheet has that colour, as nearly as a JPEG of the photo has it. */
export async function shows(page: Page, x: number, y: number, colour: readonly number[]): Promise<void> {
  const off = async () => Math.max(...(await colourAt(page, x, y)).map((value, i) => Math.abs(value - colour[i]!)));
  await expect.poll(off, { message: `${colour} at ${x}, ${y}` }).toBeLessThan(5);
}

/** Parts of the sheet's width and height, on the screen. */
export async function onSheet(page: Page, x: number, y: number): Promise<[number, number]> {
  const box = (await page.locator('.sheet-paper').boundingBox())!;
  return [box.x + x * box.width, box.y + y * box.height];
}
