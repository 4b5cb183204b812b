/**
 * What was drawn of a batch's photos, kept by the host and here once it was seen: .lineament files whose photo is empty,
 * as the batch has that already. What somebody painted or cut out goes along.
 */

import type { BatchItem } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';
import { readProject, writeProject } from '../document/project-file.ts';
import type { Host } from '../state/connection.ts';

const NO_PHOTO = new Uint8Array(0);

export interface Drawing {
  document: LineamentDocument;
  /** PNGs, as the document's file has them. */
  mask: Uint8Array | null;
  emphasis: Uint8Array | null;
  whole: Uint8Array | null;
}

export class Drawings {
  private readonly held = new Map<string, Promise<Drawing>>();

  constructor(private readonly host: () => Host) {}

  /** What was drawn of a photo. @throws Error of one sentence */
  of({ key, name }: BatchItem): Promise<Drawing> {
    const known = this.held.get(key);
    if (known) return known;
    const read = this.host()
      .call('batchDrawing', { key })
      .then(({ bytes }): Drawing => readProject(bytes, `The drawing of ${name}`));
    this.held.set(key, read);
    read.catch(() => this.held.delete(key));
    return read;
  }

  /** Has the host keep a drawing in place of the one before. @throws Error of one sentence */
  async keep(key: string, drawing: Drawing): Promise<void> {
    await this.host().call('keepBatchDrawing', { key, bytes: withPhoto(drawing, NO_PHOTO) });
    this.held.set(key, Promise.resolve(drawing));
  }

  /** Lets go of the drawings of photos that have left the batch. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.held.keys()) if (!keys.has(key)) this.held.delete(key);
  }
}

/** A drawing and its photo as a .lineament file. */
export function withPhoto({ document, mask, emphasis, whole }: Drawing, photo: Uint8Array): Uint8Array<ArrayBuffer> {
  return writeProject(document, photo, mask, emphasis, whole);
}
