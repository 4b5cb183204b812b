/**
 * From the words of a command to a list of photos: files, folders and glob patterns.
 *
 * Shells on Windows leave patterns as they are, and quoted ones reach us everywhere, so we expand them ourselves:
 * `*`, `?`, `[a-z]`, `[!a-z]`, `{jpg,png}` and `**` (any depth; links to folders are not followed there). A word that
 * is the name of a file is that file, whatever is in it. A folder stands for the photos in it, not for its folders.
 */

import fs from 'node:fs/promises';
import path from 'node:path';

/** A photo to be sketched, or a word that led to none and why. */
export interface Listed {
  photo: string;
  /** One sentence. */
  error?: string;
}

/** Endings of the pictures we read. */
const PHOTO_ENDINGS = /\.(jpe?g|jfif|png|webp|avif|tiff?|gif|hei[cf])$/i;
/** Vector pictures are read when they are named, but not picked from folders: there they are mostly our own sketches. */
const NAMED_ENDINGS = /\.svgz?$/i;

/** Whether a file's name is that of a picture we read. */
export function isPictureName(name: string): boolean {
  return PHOTO_ENDINGS.test(name) || NAMED_ENDINGS.test(name);
}

const PATTERN = /[*?[{]/;
const MOST_ALTERNATIVES = 1000;

/**
 * @returns the photos in the order of the words, those of a folder or pattern in the order of their names, none twice;
 * `several` says whether the words may stand for more than one, even if they happen to find one alone.
 */
export async function listPhotos(words: string[]): Promise<{ listed: Listed[]; several: boolean }> {
  const listed: Listed[] = [];
  const seen = new Set<string>();
  let several = words.length > 1;
  for (const word of words) {
    const kind = await fs.stat(word).catch(() => null);
    let found: Listed[];
    if (kind?.isDirectory()) {
      several = true;
      found = await photosIn(word);
    } else if (!kind && PATTERN.test(word)) {
      several = true;
      found = (await expandGlob(word)).map((photo) => ({ photo }));
      if (!found.length) found = [{ photo: word, error: `No photo matches ${word}.` }];
    } else found = [kind ? { photo: word } : { photo: word, error: `There is no file ${word}.` }];
    for (const entry of found) {
      const key = path.resolve(entry.photo);
      if (!seen.has(key)) listed.push(entry);
      seen.add(key);
    }
  }
  return { listed, several };
}

async function photosIn(folder: string): Promise<Listed[]> {
  const entries = await fs.readdir(folder).catch(() => null);
  if (!entries) return [{ photo: folder, error: `The folder ${folder} may not be read: give yourself permission.` }];
  const names = entries.filter((name) => PHOTO_ENDINGS.test(name) && !name.startsWith('.'));
  if (!names.length) return [{ photo: folder, error: `The folder ${folder} has no photos in it.` }];
  return inOrder(names).map((name) => ({ photo: path.join(folder, name) }));
}

/** Numbers by their size, so that 2.jpg comes before 10.jpg; the same everywhere, whatever the person's language. */
function inOrder(names: string[]): string[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return names.sort((a, b) => compare(a, b) || (a < b ? -1 : 1));
}

/** The photos that a pattern matches, in the order of their names. */
export async function expandGlob(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const alternative of alternatives(pattern)) {
    const parts = alternative.split(process.platform === 'win32' ? /[\\/]+/ : /\/+/);
    const absolute = path.isAbsolute(alternative);
    const root = absolute ? `${parts.shift()}${path.sep}` : '';
    for (const file of await walk(root, parts)) {
      if (NAMED_ENDINGS.test(alternative) ? isPictureName(file) : PHOTO_ENDINGS.test(file)) found.add(file);
    }
  }
  return inOrder([...found]);
}

/** `{a,b}` spelled out; a brace without its mate is a character like others. */
function alternatives(pattern: string): string[] {
  const open = pattern.search(/\{[^{}]*,[^{}]*\}/);
  if (open < 0) return [pattern];
  const close = pattern.indexOf('}', open);
  const all: string[] = [];
  for (const word of pattern.slice(open + 1, close).split(',')) {
    all.push(...alternatives(pattern.slice(0, open) + word + pattern.slice(close + 1)));
    if (all.length > MOST_ALTERNATIVES) throw new Error(`The pattern ${pattern} stands for more than 1000 others.`);
  }
  return all;
}

async function walk(folder: string, parts: string[]): Promise<string[]> {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  if (part === '**') {
    const here = await walk(folder, rest.length ? rest : ['*']);
    const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    const below = await Promise.all(folders.map(({ name }) => walk(path.join(folder, name), parts)));
    return [...here, ...below.flat()];
  }
  if (part === '' || part === '.' || part === '..' || !PATTERN.test(part)) {
    const next = path.join(folder, part);
    if (rest.length) return walk(next, rest);
    const kind = await fs.stat(next).catch(() => null);
    return kind?.isFile() ? [next] : [];
  }
  const matches = segmentPattern(part);
  const entries = (await entriesOf(folder)).filter(
    ({ name }) => matches.test(name) && (part.startsWith('.') || !name.startsWith('.')),
  );
  const found = await Promise.all(
    entries.map(async ({ name }) => {
      const next = path.join(folder, name);
      const kind = await fs.stat(next).catch(() => null);
      if (rest.length) return kind?.isDirectory() ? walk(next, rest) : [];
      return kind?.isFile() ? [next] : [];
    }),
  );
  return found.flat();
}

async function entriesOf(folder: string) {
  return fs.readdir(folder || '.', { withFileTypes: true }).catch(() => []);
}

/** One part of a pattern as a regular expression for a file's name. */
function segmentPattern(part: string): RegExp {
  const source = part.replace(/\*+|\?|\[[!^]?[^\]]+\]|[\\^$.|+()[\]{}]/g, (token) => {
    if (token.startsWith('*')) return '.*';
    if (token === '?') return '.';
    if (token.length > 2 && token.startsWith('['))
      return `[${/^\[[!^]/.test(token) ? '^' : ''}${token.slice(/^\[[!^]/.test(token) ? 2 : 1, -1).replace(/[\\\]^[]/g, '\\$&')}]`;
    return `\\${token}`;
  });
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    // A range that runs backwards, such as [z-a], matches nothing.
    return /(?!)/;
  }
}
