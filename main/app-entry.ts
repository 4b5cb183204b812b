/** Electron's entry: the app, with Electron itself and the places of the build. */

import path from 'node:path';
import * as electron from 'electron';
import { createApp } from './app.ts';
import { packageFolder } from './host-folder.ts';
import { stateFolder } from './host-store.ts';

const out = path.join(packageFolder(), 'out');
const places = {
  page: path.join(out, 'renderer'),
  preload: path.join(out, 'preload', 'preload.cjs'),
  engine: path.join(out, 'main', 'engine.js'),
  state: stateFolder(),
};

// Not packaged, the program is Electron's and its first argument the folder of the app.
createApp(electron, places, process.argv.slice(electron.app.isPackaged ? 1 : 2)).catch((error: Error) => {
  electron.dialog.showErrorBox('Lineament cannot start', error.message);
  electron.app.exit(1);
});
