import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/**
 * The arrows of the design: hosts → engine → jobs → sketch, vision → strokes, autodiff, models. One row a part: what
 * its files may import besides their own. `models` opens sessions on graphs that `autodiff` has made; `files` knows nothing
 * of what it writes.
 */
const MAY_IMPORT: Record<string, string[]> = {
  hosts: ['engine', 'jobs', 'files'],
  engine: ['jobs'],
  jobs: ['sketch', 'vision', 'strokes', 'autodiff', 'models', 'files'],
  sketch: ['strokes', 'autodiff', 'models'],
  vision: ['strokes', 'autodiff', 'models'],
  models: ['autodiff', 'files'],
  strokes: [],
  autodiff: [],
  files: [],
};

/** Parts that touch neither a file, a process, a session nor Electron: they import nothing from outside at all. */
const PURE = ['sketch', 'strokes', 'autodiff'];

/** Files of main/ itself are hosts, but for these. */
const ENGINE = /^(engine|(\w+-)?contract(-\w+)?|rpc)\.ts$/;

/** Folders that are hosts: the queue is the command line's way to other machines. */
const HOSTS = ['queue'];

/** What the page takes besides from the Node side: files that import nothing. */
const PLAIN = ['main/vision/turbo.ts', 'main/jobs/guide-wish.ts'];

interface Import {
  file: string;
  /** As written: './x.ts', 'node:fs', 'sharp'. */
  target: string;
  /** Types alone: gone before anything runs. */
  types: boolean;
}

function* sources(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (/\.tsx?$/.test(entry.name)) yield file;
  }
}

function importsOf(file: string): Import[] {
  const text = fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const calls = text.matchAll(/\b(?:import|require)\(\s*['"`]([^'"`]+)/g);
  return [
    ...[...statements].map(([, types, target]) => ({ file, target: target!, types: types !== undefined })),
    ...[...calls].map(([, target]) => ({ file, target: target!, types: false })),
  ];
}

function partOf(file: string): string {
  const [top, ...below] = path.posix.relative('main', file).split('/');
  if (HOSTS.includes(top!)) return 'hosts';
  return below.length ? top! : ENGINE.test(top!) ? 'engine' : 'hosts';
}

const imports = [...sources('main')].flatMap(importsOf);

test('the imports are found: the scan knows every shape of them that we use', () => {
  const targets = imports.filter(({ file }) => file === 'main/cli.ts').map(({ target }) => target);
  expect(targets).toEqual(['./commands.ts', './jobs/sketch.ts']);
  expect(imports.some(({ types }) => types)).toBe(true);
  expect(imports.length).toBeGreaterThan(60);
});

test('imports run one way', () => {
  const wrong = imports.flatMap(({ file, target }) => {
    if (!target.startsWith('.')) return [];
    const reached = path.posix.join(path.posix.dirname(file), target);
    if (!reached.startsWith('main/')) return [];
    const [from, to] = [partOf(file), partOf(reached)];
    return from === to || MAY_IMPORT[from]?.includes(to) ? [] : [`${file} → ${reached} (${from} → ${to})`];
  });
  expect(wrong).toEqual([]);
});

test('every folder of main/ has its row', () => {
  const folders = fs.readdirSync('main', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(
    folders.map(({ name }) => name).filter((name) => !Object.hasOwn(MAY_IMPORT, partOf(`main/${name}/any.ts`))),
  ).toEqual([]);
});

test('what is pure imports nothing from outside, not even types', () => {
  const wrong = imports.filter(({ file, target }) => PURE.includes(partOf(file)) && !target.startsWith('.'));
  expect(wrong).toEqual([]);
});

test('what is pure does not ask the process either', () => {
  const asking = [...sources('main')].filter(
    (file) =>
      PURE.includes(partOf(file)) &&
      /\b(process|globalThis|Buffer|__dirname)\s*[.[]/.test(fs.readFileSync(file, 'utf8')),
  );
  expect(asking).toEqual([]);
});

test('relative imports carry their ending, and none leaves the repository', () => {
  const wrong = imports.filter(({ file, target }) => {
    if (!target.startsWith('.')) return false;
    const reached = path.posix.join(path.posix.dirname(file), target);
    return !/\.(ts|json)$/.test(target) || reached.startsWith('..') || !fs.existsSync(reached);
  });
  expect(wrong).toEqual([]);
});

test('the page takes from the Node side its words, its protocol and pure geometry, and nothing else', () => {
  const wrong = [...sources('renderer')].flatMap(importsOf).flatMap(({ file, target, types }) => {
    if (/^(node:|electron|sharp|onnxruntime)/.test(target)) return [`${file} → ${target}`];
    if (types || !target.startsWith('.')) return [];
    const reached = path.posix.join(path.posix.dirname(file), target);
    return !reached.startsWith('main/') ||
      /^main\/(contract(-words)?\.ts|rpc\.ts|strokes\/)/.test(reached) ||
      PLAIN.includes(reached)
      ? []
      : [`${file} → ${reached}`];
  });
  expect(wrong).toEqual([]);
});

test('what the page takes as plain is plain: it imports nothing', () => {
  expect(imports.filter(({ file }) => PLAIN.includes(file))).toEqual([]);
});
