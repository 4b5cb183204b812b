/** Builds what the tests run as a person would run it, where the build is missing or older than its sources. */

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const BUILT = ['out/main/cli.js', 'out/main/engine.js', 'out/renderer/index.html'];
const SOURCES = ['main', 'renderer', 'assets/samples', 'electron.config.ts', 'package.json'];

export default function setup(): void {
  const oldest = Math.min(...BUILT.map((file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0));
  if (SOURCES.every((source) => newestIn(source) < oldest)) return;
  const builder = path.resolve('node_modules/electron-vite/bin/electron-vite.js');
  execFileSync(process.execPath, [builder, 'build', '-c', 'electron.config.ts', '--logLevel', 'error'], {
    stdio: 'pipe',
  });
}

function newestIn(source: string): number {
  const entry = fs.statSync(source);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(...fs.readdirSync(source).map((name) => newestIn(path.join(source, name))));
}
