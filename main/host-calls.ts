/** The part of the host's contract that is the same in Electron and in a browser tab: files by id, and what is kept. */

import type { hostContract } from './contract.ts';
import type { HostFiles } from './host-files.ts';
import type { HostStore } from './host-store.ts';
import type { Handlers } from './rpc.ts';

export type HostHandlers = Handlers<typeof hostContract>;

type Shared =
  | 'readFile'
  | 'saveFile'
  | 'keep'
  | 'kept'
  | 'takeKept'
  | 'dropKept'
  | 'recent'
  | 'remember'
  | 'preferences'
  | 'setPreferences';

/** Handlers for what every host answers from its files and its store. */
export function sharedCalls(files: HostFiles, store: HostStore): Pick<HostHandlers['calls'], Shared> {
  return {
    readFile: ({ id }) => files.read(id),
    saveFile: async ({ id, bytes }) => ({ file: await files.save(id, bytes) }),
    keep: (document) => store.keep(document).then(nothing),
    kept: async () => ({ documents: await store.kept() }),
    takeKept: ({ key }) => store.takeKept(key),
    dropKept: ({ key }) => store.dropKept(key).then(nothing),
    recent: async () => ({
      files: (await store.recent()).map(({ path, ...rest }) => ({ ...files.admit(path), ...rest })),
    }),
    remember: ({ id, strokes, drawing }) => store.remember({ path: files.pathOf(id), strokes, drawing }).then(nothing),
    preferences: async () => ({ json: await store.text('preferences') }),
    setPreferences: ({ json }) => store.setText('preferences', json).then(nothing),
  };
}

/** The answer of calls that have none. */
export function nothing(): Record<string, never> {
  return {};
}
