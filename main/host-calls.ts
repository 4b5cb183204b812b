/** The part of the host's contract that is the same in Electron and in a browser tab: files by id, and what is kept. */

import { createHash } from 'node:crypto';
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

/**
 * Handlers for what every host answers to one page from its files and its store.
 * @param seen the files as that page knows them. @param claims its documents among those of all pages
 */
export function sharedCalls(
  files: HostFiles,
  store: HostStore,
  seen = new SeenFiles(files),
  claims = new KeptClaims().page(),
): Pick<HostHandlers['calls'], Shared> {
  return {
    readFile: async ({ id }) => {
      const stamp = await files.stamp(id);
      const file = await files.read(id);
      seen.note(id, stamp, file.bytes);
      return file;
    },
    saveFile: async ({ id, bytes }) => {
      await seen.refuseChanged(id);
      const file = await files.save(id, bytes);
      await seen.written(id, bytes);
      return { file };
    },
    keep: async (document) => {
      claims.claim(document.key);
      await store.keep(document);
      return nothing();
    },
    kept: async () => ({ documents: (await store.kept()).filter(({ key }) => claims.isFree(key)) }),
    takeKept: async ({ key }) => {
      claims.claim(key);
      return store.takeKept(key);
    },
    dropKept: async ({ key }) => {
      claims.claim(key);
      await store.dropKept(key);
      return nothing();
    },
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

/** Files as a page has read or written them, so that it never writes over what somebody else has made of one since. */
export class SeenFiles {
  readonly #files: HostFiles;
  readonly #seen = new Map<string, { stamp: string | null; hash: string }>();

  constructor(files: HostFiles) {
    this.#files = files;
  }

  /** @param stamp from before the file was read, so that what was written meanwhile counts as changed */
  note(id: string, stamp: string | null, bytes: Uint8Array): void {
    this.#seen.set(id, { stamp, hash: hashOf(bytes) });
  }

  async written(id: string, bytes: Uint8Array): Promise<void> {
    this.note(id, await this.#files.stamp(id), bytes);
  }

  /** @throws Error of one sentence where the file holds something else than this page knows */
  async refuseChanged(id: string): Promise<void> {
    const seen = this.#seen.get(id);
    const stamp = await this.#files.stamp(id);
    if (!seen || stamp === null || stamp === seen.stamp) return;
    // Its time alone may have been changed, as by a program that copies it elsewhere.
    const { name, bytes } = await this.#files.read(id);
    if (hashOf(bytes) === seen.hash) return;
    throw new Error(
      `${name} was changed in another window or by another program since it was opened here: save under another name.`,
    );
  }
}

/** One page's part in KeptClaims. */
interface PageClaims {
  /** @throws Error of one sentence where another page has it */
  claim(key: string): void;
  isFree(key: string): boolean;
  /** The page is gone: what it had is there to be recovered. */
  release(): void;
}

/**
 * Which page keeps which document: one that is open in a page is not offered to another as if a crash had left it, for
 * then both would keep theirs under its key, each over the other's.
 */
export class KeptClaims {
  readonly #owners = new Map<string, PageClaims>();

  page(): PageClaims {
    const page: PageClaims = {
      isFree: (key) => (this.#owners.get(key) ?? page) === page,
      claim: (key) => {
        if (!page.isFree(key)) throw new Error('That document is open in another window: go on there.');
        this.#owners.set(key, page);
      },
      release: () => {
        for (const [key, owner] of this.#owners) if (owner === page) this.#owners.delete(key);
      },
    };
    return page;
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
