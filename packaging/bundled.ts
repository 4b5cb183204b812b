/**
 * Notes which npm packages a build has taken in, for the licences and the bill of materials.
 *
 * The page and the engine are bundled, so their packages are no folders any more in what is shipped; and of the
 * development dependencies only the bundler knows which went in.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** Where the three builds' notes lie. */
const NOTES = 'out/bundled';

/** A build plugin that writes the packages whose code the build holds. @param build the build's name */
export function noteBundled(build: string): Plugin {
  return {
    name: 'note-bundled',
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        for (const id of Object.keys(file.modules)) {
          const folder = packageOf(id.replaceAll('\\', '/'));
          if (folder) folders.add(folder);
        }
      }
      fs.mkdirSync(NOTES, { recursive: true });
      fs.writeFileSync(path.join(NOTES, `${build}.json`), `${JSON.stringify([...folders].sort(), null, 2)}\n`);
    },
  };
}

/** The packages of all builds, each as its folder (`node_modules/react`). @throws Error before there was a build */
export function bundledPackages(): string[] {
  if (!fs.existsSync(NOTES)) throw new Error('There is no build yet: run `npm run build` first.');
  const notes = fs.readdirSync(NOTES).map((name) => fs.readFileSync(path.join(NOTES, name), 'utf8'));
  return [...new Set(notes.flatMap((note) => JSON.parse(note) as string[]))].sort();
}

/** The package that a module's path lies in, as its folder from the project; null for our own. */
function packageOf(id: string): string | null {
  return /^.*?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+)/.exec(id)?.[1] ?? null;
}
