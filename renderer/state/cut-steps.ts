/**
 * The steps of a cut-out under way: hints and brush strokes one after the other, each of which gives a mask, and the way
 * back and forth between them.
 *
 * What a step gives may take a while. Only what is on show is worked out, one step at a time, and each answer belongs to
 * its own step, so that one that comes late never takes a newer one's place. A hint refines those before it: it is made
 * from the mask on which the first of them was set, and those between need never be answered.
 */

import type { SegmentHint } from '../../main/contract.ts';
import type { GreyPicture } from '../document/grey-png.ts';

export interface CutStep {
  /** As undo names it. */
  label: string;
  /** Hints that stand together, oldest first; empty where the step is none. */
  hints: readonly SegmentHint[];
  /** @param before the mask that it is made from */
  make(before: GreyPicture): GreyPicture | Promise<GreyPicture>;
}

interface Kept extends CutStep {
  /** Which step's mask it is made from. */
  from: number;
  mask: GreyPicture | null;
}

export class CutSteps {
  private list: Kept[];
  private at = 0;
  private busy = false;
  /** Told when all that is on show is made. */
  private waiting: (() => void)[] = [];

  /**
   * @param first the mask that is there before anything is done
   * @param changed told whenever another mask or another step is on show
   * @param failed told why a step could not be made; it is taken back
   */
  constructor(
    first: GreyPicture,
    private readonly changed: () => void,
    private readonly failed: (reason: Error) => void,
  ) {
    this.list = [{ label: '', hints: [], make: () => first, from: 0, mask: first }];
  }

  /** The newest mask that is known of those up to the step on show. */
  get mask(): GreyPicture {
    return this.list.slice(0, this.at + 1).findLast(({ mask }) => mask)!.mask!;
  }

  /** Hints that stand: those of the step on show. */
  get hints(): readonly SegmentHint[] {
    return this.list[this.at]!.hints;
  }

  /** Whether the mask on show is not yet the one of the step on show. */
  get isWorking(): boolean {
    return this.list[this.at]!.mask === null;
  }

  get undoLabel(): string | null {
    return this.at > 0 ? this.list[this.at]!.label : null;
  }

  get redoLabel(): string | null {
    return this.list[this.at + 1]?.label ?? null;
  }

  /** Adds a step after the one on show; what was undone is gone. */
  add(step: CutStep): void {
    this.list.length = this.at + 1;
    const last = this.list[this.at]!;
    const refines = step.hints.length > 0 && last.hints.length > 0;
    this.list.push({ ...step, from: refines ? last.from : this.at, mask: null });
    this.goTo(this.at + 1);
  }

  /** Takes the last step back; false where there is none. */
  undo(): boolean {
    return this.at > 0 && this.goTo(this.at - 1);
  }

  /** Does again what was taken back; false where there is none. */
  redo(): boolean {
    return this.at + 1 < this.list.length && this.goTo(this.at + 1);
  }

  /** The mask of the step on show, once it is made. */
  async settled(): Promise<GreyPicture> {
    while (this.isWorking) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.mask;
  }

  private goTo(at: number): true {
    this.at = at;
    void this.work();
    this.changed();
    return true;
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let step = this.due(); step; step = this.due()) {
      try {
        const made = step.make(this.list[step.from]!.mask!);
        // What is painted is there at once, before anything is shown without it.
        step.mask = made instanceof Promise ? await made : made;
      } catch (error) {
        this.drop(step);
        this.failed(error as Error);
      }
      this.changed();
    }
    this.busy = false;
    for (const tell of this.waiting.splice(0)) tell();
  }

  /** The step to be made next for the one on show; null: it is made. */
  private due(): Kept | null {
    let step = this.list[this.at]!;
    if (step.mask) return null;
    while (!this.list[step.from]!.mask) step = this.list[step.from]!;
    return step;
  }

  /** Takes a step out that could not be made, and what was built on it. */
  private drop(step: Kept): void {
    const index = this.list.indexOf(step);
    if (index < 0) return;
    this.list.length = index;
    this.at = Math.min(this.at, index - 1);
  }
}
