import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { overlap } from '../../bench/mask.ts';
import { filesOfTar } from '../../bench/tar.ts';

test('overlap is what both have over what either has', () => {
  const truth = Uint8Array.from([255, 200, 128, 127, 0, 0]);
  expect(overlap((i) => i < 3, truth)).toBe(1);
  expect(overlap((i) => i > 0 && i < 5, truth)).toBe(2 / 5);
  expect(overlap(() => false, truth)).toBe(0);
  expect(overlap(() => false, new Uint8Array(6))).toBe(1);
});

test('a tar’s plain files are found by name, its folders passed over, names split at 100 bytes joined', () => {
  const header = (name: string, size: number, type: string, prefix = '') => {
    const block = Buffer.alloc(512);
    block.write(name, 0);
    block.write(size.toString(8).padStart(11, '0'), 124);
    block.write(type, 156);
    block.write(prefix, 345);
    return block;
  };
  const body = Buffer.alloc(1024);
  body.fill('x', 0, 513);
  const blocks = [
    header('emoji/', 0, '5'),
    header('emoji/large', 513, '0'),
    body,
    header('empty', 0, '0'),
    header('deep', 1, '0', 'a/b'),
    Buffer.alloc(512, 'y'),
    Buffer.alloc(1024),
  ];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-tar-'));
  const file = path.join(folder, 'some.tar');
  fs.writeFileSync(file, Buffer.concat(blocks));
  const files = filesOfTar(file);
  fs.rmSync(folder, { recursive: true });
  expect([...files.keys()]).toEqual(['emoji/large', 'empty', 'a/b/deep']);
  expect([...files.get('emoji/large')!]).toEqual(Array(513).fill('x'.charCodeAt(0)));
  expect(files.get('a/b/deep')).toHaveLength(1);
});
