/**
 * What every file of page tests has: a browser of its own, a folder that goes when it ends, and patience, as a real
 * engine draws behind a real page.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, vi } from 'vitest';
import { launchBrowser } from './open-page.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

/** For the files of these tests. */
export const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-page-'));

/** There from the first test on. */
export let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
});
