import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { expandGlob, listPhotos } from '../../main/jobs/photo-list.ts';
import { inFreshFolders } from '../run-command.ts';

inFreshFolders();

test.each([
  ['holiday/*.jpg', ['2.jpg', '10.jpg']],
  ['holiday/*', ['2.jpg', '10.jpg', 'broken.png']],
  ['holiday/*.svg', ['x.svg']],
  ['holiday/?.jpg', ['2.jpg']],
  ['*/[0-9]*.{jpg,png}', ['2.jpg', '10.jpg']],
  ['holiday/[!0-9]*', ['broken.png']],
  ['**/2.jpg', ['2.jpg']],
  ['**', ['cat.jpg', '2.jpg', '10.jpg', 'broken.png']],
  ['holiday/[z-a].jpg', []],
  ['holiday/(*', []],
  ['nowhere/*.jpg', []],
])('the pattern %s finds %j', async (pattern, names) => {
  expect((await expandGlob(pattern)).map((file) => path.basename(file))).toEqual(names);
});

test('a file whose name looks like a pattern is that file; nothing is listed twice', async () => {
  fs.writeFileSync('a[1].jpg', '');
  const { listed, several } = await listPhotos(['a[1].jpg']);
  expect([listed, several]).toEqual([[{ photo: 'a[1].jpg' }], false]);
  expect((await listPhotos(['cat.jpg', './cat.jpg', '*.jpg'])).listed.map(({ photo }) => photo)).toEqual([
    'cat.jpg',
    'a[1].jpg',
  ]);
});

test('a folder that may not be read stops nobody', async () => {
  const denied = vi.spyOn(fs.promises, 'readdir').mockRejectedValueOnce(new Error('EACCES: permission denied'));
  const { listed } = await listPhotos(['holiday', 'cat.jpg']);
  denied.mockRestore();
  expect(listed).toEqual([
    { photo: 'holiday', error: 'The folder holiday may not be read: give yourself permission.' },
    { photo: 'cat.jpg' },
  ]);
});
