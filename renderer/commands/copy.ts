/** The drawing as it is seen, on the clipboard: as SVG text, or as a PNG rendered by the engine. */

import { visibleStrokes } from '../document/document.ts';
import { pathOf } from '../panels/Drawing.tsx';
import type { app as theApp } from '../state/app.ts';
import { useStore } from '../state/store.ts';

type App = typeof theApp;

function svgText(): string {
  const document = useStore.getState().document!;
  const { width, height } = document.photo;
  const paths = visibleStrokes(document).map(
    (stroke) =>
      `<path d="${pathOf(stroke.points)}" stroke="${stroke.color}" stroke-width="${stroke.width}" stroke-opacity="${stroke.opacity}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<g fill="none" stroke-linecap="round" stroke-linejoin="round">',
    ...paths,
    '</g>',
    '</svg>',
  ].join('\n');
}

export function copyAsSvg(app: App): void {
  void attempt(app, 'Copied as SVG.', async () => {
    const text = svgText();
    const { copied } = await app.connection.host.call('copyPicture', { text, png: null });
    if (!copied) await navigator.clipboard.writeText(text);
  });
}

export function copyAsPng(app: App): void {
  void attempt(app, 'Copied as PNG.', async () => {
    const { png } = await app.connection.engine().call('renderPng', { svg: svgText(), scale: 2 });
    const { copied } = await app.connection.host.call('copyPicture', { text: null, png });
    if (copied) return;
    const blob = new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  });
}

async function attempt(app: App, said: string, copy: () => Promise<void>): Promise<void> {
  try {
    await copy();
    app.notify(said);
  } catch (error) {
    app.notify(`Not copied: ${(error as Error).message}`);
  }
}
