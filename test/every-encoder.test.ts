/**
 * The same command with the encoder's name changed: every encoder gives a sketch, or one clear sentence why not. Encoders
 * that are not of this repository are tried where they are there.
 */

import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { readSvg } from '../main/strokes/svg-read.ts';
import { pearMask, pearPhoto } from './jobs/live-photo.ts';
import { inFreshFolders, run } from './run-command.ts';

vi.setConfig({ testTimeout: 240_000 });
const home = process.cwd();
inFreshFolders();

const fixture = (name: string) => path.join(home, 'test', 'fixtures', name);
const shared = (name: string) => path.join(home, '..', 'shared', name);

const ENCODERS = [
  'built-in',
  fixture('vit-clip-opset17.onnx'),
  fixture('resnet-clip-opset11.onnx'),
  shared('models/mobilenetv2-features.onnx'),
  shared('models/squeezenet1.1.onnx'),
  // Weights are random: it must run, not please.
  shared('fixtures/wild/hf-clip-dynamo-20.onnx'),
  shared('fixtures/wild/hf-clip-dynamo-19-fp16.onnx'),
  shared('fixtures/wild/hf-clip-dynamo-18-external.onnx'),
  shared('fixtures/wild/hf-siglip-legacy-14.onnx'),
];

async function sketchBy(encoder: string, ...more: string[]) {
  fs.writeFileSync('pear.png', await pearPhoto());
  fs.writeFileSync('mask.png', await pearMask());
  const quick = ['--mask', 'mask.png', '--strokes', '4', '--seeds', '1', '--steps', '8', '--device', 'cpu'];
  const loadJob = async () => (await import('../main/jobs/sketch.ts')).sketchPhoto;
  return run(['sketch', 'pear.png', '-o', 'pear.svg', '--encoder', encoder, ...quick, ...more], { loadJob });
}

for (const encoder of ENCODERS)
  test.skipIf(path.isAbsolute(encoder) && !fs.existsSync(encoder))(
    `a sketch by ${path.basename(encoder)}`,
    async () => {
      const { code, stderr } = await sketchBy(encoder);
      expect([code, stderr]).toEqual([0, '']);
      const { drawing, metadata } = readSvg(fs.readFileSync('pear.svg', 'utf8'));
      expect(drawing.strokes).toHaveLength(4);
      for (const { points } of drawing.strokes) expect(points.every(Number.isFinite)).toBe(true);
      const { objective, settings } = metadata as { objective: number; settings: { encoder: string } };
      expect(objective).toBeGreaterThan(0);
      expect(settings.encoder).toBe(path.basename(encoder));
    },
  );

test('a drawing tells its views, and another machine that is asked for them draws the same', async () => {
  const [told, written] = [new Map<string, number>(), new Map<string, string>()];
  for (const more of [[], ['--views', '2'], ['--views', '1']]) {
    await sketchBy(fixture('vit-clip-opset17.onnx'), ...more);
    const text = fs.readFileSync('pear.svg', 'utf8');
    const { settings } = readSvg(text).metadata as { settings: { views: number } };
    told.set(more.join(' '), settings.views);
    written.set(more.join(' '), text);
  }
  expect(Object.fromEntries(told)).toEqual({ '': 2, '--views 2': 2, '--views 1': 1 });
  expect(written.get('--views 2')).toBe(written.get(''));
  expect(readSvg(written.get('--views 1')!).drawing).not.toEqual(readSvg(written.get('')!).drawing);
});

test('what is no encoder is one sentence, and nothing is written', async () => {
  vi.stubEnv('LINEAMENT_MODELS', process.cwd());
  fs.writeFileSync('notes.onnx', 'hello');
  for (const encoder of ['no-such-model', 'notes.onnx', 'clip-rn101']) {
    const { code, stderr } = await sketchBy(encoder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lineament: [^\n]+\n$/);
    expect(stderr).toContain(encoder === 'clip-rn101' ? 'CLIP RN101' : encoder);
    expect(fs.existsSync('pear.svg')).toBe(false);
  }
  vi.unstubAllEnvs();
});
