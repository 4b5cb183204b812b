import { expect, test } from 'vitest';
import { readSvg } from '../../main/strokes/svg-read.ts';
import { hide, lock, setShown } from '../../renderer/document/edits.ts';
import { EXPORT_FORMATS, type ExportEngine, encodeExport, type FormatId } from '../../renderer/export/formats.ts';
import { framesOf } from '../../renderer/export/run-frames.ts';
import { exportSource } from '../../renderer/export/source.ts';
import { documentOf } from '../document/documents.ts';

/** An engine that keeps what it was asked and answers with one byte. */
function engineThatListens(): { engine: ExportEngine; asked: [string, Record<string, unknown>][] } {
  const asked: [string, Record<string, unknown>][] = [];
  const call = async (name: string, input: Record<string, unknown>): Promise<unknown> => {
    asked.push([name, input]);
    return { png: Uint8Array.of(1), bytes: Uint8Array.of(2), width: 1, height: 1 };
  };
  return { engine: { call } as unknown as ExportEngine, asked };
}
const { engine } = engineThatListens();
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const source = exportSource(documentOf(5));

test('what is exported is what is shown', () => {
  const few = hide(lock(setShown(documentOf(6), 2), ['s5'], true), ['s1'], true);
  expect(exportSource(few).drawing.strokes.map(({ points }) => points[1])).toEqual([20, 50]);
  expect(exportSource(few).drawing.strokes[0]).toEqual({
    points: few.strokes[1]!.points,
    width: 2,
    color: '#000000',
    opacity: 1,
  });
});

test('SVG: the drawing comes back, with seed and settings and paper where they are asked for', async () => {
  const { defaults } = EXPORT_FORMATS.svg;
  const full = readSvg(textOf((await encodeExport('svg', source, { ...defaults, paper: true }, engine)).bytes));
  expect(full.drawing).toEqual(source.drawing);
  expect(full.metadata).toEqual(source.metadata);
  expect([full.background, full.title]).toEqual(['#ffffff', 'hen']);
  const bare = { minified: true, decimals: 0, paper: false, settings: false };
  const small = await encodeExport('svg', source, bare, engine);
  const read = readSvg(textOf(small.bytes));
  expect(read.drawing).toEqual(source.drawing);
  expect([read.metadata, read.background, read.title]).toEqual([null, null, null]);
});

test('animated SVG lasts as long as it is told, again and again if so wanted', async () => {
  const { defaults } = EXPORT_FORMATS.animated;
  const once = textOf((await encodeExport('animated', source, { ...defaults, seconds: 7 }, engine)).bytes);
  expect(once).toContain('animation:7s linear 1}');
  const loop = textOf(
    (await encodeExport('animated', source, { ...defaults, loop: true, minified: true }, engine)).bytes,
  );
  expect(loop).toContain('linear infinite');
  expect(readSvg(loop).drawing).toEqual(source.drawing);
});

test('PNG is drawn by the engine from the SVG, on paper or on nothing', async () => {
  const { engine: listening, asked } = engineThatListens();
  const { bytes } = await encodeExport('png', source, { scale: 3, paper: true }, listening);
  await encodeExport('png', source, { scale: 1, paper: false }, listening);
  expect(bytes).toEqual(Uint8Array.of(1));
  expect(asked.map(([name, { scale, svg }]) => [name, scale, readSvg(svg as string).background])).toEqual([
    ['renderPng', 3, '#ffffff'],
    ['renderPng', 1, null],
  ]);
});

test.each(['gif', 'webp'] as const)('%s: the strokes come one by one where no run was seen', async (format) => {
  const { engine: listening, asked } = engineThatListens();
  await encodeExport(format, source, { seconds: 2, width: 320 }, listening);
  const [[name, input]] = asked as [[string, Record<string, unknown>]];
  expect([name, input['format'], input['width'], input['seconds']]).toEqual(['renderRun', format, 320, 2]);
  const counts = (input['frames'] as string[]).map((svg) => svg.match(/<path/g)?.length ?? 0);
  expect(counts).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a long run is shown by as many frames as there is time for, the exported drawing last', () => {
  const run = Array.from({ length: 2000 }, (_, width) => ({ width, height: 1, strokes: [] }));
  const frames = framesOf({ drawing: source.drawing, run }, 4);
  expect(frames).toHaveLength(80);
  expect([frames[0], frames.at(-1)]).toEqual([run[0], source.drawing]);
  const steps = frames.slice(1, -1).map(({ width }, i) => width - frames[i]!.width);
  expect([Math.min(...steps), Math.max(...steps)]).toEqual([25, 26]);
  expect(framesOf({ drawing: source.drawing, run }, 60)).toHaveLength(600);
  expect(framesOf({ drawing: source.drawing, run }, 0.01)).toEqual([source.drawing]);
});

test('PDF has the document’s name and page', async () => {
  const tight = textOf((await encodeExport('pdf', source, EXPORT_FORMATS.pdf.defaults, engine)).bytes);
  expect(tight).toContain('/MediaBox [0 0 300 225]');
  expect(tight).toContain('/Title <FEFF00680065006E>');
  const sheet = { page: 'a4', margin: 15, paper: true } as const;
  expect(textOf((await encodeExport('pdf', source, sheet, engine)).bytes)).toContain(
    '1 1 1 rg 0 0 841.89 595.276 re f',
  );
});

test('every row can be encoded as it is at first, also with nothing drawn', async () => {
  for (const drawing of [source, exportSource(documentOf(0))])
    for (const id of Object.keys(EXPORT_FORMATS) as FormatId[]) {
      const row = EXPORT_FORMATS[id];
      const { bytes } = await encodeExport(id, drawing, row.defaults, engine);
      expect(bytes.length, id).toBeGreaterThan(0);
      expect(row.ending).toMatch(/^\.[a-z]+$/);
    }
});
