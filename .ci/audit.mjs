/**
 * Fails when a package that ships has a known flaw of high or critical severity. A registry that does not answer, or that
 * keeps no advisories, is said in a line and is no failure: nothing is known then, neither good nor bad.
 */

import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 60_000,
});
const found = report(stdout);
if (!found) {
  console.log('The registry gave no advisories: the packages that ship were not audited.');
} else {
  const bad = Object.values(found).filter(({ severity }) => severity === 'high' || severity === 'critical');
  for (const { name, severity, range } of bad) console.error(`${name} ${range} has a known flaw (${severity}).`);
  if (bad.length) process.exitCode = 1;
  else console.log('No known flaw of high severity in the packages that ship.');
}

/** The flaws by package; null where npm's answer is none. */
function report(json) {
  try {
    return JSON.parse(json).vulnerabilities ?? null;
  } catch {
    return null;
  }
}
