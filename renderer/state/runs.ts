/**
 * The engine's work on the document: each run's result is one undo step, whoever stops keeps what was seen, and a job
 * that a dying engine left is offered again.
 */

import type { DocumentStroke, PageSettings, SketchEdit } from '../../main/contract.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';
import { applySketch } from '../document/edits.ts';
import type { History } from '../document/history.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { seenOutcome } from './seen-outcome.ts';
import { type Ending, Sketching } from './sketching.ts';
import { useStore } from './store.ts';
import { dismissFault, fail, notify } from './voice.ts';

export class Runs {
  private readonly sketching: Sketching;
  /** What to do when a lost engine's job is taken up again. */
  private again: (() => Promise<void>) | null = null;

  constructor(
    connection: Connection,
    private readonly desk: Desk,
  ) {
    this.sketching = new Sketching(connection);
  }

  /** Sketches the photo with the present settings: the other strokes go, locked ones stay. */
  sketch(): Promise<void> {
    return this.draw('Sketch', useStore.getState().settings, isLocked);
  }

  /** Draws the strokes anew that are not locked, as many as there are, and keeps what was placed by hand. */
  redrawRest(): Promise<void> {
    const { settings, document } = useStore.getState();
    const rest = document?.strokes.filter(({ locked }) => !locked).length ?? 0;
    return this.draw('Redraw the rest', { ...settings, strokes: Math.max(1, rest) }, isLocked);
  }

  /** Draws so many strokes more where something is missing; all that are there stay as they are. */
  drawMore(count: number): Promise<void> {
    const { settings } = useStore.getState();
    return this.draw(`Draw ${count} more`, { ...settings, strokes: count }, () => true);
  }

  /** Drawings of the last run, in its order: what a film of it shows. */
  get film(): readonly Drawing[] {
    const { document } = useStore.getState();
    return document ? this.sketching.film(document.photo) : [];
  }

  stop(): void {
    this.sketching.stop();
  }

  /** Stops what runs and waits until it has. */
  end(): Promise<void> {
    return this.sketching.end();
  }

  /** Goes on with the job that a dying engine left. */
  async goOn(): Promise<void> {
    const { again } = this;
    dismissFault();
    await again?.();
  }

  /** Changes the sketch that runs. */
  edit(edit: SketchEdit): void {
    this.sketching.edit(edit);
  }

  /** One run of the engine over the document's photo, which leaves the strokes alone that `stays` names. */
  private async draw(label: string, settings: PageSettings, stays: (stroke: DocumentStroke) => boolean): Promise<void> {
    const { history, assets } = this.desk;
    if (!history || useStore.getState().job) return;
    const { photo, mask, emphasis, strokes } = history.document;
    dismissFault();
    useStore.setState({ selection: [], wanted: null, looking: 'after' });
    const ending = await this.sketching.run({
      photo: assets.get(photo.asset),
      mask: mask ? assets.get(mask) : null,
      emphasis: emphasis ? assets.get(emphasis) : null,
      settings,
      keep: strokes.filter(stays),
    });
    if (this.desk.history === history)
      this.finish(label, history, ending, mask, () => this.draw(label, settings, stays));
  }

  private finish(
    label: string,
    history: History,
    ending: Ending,
    mask: string | null,
    again: () => Promise<void>,
  ): void {
    if ('failed' in ending) {
      fail(ending.failed);
      return;
    }
    if ('lost' in ending) {
      this.again = again;
      fail('The sketching process stopped. Your drawing is safe.', [
        { label: 'Go on from here', command: 'engine.goOn' },
        { label: 'Leave it', command: 'fault.dismiss' },
      ]);
      return;
    }
    const { settings } = useStore.getState();
    const outcome = 'outcome' in ending ? ending.outcome : seenOutcome(history.document, ending.seen);
    // What was painted meanwhile has been sent to the job; another mask has not.
    const drawnWith = { mask, emphasis: history.document.emphasis };
    const drawn = applySketch({ ...history.document, settings, drawnWith }, outcome);
    const count = drawn.strokes.length;
    history.commit(`${label}, ${count} ${count === 1 ? 'stroke' : 'strokes'}`, drawn);
    this.desk.show();
    const likeness = Math.round(outcome.likeness);
    const said = outcome.stopped
      ? `Stopped at likeness ${likeness}. Undo brings back what was before.`
      : `Done in ${Math.max(1, Math.round(outcome.seconds))} s. Every count from 1 to ${count} is ready.`;
    notify([said, ...outcome.notes.slice(0, 1)].join(' '));
  }
}

const isLocked = ({ locked }: DocumentStroke) => locked;
