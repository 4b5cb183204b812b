import { beforeEach, expect, test, vi } from 'vitest';
import { ConnectionLost } from '../../main/rpc.ts';
import { newDocument } from '../../renderer/document/document.ts';
import type { Connection } from '../../renderer/state/connection.ts';
import { Depth } from '../../renderer/state/depth.ts';
import type { Desk } from '../../renderer/state/desk.ts';
import { withLayer } from '../../renderer/state/layers.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';

const photo = { asset: 'photo', name: 'cup.png', width: 2, height: 1 };
const answer = {
  width: 2,
  height: 1,
  // In a longer message the bytes begin wherever they do.
  depth: Uint8Array.of(9, 0x34, 0x12, 0xff, 0xff).subarray(1),
  note: 'Estimated from shape.',
  fromModel: false,
};
const desk = { assets: { get: (name: string) => new TextEncoder().encode(name) } } as unknown as Desk;

function depthBy(call: () => Promise<unknown>) {
  const engine = { call: vi.fn(call) };
  return { engine, depth: new Depth({ engine: () => engine } as unknown as Connection, desk) };
}

beforeEach(() => useStore.setState({ ...initialState, document: newDocument(photo) }));

test('what was measured is kept as 16-bit numbers and shown', async () => {
  const { engine, depth } = depthBy(async () => answer);
  await depth.measure();
  const { depth: kept, layers, measuring } = useStore.getState();
  expect([...kept!.steps]).toEqual([0x1234, 0xffff]);
  expect({ shown: layers.depth.shown, measuring, mask: kept!.mask }).toEqual({
    shown: true,
    measuring: false,
    mask: null,
  });
  expect(engine.call).toHaveBeenCalledWith('measureDepth', { photo: desk.assets.get('photo'), mask: null });
});

test('it is measured once at a time', async () => {
  const { engine, depth } = depthBy(async () => answer);
  await Promise.all([depth.measure(), depth.measure()]);
  expect(engine.call).toHaveBeenCalledTimes(1);
});

test.each([
  [new Error('The photo is damaged.'), 'Depth was not measured: The photo is damaged.'],
  [new ConnectionLost(), 'Depth was not measured: the process that looks at pictures stopped.'],
])('a failure is one line, and can be tried again', async (error, text) => {
  const { depth } = depthBy(() => Promise.reject(error));
  await depth.measure();
  const { fault, measuring, depth: kept } = useStore.getState();
  expect(fault!.text).toBe(text);
  expect(fault!.actions[0]).toEqual({ label: 'Measure again', command: 'depth.measure' });
  expect({ measuring, kept }).toEqual({ measuring: false, kept: null });
});

test('what comes after its photo was put away is of no use', async () => {
  const { depth } = depthBy(async () => {
    useStore.setState({ document: newDocument({ ...photo, asset: 'another' }) });
    return answer;
  });
  depth.follow();
  await depth.measure();
  expect(useStore.getState()).toMatchObject({ depth: null, measuring: false, fault: null });
});

test('a tool that draws lays a relief flat; one that looks does not', async () => {
  const { depth } = depthBy(async () => answer);
  depth.follow();
  await depth.measure();
  depth.show('relief');
  useStore.setState({ tool: 'hand' });
  expect(useStore.getState().layers.depth.shown).toBe(true);
  useStore.setState({ tool: 'pen' });
  expect(useStore.getState().layers.depth.shown).toBe(false);
  useStore.setState(({ layers }) => ({ layers: withLayer(layers, 'depth', { shown: true }), depthView: 'grey' }));
  useStore.setState({ tool: 'pencil' });
  expect(useStore.getState().layers.depth.shown).toBe(true);
});
