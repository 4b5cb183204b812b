/** The page's policy in a real browser: it is there, it forbids, and whoever opens a page in these tests hears of it. */

import { expect, test } from 'vitest';
import { browser } from './in-browser.ts';
import { openApp } from './open-page.ts';

test('a page that is opened and closed has kept to its policy', async () => {
  const { page, close } = await openApp(browser);
  await page.getByRole('button', { name: /open/i }).first().waitFor();
  await close();
});

test.each([
  [
    'an inline script',
    "const s = document.createElement('script'); s.textContent = 'globalThis.ran = 1'; document.body.append(s)",
  ],
  ['an inline style', "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')"],
  ['a picture from elsewhere', "new Image().src = 'https://picture.example/x.png'"],
  ['a request to elsewhere', "fetch('https://data.example/').catch(() => {})"],
  ['a frame', "const f = document.createElement('iframe'); f.src = 'https://frame.example/'; document.body.append(f)"],
  ['text that is run', "setTimeout('globalThis.ran = 1', 0)"],
])('%s is prevented, and fails the test that closes the page', async (_what, code) => {
  const { page, close } = await openApp(browser);
  await page.evaluate(code);
  await page.waitForTimeout(0);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  await expect(close()).rejects.toThrow(/^The page tried what its policy forbids: [\w-]+ forbids /);
});
