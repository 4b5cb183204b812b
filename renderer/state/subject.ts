/**
 * The photo's subject: the mask that is shown, found by the engine or given by a person, and where a sketch begins.
 *
 * The engine is asked beside everything else, so that no sketch waits for it; each answer is kept for as long as it
 * holds. A mask of a person's own is the document's, and undone like anything in it.
 */

import { ConnectionLost } from '../../main/rpc.ts';
import type { LineamentDocument, MaskPieces, PhotoRecord } from '../document/document.ts';
import { type GreyPicture, writeGreyPng } from '../document/grey-png.ts';
import type { Chore, Worker } from './beside.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import { withLayer } from './layers.ts';
import { type Finding, type Interest, useStore } from './store.ts';
import { announce, fail, guard } from './voice.ts';

/** The longer side of a mask that was given, pixels: what the engine works with is no larger. */
export const MASK_SIDE = 2048;
/** By how much a mask's proportions may differ from the photo's, and what counts as white: as in the engine. */
const MOST_SHAPE_DIFFERENCE = 0.02;
const WHITE = 128;

/** What was found out about the photo that is open. */
interface Known {
  finding: Finding;
  mask: Uint8Array | null;
  /** Whether an engine was lost over it. */
  lost: boolean;
  /** The points of interest that were asked for, by what they depend on. */
  interest: Map<string, 'asked' | Interest>;
}

const nothing = (): Known => ({ finding: 'unasked', mask: null, lost: false, interest: new Map() });

export class Subject implements Worker {
  readonly isLight = true;
  private known = nothing();
  private shown: Uint8Array | null = null;
  /** A person waits for the subject. */
  private hurry = false;

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    /** Says that there may be work that a person asked for. */
    private readonly stir: () => void,
  ) {}

  /** Follows the document for the page's lifetime. */
  follow(): void {
    useStore.subscribe((state, before) => {
      const other = state.document?.photo !== before.document?.photo;
      if (other) this.forget();
      const same =
        state.document?.mask === before.document?.mask &&
        state.settings.cutOut === before.settings.cutOut &&
        state.layers.interest === before.layers.interest;
      if (!other && same) return;
      this.show();
      this.stir();
    });
  }

  /** The mask that is cut out by, a grey PNG; null: none is known. */
  get mask(): Uint8Array | null {
    return this.maskOf(useStore.getState().document?.mask ?? null);
  }

  /** The mask of that name; of none, the one that was found. */
  maskOf(asset: string | null): Uint8Array | null {
    return asset === null ? this.known.mask : this.desk.assets.get(asset);
  }

  /** The subject is looked for when it is quiet, points of interest as soon as they are to be shown. */
  begin(quiet: boolean): Chore | null {
    const { document, job, layers } = useStore.getState();
    if (!document || job) return null;
    const unasked = !document.mask && this.known.finding === 'unasked';
    const wanted = layers.interest.shown && !this.known.interest.has(this.interestKey());
    if (unasked && (quiet || this.hurry)) return { done: this.find(document), giveWay };
    return wanted ? { done: this.findInterest(document), giveWay } : null;
  }

  /** Looks for the subject once more, where that failed, at once. */
  lookAgain(): void {
    this.known.finding = 'unasked';
    this.hurry = true;
    this.show();
    this.stir();
  }

  /** Looks for the subject at once, where nobody did yet. */
  want(): void {
    const { document } = useStore.getState();
    if (document?.mask || this.known.finding !== 'unasked') return;
    this.hurry = true;
    this.stir();
  }

  /** Takes a picture as the mask, white where the subject is, as one step. */
  async replace(file: File): Promise<void> {
    const { history } = this.desk;
    if (!history) return;
    await guard(async () => {
      const asset = await this.desk.assets.add(writeGreyPng(await readMask(file, history.document.photo)));
      if (this.desk.history === history) this.desk.change('Replace cut-out', (document) => withMask(document, asset));
    });
  }

  /** Goes back to the mask that is found by itself, as one step. */
  remove(): void {
    this.desk.change('Remove cut-out', (document) => withMask(document, null));
  }

  private forget(): void {
    for (const one of this.known.interest.values()) if (typeof one === 'object') URL.revokeObjectURL(one.url);
    this.known = nothing();
    this.shown = null;
    useStore.setState({ maskUrl: null });
  }

  /** Puts what is known on show. */
  private show(): void {
    const { mask, known } = this;
    const { document, maskUrl } = useStore.getState();
    const finding = document?.mask ? 'found' : known.finding;
    const one = known.interest.get(this.interestKey());
    const interest = typeof one === 'object' ? one : null;
    let url = maskUrl;
    if (mask !== this.shown) {
      if (maskUrl) URL.revokeObjectURL(maskUrl);
      url = mask && urlOf(mask);
      this.shown = mask;
    }
    useStore.setState({ finding, interest, maskUrl: url });
  }

  private async find({ photo }: LineamentDocument): Promise<void> {
    const { known } = this;
    known.finding = 'looking';
    this.hurry = false;
    this.show();
    try {
      const { mask } = await this.connection
        .engineBeside()
        .call('findSubject', { photo: this.desk.assets.get(photo.asset) });
      known.mask = mask;
      known.finding = mask ? 'found' : 'none';
    } catch (error) {
      // Whoever stops a sketch may end the engine that looked beside it; one that dies of the photo is not asked again.
      known.finding = error instanceof ConnectionLost && !known.lost ? 'unasked' : 'failed';
      known.lost = true;
    }
    if (this.known === known) this.show();
  }

  private async findInterest({ photo }: LineamentDocument): Promise<void> {
    const { known, mask } = this;
    const { cutOut } = useStore.getState().settings;
    const key = this.interestKey();
    known.interest.set(key, 'asked');
    try {
      const wanted = { photo: this.desk.assets.get(photo.asset), mask: cutOut ? mask : null, cutOut };
      const { png, places } = await this.connection.engineBeside().call('pointsOfInterest', wanted);
      if (this.known !== known) return;
      known.interest.set(key, { url: urlOf(png), places });
      this.show();
      announce('The points of interest are shown.');
    } catch (error) {
      if (this.known !== known) return;
      // Hidden, so that they are not asked for again until a person does.
      known.interest.delete(key);
      useStore.setState(({ layers }) => ({ layers: withLayer(layers, 'interest', { shown: false }) }));
      fail(
        error instanceof ConnectionLost ? 'The points of interest could not be looked for.' : (error as Error).message,
      );
    }
  }

  /** What points of interest depend on besides the photo. */
  private interestKey(): string {
    const { document, settings } = useStore.getState();
    return settings.cutOut ? `cut out ${document?.mask ?? 'by itself'}` : 'whole';
  }
}

/** @throws Error of one sentence when it is no picture, black, or of other proportions than the photo */
async function readMask(file: File, { width, height }: PhotoRecord): Promise<GreyPicture> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const mask = await readGreyPicture(bytes, MASK_SIDE).catch(() => {
    throw new Error(`${file.name} can't be read as a picture. Choose a PNG or JPEG, white where the subject is.`);
  });
  if (!mask.grey.some((value) => value >= WHITE))
    throw new Error(`${file.name} is black all over. Choose a mask that is white where the subject is.`);
  const shape = (mask.width * height) / (mask.height * width);
  if (Math.abs(shape - 1) <= MOST_SHAPE_DIFFERENCE + 1 / mask.width + 1 / mask.height) return mask;
  const [own, photo] = [`${mask.width} × ${mask.height} px`, `${width} × ${height}`];
  throw new Error(`${file.name} is ${own}, and the photo ${photo}. Choose a mask of the photo's proportions.`);
}

/** An object URL of a PNG's bytes, to be revoked by who asked. */
export function urlOf(png: Uint8Array): string {
  return URL.createObjectURL(new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
}

/** An answer comes in half a second and holds whenever it comes. */
function giveWay(): void {}

/**
 * The document with another mask, an asset's id; null: the one that is found by itself.
 * @param pieces what it was made of; null: that is not known, as of one that was painted
 */
export function withMask(
  document: LineamentDocument,
  mask: string | null,
  pieces: MaskPieces | null = null,
): LineamentDocument {
  if (document.mask === mask && !pieces) return document;
  const next = { ...document, mask, pieces };
  // Shares are those of a list: another whole mask has other subjects, and a mask of no regions names none.
  const subjects = wholeOf(next) === wholeOf(document) ? document.shares.subjects : [];
  const regions = pieces?.regions.length ? document.shares.regions : [];
  return { ...next, shares: { subjects, regions } };
}

/** The mask that has all its subjects; null: the one that is found by itself. */
function wholeOf({ mask, pieces }: LineamentDocument): string | null {
  return pieces?.found ? null : (pieces?.whole ?? mask);
}
