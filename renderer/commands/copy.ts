/** The drawing as it is seen, on the clipboard: the same files as the export dialog's, without asking. */

import { copyExport, encode } from '../dialogs/exports.ts';
import type { app as theApp } from '../state/app.ts';
import { useStore } from '../state/store.ts';

type App = typeof theApp;

export function copyAsSvg(app: App): void {
  void copy(app, 'svg', { minified: false, decimals: 2, paper: false, settings: false });
}

export function copyAsPng(app: App): void {
  void copy(app, 'png', { scale: 2, paper: false });
}

async function copy(app: App, format: 'svg' | 'png', options: Parameters<typeof encode>[2]): Promise<void> {
  try {
    const { bytes } = await encode(format, useStore.getState().document!, options);
    await copyExport(format, bytes);
    app.notify(`Copied as ${format.toUpperCase()}.`);
  } catch (error) {
    app.notify(`Not copied: ${(error as Error).message}`);
  }
}
