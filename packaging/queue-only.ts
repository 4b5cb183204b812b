/**
 * The npm packages that only the queue's commands load.
 *
 * They come with the command line. The app has no way to those commands, so they are left out of what is packed for it.
 */

import fs from 'node:fs';
import path from 'node:path';

/** What `main/queue` imports; everything that nothing else needs goes with them. */
const QUEUE = ['bullmq', 'ioredis'];

interface Locked {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Their folders, as `node_modules/bullmq`, by package-lock.json. */
export function queueOnlyFolders(): string[] {
  const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
  const others = Object.keys(packages['']?.dependencies ?? {}).filter((name) => !QUEUE.includes(name));
  const needed = reach(packages, others);
  return [...reach(packages, QUEUE)].filter((folder) => !needed.has(folder)).sort();
}

/** The folders of these packages of the project and of all that they need, optional ones too. */
function reach(packages: Record<string, Locked>, names: string[]): Set<string> {
  const folders = new Set<string>();
  const visit = (name: string, from: string) => {
    const folder = nearest(packages, name, from);
    if (folder === null || folders.has(folder)) return;
    folders.add(folder);
    const { dependencies, optionalDependencies } = packages[folder]!;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next, folder);
  };
  for (const name of names) visit(name, '');
  return folders;
}

/** Where Node finds a package that `from` asks for: in its own node_modules, else in those of the folders above. */
function nearest(packages: Record<string, Locked>, name: string, from: string): string | null {
  for (let at = from; ; at = path.posix.dirname(at)) {
    const folder = path.posix.join(at, 'node_modules', name);
    if (packages[folder]) return folder;
    if (at === '' || at === '.') return null;
  }
}
