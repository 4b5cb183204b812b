/**
 * `npm start [photo…]`: opens the app in Electron, or, where that cannot be, in a browser tab, and says why in one line.
 * Electron that ends in an error (a system without its libraries, a crash) is a reason too; what was kept is offered.
 */

import { spawn } from 'node:child_process';
import path from 'node:path';
import { findElectron } from './find-electron.ts';
import { packageFolder } from './host-folder.ts';
import { startWeb } from './web.ts';

/** The commands that open an address in the default browser. */
const OPENERS: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

const files = process.argv.slice(2).map((file) => path.resolve(file));
const found = findElectron((line) => console.log(line));
const reason = 'missing' in found ? found.missing : await openWindow(found.program);
if (reason) {
  console.log(reason);
  await openTab();
}

/** Runs the app until it is closed. @returns why it could not run, null where all went well */
async function openWindow(program: string): Promise<string | null> {
  // Editors built on Electron set this in their terminals; with it the program would be plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const app = spawn(program, [packageFolder(), ...files], { stdio: 'inherit', env });
  const end = await new Promise<number | string>((resolve) => {
    app.on('exit', (code, signal) => resolve(code ?? signal ?? 0));
    app.on('error', (error) => resolve(error.message));
  });
  return end === 0 ? null : `Electron ended with ${end}, so Lineament is served to a browser tab.`;
}

/** Serves the app until Ctrl C. */
async function openTab(): Promise<void> {
  const { url, close } = await startWeb({ files });
  console.log(`Lineament: ${url}`);
  console.log('The address is good once, for one browser. Ctrl C ends it.');
  const display = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (display && process.env['LINEAMENT_NO_BROWSER'] !== '1') openBrowser(url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
}

function openBrowser(url: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  // Without a browser to open, the address is there to read.
  opener.on('error', () => {});
  opener.unref();
}
