/** The drawing as it is seen, on the clipboard: the same files as the export dialog's, without asking. */

import { copyExport, encode } from '../dialogs/exports.ts';
import { useStore } from '../state/store.ts';
import { notify } from '../state/voice.ts';

export function copyAsSvg(): void {
  void copy('svg', { minified: false, decimals: 2, paper: false, settings: false });
}

export function copyAsPng(): void {
  void copy('png', { scale: 2, paper: false });
}

async function copy(format: 'svg' | 'png', options: Parameters<typeof encode>[2]): Promise<void> {
  try {
    const { bytes } = await encode(format, useStore.getState().document!, options);
    await copyExport(format, bytes);
    notify(`Copied as ${format.toUpperCase()}.`);
  } catch (error) {
    notify(`Not copied: ${(error as Error).message}`);
  }
}
