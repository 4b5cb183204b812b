/**
 * The documentation held against the program: what it links to is there, the command lines it shows are understood, the
 * keys it names press commands.
 */

import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';

vi.mock('../renderer/state/app.ts', () => ({ app: {} }));

import type { Host } from '../main/command-host.ts';
import { runCommand } from '../main/commands.ts';
import { commands } from '../renderer/commands/table.ts';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md'],
  ...fs.readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** Bytes of all pictures of docs/. */
const MOST_BYTES = 1.5e6;

const textOf = (page: string): string => fs.readFileSync(page, 'utf8');
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

test.each(PAGES)('%s links to what is there', (page) => {
  const links = [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  const missing = links.filter((target) => {
    if (/^https:/.test(target)) return false;
    const [file = '', place] = target.split('#');
    const reached = file ? path.join(path.dirname(page), file) : page;
    return !fs.existsSync(reached) || (place !== undefined && !headingsOf(reached).includes(place));
  });
  expect(missing).toEqual([]);
});

/** A page's headings as GitHub names their places. */
function headingsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, words]) =>
    words!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every picture of docs/ is shown somewhere, and together they are small', () => {
  const all = PAGES.map(textOf).join('\n');
  const pictures = fs.readdirSync('docs/pictures');
  expect(pictures.filter((name) => !all.includes(`pictures/${name}`))).toEqual([]);
  const bytes = pictures.reduce((sum, name) => sum + fs.statSync(path.join('docs/pictures', name)).size, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});

/** Command lines of our own in code blocks and between backquotes, with what a shell keeps to itself taken off. */
function commandLines(page: string): string[] {
  const text = textOf(page);
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
    block!.replace(/\\\n\s*/g, ' ').split('\n'),
  );
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
  return [...blocks, ...inline]
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(/&&|\|\||[|;>]/))
    .map((part) => part.trim().replace(/^(\w+=\S+\s+)*(npx\s+)?(?=lineament\b)/, ''))
    .filter((part) => /^lineament\s/.test(part));
}

/** Words as a shell splits them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare!);
}

/** What the program has against a command line; null: it is understood. Nothing is done: --help is asked for at its end. */
async function complaint(line: string): Promise<string | null> {
  const [, ...argv] = wordsOf(line);
  let said = '';
  const stream = { isTTY: false, columns: 80, write: () => true };
  const host = {
    ...{ stdout: stream, env: {}, clock: () => 0, signal: new AbortController().signal },
    stderr: { ...stream, write: (text: string) => (said += text) !== '' },
    loadJob: () => Promise.reject(new Error('A command line was run that was to be read only.')),
  } as unknown as Host;
  // One command speaks past its host.
  const quiet = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  for (const spy of quiet) spy.mockImplementation((text) => (said += text) !== '');
  const code = await runCommand([...argv, '--help'], host);
  for (const spy of quiet) spy.mockRestore();
  return code === 0 ? null : `${line}: ${said.trim()}`;
}

test('the reading of command lines from pages finds them, and a wrong one is one', async () => {
  const shown = commandLines('docs/command-line.md');
  expect(shown).toContain('lineament sketch photo.jpg');
  expect(shown.length).toBeGreaterThan(15);
  expect(await complaint('lineament sketch photo.jpg --stroke 8')).toMatch(/did you mean --strokes/);
  expect(await complaint('lineament paint photo.jpg')).toMatch(/There is no command 'paint'/);
});

test.each(PAGES)('%s shows command lines that the program understands', async (page) => {
  const complaints: string[] = [];
  for (const line of commandLines(page)) {
    const said = await complaint(line);
    if (said !== null) complaints.push(said);
  }
  expect(complaints).toEqual([]);
});

/** Keys in the first column of tables that call it "key". */
function keysOf(page: string): string[] {
  return [...textOf(page).matchAll(/^\| key \|.*\n\|[-|: ]+\n((?:\|.*\n?)+)/gm)].flatMap(([, rows]) =>
    rows!.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, key]) => key!)),
  );
}

test('keys in tables press commands', () => {
  const known = new Set(commands.flatMap(({ keys }) => keys));
  const named = PAGES.flatMap((page) => keysOf(page).map((key) => ({ page, key })));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ key }) => !known.has(key))).toEqual([]);
});

test('CI is a clean install and npm run check', () => {
  const script = textOf('.ci/run').split('\n');
  const does = script.filter((line) => line && !/^(#|set |cd )/.test(line));
  expect(does).toEqual(['npm ci', 'npm run check']);
});

test('scripts that pages tell to run are there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const told = PAGES.flatMap((page) => [...textOf(page).matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name!));
  expect(told.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
