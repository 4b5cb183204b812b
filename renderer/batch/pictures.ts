/**
 * Small pictures of a batch's photos, made when their cards come into sight.
 *
 * The browser reads what it can, off the main thread; what it can't (HEIC, TIFF) the engine reads. Two at a time, those
 * asked for last first, as they are what is looked at. Only the small pictures stay: of a thousand photos some 15 MB.
 */

import type { BatchItem, Preview } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';

export interface Picture {
  url: string;
  /** Of the photo itself, photo px. */
  width: number;
  height: number;
}

/** Longer side of a picture, px: twice what a card shows. */
const SIDE = 480;
const AT_ONCE = 2;

interface Sources {
  photo(item: BatchItem): Promise<Uint8Array>;
  preview(photo: Uint8Array, name: string): Promise<Preview>;
}

export class Pictures {
  private readonly asked = new Map<string, Promise<Picture | null>>();
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  constructor(private readonly sources: Sources) {}

  /** A photo's picture; null where it can't be read. */
  of(item: BatchItem): Promise<Picture | null> {
    const known = this.asked.get(item.key);
    if (known) return known;
    const made = this.inTurn(() =>
      this.make(item).catch((error) => {
        // An engine that was ended meanwhile says nothing of the photo: it is asked again when it is looked at again.
        if (error instanceof ConnectionLost) this.asked.delete(item.key);
        return null;
      }),
    );
    this.asked.set(item.key, made);
    return made;
  }

  /** Lets go of the pictures of photos that have left the batch. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, made] of this.asked) {
      if (keys.has(key)) continue;
      this.asked.delete(key);
      void made.then((picture) => picture && URL.revokeObjectURL(picture.url));
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy >= AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    this.busy++;
    try {
      return await work();
    } finally {
      this.busy--;
      this.waiting.pop()?.();
    }
  }

  private async make(item: BatchItem): Promise<Picture> {
    const photo = await this.sources.photo(item);
    const own = await createImageBitmap(new Blob([photo as Uint8Array<ArrayBuffer>])).catch(() => null);
    if (own) return { url: await small(own), width: own.width, height: own.height };
    const { preview, previewType: type, width, height } = await this.sources.preview(photo, item.name);
    const bitmap = await createImageBitmap(new Blob([preview as Uint8Array<ArrayBuffer>], { type }));
    return { url: await small(bitmap), width, height };
  }
}

/** A bitmap's picture as an address. The bitmap keeps its size and is let go of. */
async function small(bitmap: ImageBitmap): Promise<string> {
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width!, height!);
  const context = canvas.getContext('2d')!;
  // What can be seen through is seen on paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width!, height!);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width!, height!);
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 }));
}
