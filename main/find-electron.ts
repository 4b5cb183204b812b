/**
 * Finds Electron's program. It is not part of its package: it is fetched once, when it is first needed. Linux without a
 * display has nowhere to open a window, and nothing is fetched for it.
 */

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Electron's program, or why there is none to open, as a sentence. */
export type Found = { program: string } | { missing: string };

/**
 * Finds Electron's program, fetching it where it was not yet.
 * @param say told before something takes long
 */
export function findElectron(say: (line: string) => void, env = process.env, platform = process.platform): Found {
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    return { missing: 'There is no display to open a window on, so Lineament is served to a browser tab.' };
  }
  const none = { missing: "Electron's program cannot be had here, so Lineament is served to a browser tab." };
  try {
    const package_ = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const installed = () => {
      const name = path.join(package_, 'path.txt');
      const folder = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(package_, 'dist');
      const program = path.join(folder, fs.existsSync(name) ? fs.readFileSync(name, 'utf8') : 'electron');
      return fs.existsSync(program) ? program : null;
    };
    const program = installed();
    if (program) return { program };
    if (env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return none;
    say('Fetching Electron, about 100 MB, this once.');
    // Its own words on a failure are a stack; ours are the line below.
    spawnSync(process.execPath, [path.join(package_, 'install.js')], { stdio: 'ignore' });
    const fetched = installed();
    return fetched ? { program: fetched } : none;
  } catch {
    return none;
  }
}
