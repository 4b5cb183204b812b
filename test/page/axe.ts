/** axe-core in the page as it stands: what of it somebody could not see, reach or be told. */

import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const AXE = fs.readFileSync(path.resolve('node_modules/axe-core/axe.min.js'), 'utf8');

/** What axe-core finds, one line a place; what names every button is among it, and is checked by itself too. */
export async function faults(page: Page, state: string): Promise<string[]> {
  // Colours that still fade in are not those that are read.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });
  // Evaluated, as the page's policy rightly refuses a script element.
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join(' ');
        return `${id}: ${target.join(' ')}: ${why}`;
      }),
    );
  });
  const nameless = await page
    .getByRole('button')
    .and(page.getByRole('button', { name: /^\s*$/ }))
    .evaluateAll((buttons) => buttons.map(({ outerHTML }) => `no name: ${outerHTML}`));
  return [...found, ...nameless].map((line) => `${state}: ${line}`);
}
