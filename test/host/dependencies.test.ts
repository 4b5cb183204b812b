/** What an installation may do: nothing of a dependency's runs, and nothing comes from elsewhere than the registry. */

import fs from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  hasInstallScript?: boolean;
  integrity?: string;
  resolved?: string;
  link?: boolean;
}

const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const { allowScripts, scripts } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const others = Object.entries(packages).filter(([folder]) => folder !== '');

test('what has an install script is forbidden to run it, and nothing is allowed to', () => {
  const scripted = others.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = scripted.map(([folder]) => folder.replace(/^.*node_modules\//, '')).sort();
  expect(names.length).toBeGreaterThan(0);
  expect(Object.keys(allowScripts).sort()).toEqual(names);
  expect(new Set(Object.values(allowScripts))).toEqual(new Set([false]));
  // Ours builds, and fetches nothing.
  for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(name);
});

test('every dependency is locked to its content, and none comes from a repository or another server', () => {
  for (const [folder, { integrity, resolved, link }] of others) {
    expect({ folder, link }).toEqual({ folder, link: undefined });
    expect({ folder, integrity }).toEqual({ folder, integrity: expect.stringMatching(/^sha512-/) });
    if (resolved !== undefined) expect(resolved).toMatch(/^https:\/\/registry\.npmjs\.org\//);
  }
});
