/** What is kept of what a person set, what damage costs, and how often it is written. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Host } from '../../renderer/state/connection.ts';
import { followPreferences, preferencesOf, readPreferences } from '../../renderer/state/preferences.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';

const first = preferencesOf(initialState);

/** A host that keeps a text, and counts how often it was told one. */
function keeper(json: string) {
  const written: { json: string; at: number }[] = [];
  const call = async (name: string, input: { json: string }) => {
    if (name === 'preferences') return { json };
    written.push({ json: input.json, at: performance.now() });
    return {};
  };
  return { host: { call } as unknown as Pick<Host, 'call'>, written };
}

beforeEach(() => {
  vi.useFakeTimers();
  useStore.setState(initialState, true);
});
afterEach(() => {
  vi.useRealTimers();
});

test.each(['', '{', 'null', '7', '[]', '"x"', '{"theme":7,"settings":{"strokes":900},"smooth":-1,"panelWidth":9}'])(
  'what is no preferences, %s, is those of the first start',
  (json) => {
    expect(readPreferences(json)).toEqual(first);
  },
);

test('a damaged part costs itself alone, and a name of another version nothing', () => {
  const json = JSON.stringify({ ...first, theme: 'dark', startAtOnce: false, smooth: 'much', later: [1] });
  expect(readPreferences(json)).toEqual({ ...first, theme: 'dark', startAtOnce: false });
});

test('all that is kept comes back as it was', () => {
  const said = {
    ...first,
    ...{ theme: 'light' as const, panelHidden: true, panelWidth: 400, smooth: 12, startAtOnce: false },
    ...{ singleKeys: false, moreOptions: true, settings: { ...first.settings, strokes: 7, fidelity: 0.3 } },
    lastExport: { format: 'gif', options: { gif: { seconds: 9, width: 320 }, svg: { minified: true } } },
  };
  expect(readPreferences(JSON.stringify(said))).toEqual(said);
});

test('what was kept is applied; nothing is written until something changes', async () => {
  const { host, written } = keeper(JSON.stringify({ theme: 'dark' }));
  await followPreferences(host);
  expect(useStore.getState().theme).toBe('dark');
  useStore.setState({ tool: 'pen', hovered: 'a' });
  await vi.advanceTimersByTimeAsync(5000);
  expect(written).toEqual([]);
});

test('a slider that is dragged for three seconds is written once a second, and its end is written', async () => {
  const { host, written } = keeper('');
  await followPreferences(host);
  for (let step = 0; step <= 60; step++) {
    useStore.setState({ smooth: step });
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(2000);
  for (let i = 1; i < written.length; i++) expect(written[i]!.at - written[i - 1]!.at).toBeGreaterThanOrEqual(1000);
  expect(written.length).toBeGreaterThan(2);
  expect(readPreferences(written.at(-1)!.json).smooth).toBe(60);
});

test('a host that cannot say or keep them leaves the page as at the first start', async () => {
  const call = () => Promise.reject(new Error('The connection was lost.'));
  await followPreferences({ call } as unknown as Pick<Host, 'call'>);
  useStore.setState({ theme: 'dark' });
  await vi.advanceTimersByTimeAsync(2000);
  expect(preferencesOf(useStore.getState())).toEqual({ ...first, theme: 'dark' });
});
