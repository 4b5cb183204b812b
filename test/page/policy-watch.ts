/**
 * Watches a page for what its policy (Content-Security-Policy) forbids: each attempt is a fault of ours, seen by nobody
 * else, as the browser prevents it and goes on.
 */

import type { Page } from 'playwright-core';

/** To be called before the page is opened. @returns throws an Error that names every attempt, if there was one */
export async function watchPolicy(page: Page): Promise<() => void> {
  const attempts: string[] = [];
  await page.exposeBinding('policyViolated', (_source, what: string) => void attempts.push(what));
  await page.addInitScript(() => {
    const given = globalThis as unknown as { policyViolated(what: string): void };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      given.policyViolated(`${violatedDirective} forbids ${blockedURI} (${sourceFile}, line ${lineNumber})`),
    );
  });
  return () => {
    if (attempts.length) throw new Error(`The page tried what its policy forbids: ${attempts.join('; ')}.`);
  };
}
