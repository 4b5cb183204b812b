/**
 * Opens the app as a person would: a real server, a real engine, a real Chromium, and nothing faked between them.
 *
 * Chromium comes with a package, as the machines that test have none; its own flags would switch the browser's security
 * off, so ours are used. Screenshots go to out/screenshots.
 */

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import packed from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startWeb, type WebHost } from '../../main/web.ts';
import { watchPolicy } from './policy-watch.ts';
import { browserEnvironment } from './unpack-browser.ts';

const SCREENSHOTS = path.resolve('out/screenshots');

export interface OpenedApp {
  page: Page;
  host: WebHost;
  /** Errors that the page met: uncaught, or said on its console. */
  errors: string[];
  /** @throws Error where the page tried what its policy forbids */
  close(): Promise<void>;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await packed.executablePath();
  const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];
  return chromium.launch({ executablePath, args, env: browserEnvironment(executablePath) });
}

/** @param files paths of what the app is started with. @param state the folder for what is kept; a fresh one if none */
export async function openApp(
  browser: Browser,
  { files = [] as string[], state = freshState(), width = 1440, height = 900 } = {},
): Promise<OpenedApp> {
  const host = await startWeb({ files, state });
  const page = await browser.newPage({ viewport: { width, height } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const expectPolicyKept = await watchPolicy(page);
  await page.goto(host.url);
  const close = async () => {
    await page.close();
    await host.close();
    expectPolicyKept();
  };
  return { page, host, errors, close };
}

export function freshState(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-state-'));
}

/** Keeps a picture of the page for people to look at. */
export async function look(page: Page, name: string): Promise<void> {
  fs.mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
}
