/** What becomes a photo of a batch: files by name or type, folders as browsers tell them, in the order of people. */

import { expect, test } from 'vitest';
import { givenByChooser, givenByDrop, isPicture, photosAmong } from '../../renderer/batch/intake.ts';

const file = (name: string, type = '', webkitRelativePath = '') => ({ name, type, webkitRelativePath }) as File;
const names = (files: readonly { name: string }[]) => files.map(({ name }) => name);

test('a picture is told by its name, or by its type where the name says nothing', () => {
  for (const name of ['a.JPG', 'b.heic', 'c.svgz', 'd.tiff', 'e.avif']) expect(isPicture(file(name))).toBe(true);
  expect(isPicture(file('image', 'image/png'))).toBe(true);
  for (const name of ['notes.txt', 'jpg', 'a.jpg.zip', 'a.lineament']) expect(isPicture(file(name))).toBe(false);
});

test('of several files those that are no pictures are named, by the first and a number', () => {
  const given = ['a.jpg', 'notes.txt', 'b.png', 'c.doc', 'd.pdf'].map((name) => file(name));
  expect(names(photosAmong(given).photos)).toEqual(['a.jpg', 'b.png']);
  expect(photosAmong(given).note).toBe(
    'notes.txt and 2 other files are no pictures. Drop JPEG, PNG, HEIC, WebP, TIFF, GIF or SVG.',
  );
  expect(photosAmong(given.slice(0, 2)).note).toMatch(/^notes\.txt is not a picture\./);
  expect(photosAmong(given.slice(0, 4)).note).toMatch(/^notes\.txt and 1 other file are no pictures/);
  expect(photosAmong([file('a.jpg')]).note).toBeNull();
});

test('a chosen folder gives its own pictures, 2 before 10, not those of its folders, and not SVGs, which are mostly ours', () => {
  const paths = ['zoo/10.jpg', 'zoo/2.jpg', 'zoo/deep/1.jpg', 'zoo/.hidden.jpg', 'zoo/2.svg', 'zoo/notes.txt'];
  const given = givenByChooser(paths.map((path) => file(path.split('/').at(-1)!, '', path)));
  expect(names(given.files)).toEqual(['2.jpg', '10.jpg']);
  expect(given.folders).toEqual(['zoo']);
  expect(givenByChooser([])).toEqual({ files: [], folders: [] });
});

/** A folder as a drop tells it: its entries in portions of two, then none. */
function folder(name: string, files: readonly string[]) {
  const portions = [files.slice(0, 2), files.slice(2, 4), files.slice(4)].filter((some) => some.length);
  const entry = (one: string) =>
    one.endsWith('/')
      ? { name: one, isFile: false }
      : {
          name: one,
          isFile: true,
          file: (take: (f: File) => void, fail: () => void) => (one === 'gone.jpg' ? fail() : take(file(one))),
        };
  return {
    ...{ name, isDirectory: true },
    createReader: () => {
      const left = [...portions];
      return { readEntries: (take: (some: unknown[]) => void) => take((left.shift() ?? []).map(entry)) };
    },
  };
}

test('a drop of files and folders gives the files as they are and of each folder its pictures', async () => {
  const item = (kind: string, entry: unknown, own: File | null) => ({
    ...{ kind, webkitGetAsEntry: () => entry, getAsFile: () => own },
  });
  const zoo = folder('zoo', ['b10.jpg', 'sub/', 'b2.jpg', 'gone.jpg', 'notes.txt']);
  const items = [
    item('file', { isDirectory: false }, file('first.txt')),
    item('string', null, null),
    item('file', zoo, null),
    item('file', null, file('pasted.png')),
    item('file', folder('empty', []), null),
  ];
  const given = await givenByDrop({ items } as unknown as DataTransfer);
  expect(names(given.files)).toEqual(['first.txt', 'b2.jpg', 'b10.jpg', 'pasted.png']);
  expect(given.folders).toEqual(['zoo', 'empty']);
});
