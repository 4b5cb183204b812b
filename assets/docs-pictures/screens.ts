/**
 * Pictures of the app, by a real browser on the built page and the real engine, from the sample pictures. One row a
 * visit: what is opened, and what is done up to each picture of it.
 */

import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { onSheet } from '../../test/page/on-screen.ts';
import { launchBrowser, openApp } from '../../test/page/open-page.ts';
import { sample } from './drawings.ts';

const SIZE = { width: 1280, height: 800 };
const QUALITY = 80;
const LONG = { timeout: 300_000 };

type Keep = (name: string) => Promise<void>;

interface Visit {
  photos: string[];
  /** The pictures that it makes. */
  makes: readonly string[];
  go(page: Page, keep: Keep): Promise<void>;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const tab = (page: Page, name: string | RegExp) => page.getByRole('tab', { name });
/** Waits for the end of a sketch: then the drawing can be exported. */
const drawn = (page: Page) => button(page, 'Export…').waitFor(LONG);

const VISITS: readonly Visit[] = [
  {
    photos: ['elephant'],
    makes: ['sketching.webp', 'done.webp', 'compare.webp', 'editing.webp', 'export.webp'],
    async go(page, keep) {
      // The race is on, and eight strokes are there: its second stage.
      await page.getByText('left of').waitFor(LONG);
      await page.locator('.bars .wet').nth(7).waitFor(LONG);
      await keep('sketching.webp');
      await drawn(page);
      await keep('done.webp');
      await page.keyboard.press('\\');
      await keep('compare.webp');
      await page.keyboard.press('\\');
      await tab(page, /^Strokes/).click();
      await page.getByRole('application').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await keep('editing.webp');
      await page.keyboard.press('Escape');
      await button(page, 'Export…').click();
      await page.getByRole('dialog').waitFor();
      await keep('export.webp');
    },
  },
  {
    photos: ['still-life'],
    makes: ['cut-out-tool.webp', 'depth-panel.webp', 'relief.webp'],
    async go(page, keep) {
      await drawn(page);
      await tab(page, 'Subject').click();
      await page.getByRole('application').focus();
      await page.keyboard.press('c');
      await page.mouse.click(...(await onSheet(page, 0.78, 0.55)));
      await page.locator('.count', { hasText: 'is kept' }).waitFor(LONG);
      await keep('cut-out-tool.webp');
      await page.keyboard.press('v');
      const depth = page.getByRole('region', { name: 'Depth' });
      await depth.getByRole('button', { name: 'Measure' }).click();
      await depth.getByRole('radio', { name: 'Colour' }).click(LONG);
      await depth.getByText(/Relative and inverse/).scrollIntoViewIfNeeded();
      await keep('depth-panel.webp');
      await depth.getByRole('radio', { name: 'Relief' }).click();
      await page.getByRole('application').focus();
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown'])
        await page.keyboard.press(key);
      await keep('relief.webp');
    },
  },
  {
    photos: ['breakfast'],
    makes: ['models.webp', 'commands.webp'],
    async go(page, keep) {
      await drawn(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command' }).fill('cut');
      await keep('commands.webp');
      await page.getByRole('combobox', { name: 'Command' }).fill('Models…');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('listitem').first().waitFor(LONG);
      await page.getByText(/a second, results checked/).waitFor(LONG);
      await keep('models.webp');
    },
  },
  {
    photos: ['elephant', 'breakfast', 'still-life'],
    makes: ['batch.webp'],
    async go(page, keep) {
      await page.locator('.b-beads').waitFor(LONG);
      await page.keyboard.press('Control+Enter');
      await page.locator('.b-beads i.done').nth(1).waitFor(LONG);
      await keep('batch.webp');
    },
  },
];

export const SCREENS = VISITS.flatMap(({ makes }) => makes);

/** Makes the pictures that are wanted, each visit in a page of its own. */
export async function makeScreens(
  wanted: (name: string) => boolean,
  write: (name: string, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const visits = VISITS.filter(({ makes }) => makes.some(wanted));
  if (!visits.length) return;
  const browser: Browser = await launchBrowser();
  try {
    for (const { photos, go } of visits) {
      const { page, errors, close } = await openApp(browser, { files: photos.map(sample), ...SIZE });
      await go(page, async (name) => {
        if (wanted(name)) await write(name, await picture(page));
      });
      if (errors.length) throw new Error(`The page met errors: ${errors.join('; ')}`);
      await close();
    }
  } finally {
    await browser.close();
  }
}

/** The page once everything has faded in. */
async function picture(page: Page): Promise<Uint8Array> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });
  return sharp(await page.screenshot())
    .webp({ quality: QUALITY })
    .toBuffer();
}
