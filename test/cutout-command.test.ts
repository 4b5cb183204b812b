/** `lineament cutout` on real pictures, in process: names, formats, failures and what makes no sense. */
import fs from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inFreshFolders, run } from './run-command.ts';

inFreshFolders();

/** A red square on grey-blue, in the fresh folder. */
async function paint(name: string): Promise<void> {
  await sharp({ create: { width: 120, height: 80, channels: 3, background: '#5577aa' } })
    .composite([
      { input: { create: { width: 40, height: 40, channels: 3, background: '#cc3322' } }, left: 40, top: 20 },
    ])
    .toFile(name);
}

const sizeOf = async (file: string) => {
  const { width, height, format, hasAlpha } = await sharp(file).metadata();
  return { width, height, format, hasAlpha };
};

test('help names every option and fits its lines', async () => {
  const { code, stdout } = await run(['cutout', '--help']);
  expect(code).toBe(0);
  for (const name of ['out', 'format', 'mask', 'background', 'parts', 'trim', 'size', 'json', 'quiet'])
    expect(stdout).toContain(`--${name}`);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(112);
});

test('one photo becomes a PNG of its name with transparency, and is never overwritten itself', async () => {
  await paint('cup.png');
  const before = fs.readFileSync('cup.png');
  expect(await run(['cutout', 'cup.png'])).toEqual({ code: 0, stdout: 'cup.png -> cup-png.png\n', stderr: '' });
  expect(fs.readFileSync('cup.png').equals(before)).toBe(true);
  expect(await sizeOf('cup-png.png')).toEqual({ width: 120, height: 80, format: 'png', hasAlpha: true });
});

test('--output with an ending, trimmed, on a colour', async () => {
  await paint('cup.jpg');
  const { code } = await run(['cutout', 'cup.jpg', '--output', 'out/c.webp', '--trim', '--background', '#fff']);
  expect(code).toBe(0);
  const { width, height, format, hasAlpha } = await sizeOf('out/c.webp');
  expect([format, hasAlpha]).toEqual(['webp', false]);
  expect(Math.abs(width! - 40) + Math.abs(height! - 40)).toBeLessThanOrEqual(8);
});

test('a folder: a photo that fails stops nobody, and the summary counts', async () => {
  await paint('holiday/2.jpg');
  fs.rmSync('holiday/10.jpg');
  const { code, stdout, stderr } = await run(['cutout', 'holiday', '-o', 'out', '--format', 'mask']);
  expect(code).toBe(1);
  expect(stdout).toContain('2.mask.png\n2 photos: 1 cut out, 1 failed\n');
  expect(stderr).toBe(
    'lineament: broken.png is empty (0 bytes): expected JPEG, PNG, WebP, AVIF, TIFF, GIF, SVG or HEIC.\n',
  );
  expect(fs.readdirSync('out')).toEqual(['2.mask.png']);
});

test('--json says a start, what was written, failures and an end', async () => {
  await paint('cup.jpg');
  const { stdout } = await run(['cutout', 'cup.jpg', 'nowhere.jpg', '--json', '-o', 'out/']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual(['start', 'done', 'error', 'end']);
  expect(lines[1]).toMatchObject({ photo: 'cup.jpg', notes: [] });
  expect(lines[2].message).toBe('There is no file nowhere.jpg.');
});

test('a run that is stopped leaves the rest', async () => {
  await paint('cup.jpg');
  const { code, stdout } = await run(['cutout', 'cup.jpg', '--json'], { signal: AbortSignal.abort() });
  expect(code).toBe(0);
  expect(stdout).toContain('"stopped":true');
  expect(fs.existsSync('cup.png')).toBe(false);
});

test.each([
  [[], /^lineament: There is no photo to cut out/],
  [['cat.jpg', '--mask', 'none'], /leaves nothing to cut out/],
  [['cat.jpg', '--background', 'pinkish'], /--background takes clear, faded, white, black or a colour/],
  [['cat.jpg', '--parts', '0'], /--parts takes whole numbers from 1 to 255/],
  [['cat.jpg', '--size', '16384'], /--size takes a whole number from 16 to 16383/],
  [['cat.jpg', '-o', 'x.svg'], /x\.svg cannot be written: its ending is none of \.mask\.png, \.png, \.webp/],
  [['cat.jpg', '--format', 'mask', '--background', 'white'], /a mask has none/],
  [['cat.jpg', '--trimm'], /There is no option '--trimm'; did you mean --trim\?/],
])('%j makes no sense, and nothing is done', async (argv, sentence) => {
  const { code, stdout, stderr } = await run(['cutout', ...argv]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(sentence);
});
