/**
 * The cut-out under way: begun with the mask that is there when its tool is taken in hand, changed by hints, the brush
 * and edits of the whole, each one a step inside the tool, and in the end one step of the document, or none.
 *
 * It stays while another tool is in hand, and ends when the document gets another mask or photo.
 */

import type { SegmentHint } from '../../main/contract.ts';
import { ConnectionLost } from '../../main/rpc.ts';
import type { Brush } from '../document/emphasis.ts';
import { type GreyPicture, writeGreyPng } from '../document/grey-png.ts';
import { emptyMask, joined, keepsAnything, keptShare, without } from '../document/mask.ts';
import type { Connection } from './connection.ts';
import { type CutStep, CutSteps } from './cut-steps.ts';
import type { Desk } from './desk.ts';
import { readGreyPicture } from './grey-picture.ts';
import { type AppState, useStore } from './store.ts';
import { MASK_SIDE, type Subject, withMask } from './subject.ts';
import { announce, fail, guard, notify } from './voice.ts';

/** What a press or drag of the tool does. */
export type CutMode = 'point' | 'box' | 'scribble' | 'brush' | 'eraser';

/** What is to be seen of the cut-out under way. */
export interface CuttingState {
  /** As it is shown, also while it is being painted. */
  mask: GreyPicture;
  /** How much of the photo it keeps, 0..1. */
  share: number;
  hints: readonly SegmentHint[];
  /** Whether an answer is waited for. */
  working: boolean;
  /** Names of the steps that undo and redo would take inside the tool; null: none. */
  undoable: string | null;
  redoable: string | null;
}

/** The tool's own settings. */
export interface CutTool {
  mode: CutMode;
  /** Whether points, boxes and scribbles take away. */
  takes: boolean;
  /** Of brush, eraser and scribble, as the painted detail's. */
  size: number;
  soft: number;
}

/** A box, 0..1 of the photo's width and height. */
export interface CutBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How hard a mask is packed that only crosses to the engine. */
const QUICK = 1;

const signed = (takes: boolean) => (takes ? ('remove' as const) : ('add' as const));

export class Cutting {
  private steps: CutSteps | null = null;
  /** Counts the beginnings: what a former one reads is not shown in a later one. */
  private begun = 0;

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly subject: Subject,
  ) {}

  /** Follows the tool in hand, the document and the subject for the page's lifetime. */
  follow(): void {
    useStore.subscribe((state, before) => {
      const { document, tool, maskUrl } = state;
      const other = document?.photo !== before.document?.photo || document?.mask !== before.document?.mask;
      // A subject that is found while nothing is done yet is what to begin with.
      const found = maskUrl !== before.maskUrl && !this.isChanged;
      if (this.steps && (other || found)) this.end();
      if (before.tool === 'cutout' && tool !== 'cutout' && this.isChanged)
        notify('The cut-out waits. C goes on with it.');
      if (tool !== 'cutout' || !document) return;
      if (tool !== before.tool) useStore.setState({ selection: [], hovered: null });
      if (!this.steps || tool !== before.tool) void this.begin();
    });
  }

  /** Whether anything was done that is not used yet. */
  get isChanged(): boolean {
    return this.steps !== null && (this.steps.undoLabel !== null || this.steps.redoLabel !== null);
  }

  /** Whether edits of the mask are steps of the tool. */
  get inHand(): boolean {
    return useStore.getState().tool === 'cutout' && this.steps !== null;
  }

  /** A click or a scribble. @param points 0..1 of the photo's width and height @param radius of the photo's longer side */
  hint(points: readonly number[], radius: number, takes: boolean): void {
    if (!this.steps) return;
    if (takes && !this.steps.hints.length && !keepsAnything(this.steps.mask)) {
      announce('There is nothing to take away yet. Point at something first.');
      return;
    }
    const hints = [...this.steps.hints, { kind: signed(takes), points: [...points], radius }];
    const what = points.length > 2 ? 'scribble' : 'point';
    this.add({
      label: takes ? `Take away by ${what}` : `Add by ${what}`,
      hints,
      make: (before) => this.segment(hints, null, before),
    });
  }

  /** What lies in a box, joined to the mask or taken out of it. */
  box(box: CutBox, takes: boolean): void {
    this.add({
      label: takes ? 'Take away by box' : 'Add by box',
      hints: [],
      make: async (before) => {
        const found = await this.segment([], box, null);
        return takes ? without(before, found) : joined(before, found);
      },
    });
  }

  /** Shows the mask as it is being painted. */
  preview(mask: GreyPicture): void {
    const { cutting } = useStore.getState();
    if (cutting) useStore.setState({ cutting: { ...cutting, mask, share: keptShare(mask) } });
  }

  /** Goes back to what was there before it was painted on. */
  drop(): void {
    this.show();
  }

  /** What was painted, as one step. @param paint does it once more, on the mask that is there by then */
  painted(brush: Pick<Brush, 'erasing'>, paint: (mask: GreyPicture) => GreyPicture): void {
    this.add({ label: brush.erasing ? 'Erase' : 'Paint', hints: [], make: paint });
  }

  /** Keeps nothing, to begin anew. */
  clear(): void {
    this.add({
      label: 'Clear',
      hints: [],
      make: ({ grey, ...size }) => ({ ...size, grey: new Uint8Array(grey.length) }),
    });
  }

  /** Another mask in place of the one under way, as one step. */
  replace(label: string, make: CutStep['make']): void {
    this.add({ label, hints: [], make });
  }

  /** @returns whether there was a step of the tool to take back */
  undo(): boolean {
    return this.inHand && this.steps!.undo();
  }

  redo(): boolean {
    return this.inHand && this.steps!.redo();
  }

  /** Makes it the document's mask, as one step, and puts the tool down. */
  async use(): Promise<void> {
    const { steps, desk } = this;
    if (!steps) return;
    await guard(async () => {
      const mask = await steps.settled();
      if (steps !== this.steps) return;
      if (!keepsAnything(mask)) {
        announce('Nothing is cut out yet. Point at something.');
        return;
      }
      const asset = this.isChanged ? await desk.assets.add(writeGreyPng(mask)) : null;
      if (steps !== this.steps) return;
      this.end({ tool: 'select', settings: { ...useStore.getState().settings, cutOut: true } });
      if (asset) desk.change('Use cut-out', (document) => withMask(document, asset));
      announce(`${Math.round(100 * keptShare(mask))} % of the photo is cut out.`);
    });
  }

  /** Gives it up, and puts the tool down. */
  cancel(): void {
    this.end({ tool: 'select' });
  }

  private async begin(): Promise<void> {
    if (this.steps) {
      this.show();
      return;
    }
    const { document } = useStore.getState();
    if (!document) return;
    const mine = ++this.begun;
    this.subject.want();
    // At once, so that a first press is not lost; what is there is read in a moment.
    this.start(emptyMask(document.photo));
    const png = this.subject.mask;
    const mask = png && (await readGreyPicture(png, MASK_SIDE).catch(() => null));
    if (mask && this.begun === mine && this.steps && !this.isChanged) this.start(mask);
  }

  private start(mask: GreyPicture): void {
    const steps: CutSteps = new CutSteps(
      mask,
      () => {
        // An answer may come when the cut-out that waited for it was given up.
        if (steps !== this.steps) return;
        this.show();
        const { working, share } = useStore.getState().cutting!;
        if (!working) announce(`${Math.round(100 * share)} % of the photo is kept.`);
      },
      (error) => {
        if (steps !== this.steps) return;
        const lost = error instanceof ConnectionLost;
        fail(lost ? 'The process that looks at pictures stopped. Point again.' : error.message);
      },
    );
    this.steps = steps;
    this.show();
  }

  /** @param putDown what else changes with it, at once: a tool that stays in hand begins anew */
  private end(putDown: Partial<AppState> = {}): void {
    this.begun++;
    this.steps = null;
    useStore.setState({ cutting: null, ...putDown });
  }

  private add(step: CutStep): void {
    this.steps?.add(step);
  }

  private show(): void {
    const { steps } = this;
    if (!steps) return;
    const { mask, hints, isWorking: working, undoLabel: undoable, redoLabel: redoable } = steps;
    const { cutting } = useStore.getState();
    const share = cutting?.mask === mask ? cutting.share : keptShare(mask);
    useStore.setState({ cutting: { mask, hints, working, undoable, redoable, share } });
  }

  private async segment(
    hints: readonly SegmentHint[],
    box: CutBox | null,
    before: GreyPicture | null,
  ): Promise<GreyPicture> {
    const { document } = useStore.getState();
    const photo = this.desk.assets.get(document!.photo.asset);
    const base = before && keepsAnything(before) ? writeGreyPng(before, QUICK) : null;
    const { mask } = await this.connection.engine().call('segment', { photo, hints: [...hints], box, base });
    return readGreyPicture(mask, MASK_SIDE);
  }
}

/** What undo and redo would do now: inside the cut-out tool while it has steps, else in the document. */
export function stepsNow({ tool, cutting, undoable, redoable }: AppState): {
  undoable: string | null;
  redoable: string | null;
} {
  const inside = tool === 'cutout' && cutting !== null && (cutting.undoable !== null || cutting.redoable !== null);
  return inside ? { undoable: cutting.undoable, redoable: cutting.redoable } : { undoable, redoable };
}
