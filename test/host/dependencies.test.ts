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

/** Known ones; each is named with `false` in package.json's allowScripts, and what it would do is not needed. */
const WITH_SCRIPTS = ['electron-winstaller', 'msgpackr-extract', 'onnxruntime-node'];

test('no dependency has an install script but those known, and none of them is allowed to run', () => {
  const found = others.filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(found.map(([folder]) => folder.replace(/^.*node_modules\//, '')).sort()).toEqual(WITH_SCRIPTS);
  for (const name of WITH_SCRIPTS) expect(allowScripts).toHaveProperty([name], false);
  expect(Object.values(allowScripts)).not.toContain(true);
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
