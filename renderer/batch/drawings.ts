/** What was drawn of a batch's photos: documents without their photos, kept by the host and here once they were seen. */

import type { BatchItem } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';
import { readDocument, writeDocument } from '../document/project-file.ts';
import type { Host } from '../state/connection.ts';

export class Drawings {
  private readonly held = new Map<string, Promise<LineamentDocument>>();

  constructor(private readonly host: () => Host) {}

  /** What was drawn of a photo. @throws Error of one sentence */
  of({ key, name }: BatchItem): Promise<LineamentDocument> {
    const known = this.held.get(key);
    if (known) return known;
    const read = this.host()
      .call('batchDrawing', { key })
      .then(({ bytes }) => readDocument(bytes, `The drawing of ${name}`));
    this.held.set(key, read);
    read.catch(() => this.held.delete(key));
    return read;
  }

  /** Has the host keep a drawing in place of the one before. @throws Error of one sentence */
  async keep(key: string, document: LineamentDocument): Promise<void> {
    await this.host().call('keepBatchDrawing', { key, bytes: writeDocument(document) });
    this.held.set(key, Promise.resolve(document));
  }

  /** Lets go of the drawings of photos that have left the batch. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.held.keys()) if (!keys.has(key)) this.held.delete(key);
  }
}
