/**
 * What is done to a mask as a whole, in the panel and by commands: grown, shrunk, softened, its holes filled, turned
 * inside out. Each is one step: of the cut-out under way while its tool is in hand, else of the document.
 */

import type { MaskEdit } from '../../main/contract.ts';
import type { MaskPieces } from '../document/document.ts';
import { type GreyPicture, writeGreyPng } from '../document/grey-png.ts';
import { keepsAnything } from '../document/mask.ts';
import type { Connection } from './connection.ts';
import type { Cutting } from './cutting.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import { useStore } from './store.ts';
import { MASK_SIDE, type Subject, withMask } from './subject.ts';
import { announce, guard } from './voice.ts';

/** Names of the steps. */
const LABELS: Record<MaskEdit['kind'], string> = {
  grow: 'Grow cut-out',
  shrink: 'Shrink cut-out',
  soften: 'Soften edge',
  fill: 'Fill holes',
  swap: 'Swap in and out',
};
/** Holes up to this share of the mask are filled. */
const LARGEST_HOLE = 0.2;
/** How hard a mask is packed that only crosses to the engine. */
const QUICK = 1;

export class Masks {
  /** Edits become steps in the order in which they were asked for. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly subject: Subject,
    private readonly cutting: Cutting,
  ) {}

  /** Whether edits go to the cut-out under way, not to the document. */
  get areUnderWay(): boolean {
    return this.cutting.inHand;
  }

  /** Grows, shrinks or softens by as many photo px as are set; fills holes; swaps. */
  async edit(kind: MaskEdit['kind']): Promise<void> {
    const { document, maskAmount } = useStore.getState();
    if (!document) return;
    const by = Math.min(1, maskAmount / Math.max(document.photo.width, document.photo.height));
    const edit: MaskEdit = kind === 'swap' ? { kind } : kind === 'fill' ? { kind, upTo: LARGEST_HOLE } : { kind, by };
    await this.put(LABELS[kind], async (before) => {
      // A command that needs a mask is not to be had without one.
      const mask = writeGreyPng(before!, QUICK);
      return readGreyPicture((await this.connection.engine().call('changeMask', { mask, edit })).mask, MASK_SIDE);
    });
  }

  /**
   * Another mask, as one step; none where nothing would be left.
   *
   * @param make from the mask that is there by then; null: none is
   * @param pieces what the document's mask is made of then; null: that is not known
   */
  async put(
    label: string,
    make: (before: GreyPicture | null) => GreyPicture | Promise<GreyPicture>,
    pieces: MaskPieces | null = null,
  ): Promise<void> {
    if (this.cutting.inHand) {
      this.cutting.replace(label, make);
      return;
    }
    const { history, assets } = this.desk;
    this.queue = this.queue.then(() =>
      guard(async () => {
        const png = this.subject.mask;
        const mask = await make(png && (await readGreyPicture(png, MASK_SIDE)));
        if (!keepsAnything(mask)) {
          announce('Nothing of the photo would be left.');
          return;
        }
        const asset = await assets.add(writeGreyPng(mask));
        if (this.desk.history !== history) return;
        this.desk.change(label, (document) => withMask(document, asset, pieces));
        announce(`${label}.`);
      }),
    );
    await this.queue;
  }
}
