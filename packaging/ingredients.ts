/**
 * All that is inside a package of Lineament: the npm packages that lie there as folders, those that a build has taken
 * in, the networks, and Electron. Licences and the bill of materials are two views of this one list.
 */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { bundledPackages } from './bundled.ts';
import { queueOnlyFolders } from './queue-only.ts';
import { foreignNatives, type Target } from './target.ts';

export interface Ingredient {
  name: string;
  version: string;
  /** An SPDX expression, as the package says it. */
  licence: string;
  /** Where it lies from the project's folder. */
  folder: string;
  kind: 'library' | 'framework' | 'machine-learning-model';
  /** Subresource integrity of the npm archive (`sha512-…`, base64), or of a network's file; null where none is known. */
  integrity: string | null;
}

interface Locked {
  dev?: boolean;
  optional?: boolean;
  integrity?: string;
}

/** The networks that ship, by their files. */
const NETWORKS = 'models';

/** What is inside, by name. @param target whose libraries are inside @throws Error where a part of it is not installed */
export function ingredients(target: Target): Ingredient[] {
  const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
  const foreign = foreignNatives(target).map((pattern) => pattern.slice(1, -'/**'.length));
  const leftOut = new Set([...foreign, ...queueOnlyFolders()]);
  const shipped = Object.entries(packages)
    .filter(([folder, { dev }]) => folder && !dev && !leftOut.has(folder))
    // Optional ones of other systems are not installed; those that are, are inside.
    .filter(([folder, { optional }]) => !optional || fs.existsSync(folder))
    .map(([folder]) => folder);
  const folders = [...new Set([...shipped, ...bundledPackages(), 'node_modules/electron'])];
  const found = folders.map((folder) => npmIngredient(folder, packages[folder]?.integrity ?? null));
  return [...found, ...networks()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The version and licence of Lineament itself. */
export function product(): { name: string; version: string; license: string } {
  return JSON.parse(fs.readFileSync('package.json', 'utf8'));
}

function npmIngredient(folder: string, integrity: string | null): Ingredient {
  const file = path.join(folder, 'package.json');
  if (!fs.existsSync(file)) throw new Error(`${folder} is not installed: run \`npm ci\` first.`);
  const { name, version, license } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const licence = typeof license === 'string' ? license : 'NOASSERTION';
  return { name, version, licence, folder, kind: name === 'electron' ? 'framework' : 'library', integrity };
}

function networks(): Ingredient[] {
  const { version, license } = product();
  const files = fs.readdirSync(NETWORKS).filter((name) => name.endsWith('.onnx'));
  return files.map((name) => {
    const folder = `${NETWORKS}/${name}`;
    const hash = createHash('sha256').update(fs.readFileSync(folder)).digest('base64');
    return { name, version, licence: license, folder, kind: 'machine-learning-model', integrity: `sha256-${hash}` };
  });
}
