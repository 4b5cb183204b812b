import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findElectron } from '../../main/find-electron.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-electron-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function find(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') {
  const said: string[] = [];
  return { found: findElectron((line) => said.push(line), env, platform), said };
}

/** An Electron of our own choosing, and nothing fetched. */
const here = { ELECTRON_OVERRIDE_DIST_PATH: folder, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' };

test('Linux without a display has nowhere to open a window, and nothing is fetched for it', () => {
  const { found, said } = find({});
  expect(found).toEqual({ missing: expect.stringMatching(/^There is no display .*\.$/) });
  expect(said).toEqual([]);
});

test.each([
  ['X', { DISPLAY: ':0' }, 'linux'],
  ['Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux'],
  ['macOS, whose display has no name', {}, 'darwin'],
] as const)('with a display, %s, only a missing program is in the way', (_name, env, platform) => {
  expect(find({ ...env, ...here }, platform).found).toEqual({
    missing: expect.stringMatching(/^Electron's program cannot be had here.*\.$/),
  });
});

test('a program that is there is opened', () => {
  const named = path.resolve('node_modules/electron/path.txt');
  const program = path.join(folder, fs.existsSync(named) ? fs.readFileSync(named, 'utf8') : 'electron');
  fs.mkdirSync(path.dirname(program), { recursive: true });
  fs.writeFileSync(program, '');
  expect(find({ DISPLAY: ':0', ...here })).toEqual({ found: { program }, said: [] });
});
