import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inFreshFolders, run } from './run-command.ts';

inFreshFolders();

const SHAPE = ['--model', 'shape', '--mask', 'none'];

/** A picture that can be read. */
async function paint(file: string): Promise<void> {
  await sharp({ create: { width: 40, height: 30, channels: 3, background: '#7a6' } })
    .toFormat('png')
    .toFile(`${file}.part`);
  fs.renameSync(`${file}.part`, file);
}

test('a photo’s depth lands beside, in the format of the name', async () => {
  await paint('cat.jpg');
  const { code, stdout, stderr } = await run(['depth', 'cat.jpg', '-o', 'near.pfm', ...SHAPE]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe('cat.jpg -> near.pfm\n  Estimated from shape. A depth model sees more.\n');
  expect(fs.readFileSync('near.pfm').subarray(0, 8).toString()).toBe('Pf\n40 30');
  await run(['depth', 'cat.jpg', ...SHAPE]);
  expect((await sharp('cat.png').metadata()).depth).toBe('ushort');
});

test('a folder is measured into a folder; one that fails does not stop the others', async () => {
  await paint('holiday/2.jpg');
  await paint('holiday/10.jpg');
  const { code, stdout, stderr } = await run(['depth', 'holiday', '--output', 'deep', '--format', 'colour', ...SHAPE]);
  expect(code).toBe(1);
  expect(stderr).toContain('broken.png is empty');
  expect(stdout).toContain('3 photos: 2 measured, 1 failed\n');
  expect(fs.readdirSync('deep').sort()).toEqual(['10.colour.png', '2.colour.png']);
});

test('what no one can mean is said before anything is read', async () => {
  const said = async (...argv: string[]) => {
    const { code, stderr } = await run(['depth', ...argv]);
    return [code, stderr];
  };
  expect(await said()).toEqual([2, 'lineament: There is no photo to measure: lineament depth PHOTO... [-o OUT].\n']);
  expect(await said('cat.jpg', '-o', 'x.svg')).toEqual([
    2,
    'lineament: x.svg cannot be written: its ending is none of .colour.png, .grey.png, .png, .pfm, .ply.\n',
  ]);
  expect(await said('cat.jpg', '-o', 'x.ply', '--format', 'pfm')).toEqual([
    2,
    'lineament: --format pfm contradicts the ending of x.ply.\n',
  ]);
  expect((await said('cat.jpg', '--format', 'tiff'))[1]).toContain('--format takes one of png16, grey, colour');
  expect(fs.readdirSync('.').sort()).toEqual(['cat.jpg', 'holiday']);
});

test('a picture is never measured onto itself', async () => {
  await paint('holiday/sea.png');
  const { stdout } = await run(['depth', 'holiday/sea.png', '-o', 'holiday', ...SHAPE]);
  expect(stdout).toContain(`-> ${path.join('holiday', 'sea-png.png')}`);
  // A plain PNG's name may be given any of the PNG formats.
  expect((await run(['depth', 'holiday/sea.png', '-o', 'g.png', '--format', 'grey', ...SHAPE])).code).toBe(0);
  expect((await sharp('g.png').metadata()).depth).toBe('uchar');
});

test('other programs get a line of JSON for each photo', async () => {
  await paint('cat.jpg');
  const { stdout } = await run(['depth', 'cat.jpg', '--json', ...SHAPE]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual(['start', 'done', 'end']);
  expect(lines[1]).toMatchObject({ photo: 'cat.jpg', files: ['cat.png'] });
});

test('its help tells every option, and the command is listed', async () => {
  expect((await run(['depth', '--help'])).stdout).toMatch(/--format F .*\n[\s\S]*--size N/);
  expect((await run(['--help'])).stdout).toMatch(/ depth +Say how near/);
});
