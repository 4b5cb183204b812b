/** What stands outside the page, and how often the host is told. */

import { beforeEach, expect, test, vi } from 'vitest';
import { newDocument } from '../../renderer/document/document.ts';
import type { Host } from '../../renderer/state/connection.ts';
import { type AppState, initialState, type Job, useStore } from '../../renderer/state/store.ts';
import { followTitle, titleOf } from '../../renderer/state/title.ts';

const owl = newDocument({ asset: 'a', name: 'Owl.jpg', width: 10, height: 10 });
const running = (progress: number) => ({ latest: { progress } }) as Job;
const item = (state: string) => ({ state });
const batch = (states: string[], shown: boolean, going: boolean) =>
  ({ shown, queue: { items: states.map(item), going } }) as unknown as AppState['batch'];

beforeEach(() => {
  vi.stubGlobal('document', { title: '' });
  useStore.setState(initialState, true);
});

test.each<[Partial<AppState>, ReturnType<typeof titleOf>]>([
  [{}, { name: '', edited: false, progress: null }],
  [
    { document: owl, edited: true },
    { name: 'Owl', edited: true, progress: null },
  ],
  [
    { document: owl, job: running(0.3333) },
    { name: 'Owl', edited: false, progress: 0.33 },
  ],
  [
    { document: owl, job: { latest: null } as Job },
    { name: 'Owl', edited: false, progress: null },
  ],
  [
    { document: owl, edited: true, batch: batch(['done', 'running', 'waiting', 'failed'], true, true) },
    { name: '4 photos', edited: false, progress: 0.5 },
  ],
  [
    { document: owl, batch: batch(['done', 'waiting'], false, true) },
    { name: 'Owl', edited: false, progress: 0.5 },
  ],
  [{ batch: batch(['done', 'waiting'], true, false) }, { name: '2 photos', edited: false, progress: null }],
])('%#: what is shown has a title', (patch, title) => {
  expect(titleOf({ ...initialState, ...patch })).toEqual(title);
});

test('the host is told what changed, a percent at a time, and a tab has its title', () => {
  const told: unknown[] = [];
  const call = async (_name: string, input: unknown) => void told.push(input);
  followTitle({ call } as unknown as Pick<Host, 'call'>);
  useStore.setState({ document: owl, edited: true });
  expect(document.title).toBe('• Owl');
  for (let frame = 0; frame <= 1000; frame++) useStore.setState({ job: running(frame / 1000), hovered: `${frame}` });
  useStore.setState({ job: null, edited: false });
  expect(document.title).toBe('Owl');
  expect(told).toHaveLength(1 + 1 + 101 + 1);
  expect(told.at(-1)).toEqual({ name: 'Owl', edited: false, progress: null });
});
