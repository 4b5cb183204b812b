/**
 * Keeps the document with the host at most two seconds after each change, so that a crash takes nothing.
 *
 * Bytes are made when they are due, not at every change, and never two at once; what changed meanwhile is kept after.
 */

import type { Host } from './connection.ts';

const DELAY = 1000;

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

  constructor(private readonly host: Host) {}

  /** A new document; what the last one left waiting is dropped. @param key of one that was recovered */
  begin(key: string = crypto.randomUUID()): void {
    clearTimeout(this.timer);
    this.due = null;
    this.timer = undefined;
    this.key = key;
  }

  keep(name: string, bytes: () => Uint8Array): void {
    this.due = { name, bytes };
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.writing.then(() => this.write());
    }, DELAY);
  }

  /** Keeps a document that another takes the place of, under a key that says so. */
  async putAside(name: string, bytes: Uint8Array): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due = null;
    await this.writing;
    const { key } = this;
    if (isAside(key)) return void (await this.host.call('keep', { key, name, bytes }));
    await this.host.call('keep', { key: ASIDE + key, name, bytes });
    await this.host.call('dropKept', { key });
  }

  /** The document is saved: nothing needs to be kept. */
  async forget(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due = null;
    await this.writing;
    await this.host.call('dropKept', { key: this.key });
  }

  private async write(): Promise<void> {
    const { due, key } = this;
    if (!due) return;
    this.due = null;
    await this.host.call('keep', { key, name: due.name, bytes: due.bytes() }).catch(() => undefined);
  }
}
