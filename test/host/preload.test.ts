/** What the preload script puts on the page, and how its ports behave. */

import { beforeEach, expect, test, vi } from 'vitest';

interface Exposed {
  connect(
    name: unknown,
    onMessage: (message: unknown) => void,
    onClose: () => void,
  ): { post(message: unknown): void; close(): void };
}

const worlds: Record<string, unknown> = {};
const sent: { channel: string; name: unknown; ports: MessagePort[] }[] = [];
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => (worlds[name] = api) },
  ipcRenderer: {
    postMessage: (channel: string, name: unknown, ports: MessagePort[]) => sent.push({ channel, name, ports }),
  },
}));

beforeEach(async () => {
  await import('../../main/preload.ts');
  sent.length = 0;
});

const exposed = () => worlds['lineament'] as Exposed;

test('the page gets one function and nothing of Electron', () => {
  expect(Object.keys(worlds)).toEqual(['lineament']);
  expect(Object.keys(exposed())).toEqual(['connect']);
});

test('only the host and the engine can be connected to', () => {
  for (const name of ['app', '', undefined, ['host']]) {
    expect(() =>
      exposed().connect(
        name,
        () => {},
        () => {},
      ),
    ).toThrow('a host and an engine');
  }
  expect(sent).toEqual([]);
});

test('messages go both ways, and either side closes once', async () => {
  let closes = 0;
  const heard = promised<unknown>();
  const closed = promised<void>();
  const port = exposed().connect('engine', heard.resolve, () => {
    closes++;
    closed.resolve();
  });
  const [{ channel, name, ports }] = sent as [(typeof sent)[0]];
  expect([channel, name, ports.length]).toEqual(['connect', 'engine', 1]);
  const main = ports[0]!;
  const said = new Promise((resolve) => {
    main.onmessage = ({ data }) => resolve(data);
  });
  port.post({ photo: new Uint8Array([1]) });
  expect(await said).toEqual({ photo: new Uint8Array([1]) });
  main.postMessage('frame');
  expect(await heard.promise).toBe('frame');
  main.close();
  await closed.promise;
  port.close();
  expect(closes).toBe(1);
});

/** A promise and what resolves it. */
function promised<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
