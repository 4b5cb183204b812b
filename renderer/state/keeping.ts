/**
 * Keeps the document with the host at most two seconds after each change, so that a crash takes nothing.
 *
 * Bytes are made when they are due, not at every change, and never two at once; what changed meanwhile is kept after.
 * What could not be kept, as on a full disk, is said once and tried again until it can.
 */

import { ConnectionLost } from '../../main/rpc.ts';
import type { Host } from './connection.ts';
import { notify } from './voice.ts';

const DELAY = 1000;
/** Milliseconds until what could not be kept is tried again. */
const AGAIN = 10_000;

const ASIDE = 'aside ';

/** Whether what is kept under the key was put aside by a person, and not left by a crash. */
export function isAside(key: string): boolean {
  return key.startsWith(ASIDE);
}

export class Keeping {
  /** Under which the document on the desk is kept. */
  key = '';
  private due: { name: string; bytes: () => Uint8Array } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing = Promise.resolve();
  /** Whether the last try failed: that is said once, until one succeeds. */
  private failing = false;

  constructor(private readonly host: Host) {}

  /** A new document; what the last one left waiting is dropped. @param key of one that was recovered */
  begin(key: string = crypto.randomUUID()): void {
    this.drop();
    this.key = key;
  }

  keep(name: string, bytes: () => Uint8Array): void {
    this.due = { name, bytes };
    this.writeIn(DELAY);
  }

  /** Keeps a document that another takes the place of, under a key that says so. */
  async putAside(name: string, bytes: Uint8Array): Promise<void> {
    await this.quiet();
    const { key } = this;
    if (isAside(key)) return void (await this.host.call('keep', { key, name, bytes }));
    await this.host.call('keep', { key: ASIDE + key, name, bytes });
    await this.host.call('dropKept', { key });
  }

  /** The document is saved: nothing needs to be kept. */
  async forget(): Promise<void> {
    await this.quiet();
    await this.host.call('dropKept', { key: this.key });
  }

  /** Nothing is due any more, and nothing under way: one that fails meanwhile is not tried again. */
  private async quiet(): Promise<void> {
    this.drop();
    await this.writing;
    this.drop();
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due = null;
  }

  private writeIn(delay: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.writing.then(() => this.write());
    }, delay);
  }

  private async write(): Promise<void> {
    const { due, key } = this;
    if (!due) return;
    this.due = null;
    try {
      await this.host.call('keep', { key, name: due.name, bytes: due.bytes() });
      this.failing = false;
    } catch (error) {
      // A full disk may have room in a while; what has changed since is newer.
      if (key !== this.key || error instanceof ConnectionLost) return;
      this.due ??= due;
      this.writeIn(AGAIN);
      if (!this.failing) notify(`Changes are not kept against a crash: ${(error as Error).message}`);
      this.failing = true;
    }
  }
}
