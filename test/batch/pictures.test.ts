/** Small pictures of photos: what is not tried again, and what is. */

import { expect, test } from 'vitest';
import { ConnectionLost } from '../../main/rpc.ts';
import { Pictures } from '../../renderer/batch/pictures.ts';
import { waitingItem } from '../../renderer/batch/queue.ts';

const unused = () => Promise.reject(new Error('not asked'));

test('a photo that cannot be read is read once, one under which the engine was ended again', async () => {
  const read: string[] = [];
  const errors: Record<string, Error> = { broken: new Error('It is no photo.'), cut: new ConnectionLost() };
  const pictures = new Pictures({
    photo: ({ name }) => {
      read.push(name);
      return Promise.reject(errors[name]);
    },
    preview: unused,
  });
  for (const name of ['broken', 'broken', 'cut', 'cut'])
    expect(await pictures.of(waitingItem(name, name, null))).toBeNull();
  expect(read).toEqual(['broken', 'cut', 'cut']);
});
