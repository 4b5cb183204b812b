import path from 'node:path';
import { expect, test } from 'vitest';
import { fromShared, toShared } from '../../main/queue/shared-folder.ts';

const root = path.resolve('studio');

test('a path goes into a job and comes out of it on a machine where the folder lies elsewhere', () => {
  const name = toShared(root, path.join('studio', 'photos', '..', 'photos', 'a b.jpg'));
  expect(name).toBe('./photos/a b.jpg');
  expect(fromShared(path.resolve('mnt'), name)).toBe(path.resolve('mnt', 'photos', 'a b.jpg'));
  expect(toShared(root, path.join('studio', '..half.jpg'))).toBe('./..half.jpg');
});

test('what lies outside is never put into a job', () => {
  for (const file of ['photo.jpg', path.join('studio', '..', 'studio2', 'a.jpg'), path.resolve('..')])
    expect(() => toShared(root, file)).toThrow(`${file} lies outside the shared folder ${root}`);
});

test.each(['../a.jpg', 'photos/../../a.jpg', '..', '/etc/passwd', 'a\0.jpg'])(
  'a job that names %j is refused',
  (name) => {
    expect(() => fromShared(root, name)).toThrow('leads out of the shared folder: it was not touched.');
  },
);
