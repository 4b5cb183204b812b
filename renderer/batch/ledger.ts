/**
 * Has the host keep the batch, so that a restart takes nothing: a copy of each photo that came as bytes, and the queue
 * after each of its changes.
 *
 * Photos are copied one after the other and held by the page as the system's files alone, never as bytes; until its copy
 * is there a photo is drawn from its file. The queue is written whole, one write at a time, the newest only.
 */

import type { BatchItem } from '../../main/contract.ts';
import type { Host } from '../state/connection.ts';
import type { Queue } from './queue.ts';

/** Copies after which the queue is written, so that a restart in the midst of them finds most. */
const WRITTEN_AFTER = 20;

export class Ledger {
  /** Photos that the host has no copy of yet. */
  private readonly loose = new Map<string, File>();
  private latest: Queue | null = null;
  private due = false;
  private writing = Promise.resolve();
  private copying = false;
  private troubled = false;

  /** @param onTrouble told in one sentence what could not be kept, once until more is taken in hand */
  constructor(
    private readonly host: () => Host,
    private readonly onTrouble: (sentence: string) => void,
  ) {}

  /** Whether a photo would be lost with this page, as its copy is not made yet. */
  get behind(): boolean {
    return this.loose.size > 0;
  }

  /** Takes photos in hand; `keep` is to follow with the queue that has them. */
  take(photos: ReadonlyMap<string, File>): void {
    for (const [key, file] of photos) this.loose.set(key, file);
    this.troubled = false;
  }

  /** Keeps the queue as it is now. */
  keep(queue: Queue): void {
    this.latest = queue;
    void this.copy();
    if (this.due) return;
    this.due = true;
    this.writing = this.writing.then(() => this.write());
  }

  /** A photo's bytes. @throws Error of one sentence that names it */
  async photo({ key, name, file }: BatchItem): Promise<Uint8Array> {
    const loose = this.loose.get(key);
    if (loose) {
      return new Uint8Array(
        await loose.arrayBuffer().catch((error) => {
          throw new Error(`${name} can't be read any more: it was moved, changed or deleted. Add it again.`, {
            cause: error,
          });
        }),
      );
    }
    if (file !== null) return (await this.host().call('readFile', { id: file })).bytes;
    return (await this.host().call('batchPhoto', { key })).bytes;
  }

  private async write(): Promise<void> {
    this.due = false;
    const { latest } = this;
    if (!latest) return;
    const { settings } = latest;
    const items = latest.items.filter(({ key }) => !this.loose.has(key));
    // An empty batch is one that has ended; this one has only not arrived yet.
    if (!items.length && latest.items.length) return;
    await this.host()
      .call('keepBatch', { settings, items })
      .catch((error: Error) => this.trouble(error));
  }

  private async copy(): Promise<void> {
    if (this.copying || this.troubled) return;
    this.copying = true;
    let copied = 0;
    try {
      for (const [key, file] of this.loose) {
        if (!this.latest?.items.some((item) => item.key === key)) {
          this.loose.delete(key);
          continue;
        }
        const bytes = await file.arrayBuffer().catch(() => null);
        // What can't be read now fails in its turn.
        if (!bytes) continue;
        await this.host().call('keepBatchPhoto', { key, bytes: new Uint8Array(bytes) });
        this.loose.delete(key);
        if (++copied % WRITTEN_AFTER === 0 && this.latest) this.keep(this.latest);
      }
    } catch (error) {
      this.trouble(error as Error);
    } finally {
      this.copying = false;
    }
    if (copied % WRITTEN_AFTER && this.latest) this.keep(this.latest);
  }

  private trouble({ message }: Error): void {
    if (!this.troubled) this.onTrouble(message);
    this.troubled = true;
  }
}
