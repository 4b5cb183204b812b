/**
 * The engine's work on the document: each run's result is one undo step, whoever stops keeps what was seen, and a job
 * that a dying engine left is offered again.
 */

import type { DocumentStroke, PageSettings, SketchEdit } from '../../main/contract.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';
import type { PhotoRecord } from '../document/document.ts';
import { applySketch } from '../document/edits.ts';
import type { History } from '../document/history.ts';
import { variationsAfter } from '../document/variations.ts';
import { MOST } from '../ruler/scale.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { modelTitle } from './models.ts';
import { seenOutcome } from './seen-outcome.ts';
import { isLocked, isPut, sketchInputOf } from './sketch-input.ts';
import { type Ending, Sketching } from './sketching.ts';
import { useStore } from './store.ts';
import { dismissFault, fail, notify } from './voice.ts';

export class Runs {
  private readonly sketching: Sketching;
  /** What to do when a lost engine's job is taken up again. */
  private again: (() => Promise<void>) | null = null;
  /** Which photo the last run was of. */
  private filmed: PhotoRecord | null = null;

  constructor(
    connection: Connection,
    private readonly desk: Desk,
  ) {
    this.sketching = new Sketching(connection);
  }

  /** Sketches the photo with the present settings: the other strokes go, locked ones stay. */
  sketch(): Promise<void> {
    const { strokes } = useStore.getState().settings;
    return this.draw({ label: 'Sketch', strokes, stays: isLocked, fresh: true });
  }

  /** Draws the strokes anew that are not locked, as many as there are, and keeps what was placed by hand. */
  redrawRest(): Promise<void> {
    const rest = useStore.getState().document?.strokes.filter(({ locked }) => !locked).length ?? 0;
    return this.draw({ label: 'Redraw the rest', strokes: Math.max(1, rest), stays: isLocked, fresh: false });
  }

  /** Draws so many strokes more where something is missing; all that are there stay as they are. */
  drawMore(count: number): Promise<void> {
    return this.draw({ label: `Draw ${count} more`, strokes: count, stays: () => true, fresh: false });
  }

  /** Goes on from the drawing as it is: its strokes move on, as the model that is chosen now sees them. */
  goOnDrawing(): Promise<void> {
    const { settings } = useStore.getState();
    const moving = useStore.getState().document?.strokes.filter((stroke) => !isPut(stroke)) ?? [];
    const strokes = Math.min(MOST, Math.max(1, moving.length));
    const label = `Go on with ${modelTitle(settings.encoder)}`;
    return this.draw({ label, strokes, stays: isPut, goesOn: true, fresh: false });
  }

  /** Drawings of the document's last run, in its order: what a film of it shows; none where it was drawn elsewhere. */
  get film(): readonly Drawing[] {
    const photo = this.desk.history?.document.photo;
    return photo && photo === this.filmed ? this.sketching.film(photo) : [];
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

  /** Watches a try of the sketch that runs; the leader's seed: whoever leads. */
  watch(seed: number): void {
    this.sketching.watch(seed);
  }

  /** Has the sketch that runs end with this try. */
  keep(seed: number): void {
    this.sketching.keep(seed);
  }

  /** Changes the sketch that runs. */
  edit(edit: SketchEdit): void {
    this.sketching.edit(edit);
  }

  /** One run of the engine over the document's photo. */
  private async draw(run: Run): Promise<void> {
    const { history, assets } = this.desk;
    if (!history) return;
    if (useStore.getState().job) {
      notify('A sketch is being drawn. Stop it first.');
      return;
    }
    const { mask } = history.document;
    const { settings } = useStore.getState();
    dismissFault();
    useStore.setState({ selection: [], wanted: null, looking: 'after' });
    // A drawing is gone on from once: other tries would begin with the same strokes.
    const asked = { ...settings, strokes: run.strokes, ...(run.goesOn ? { seeds: 1 } : {}) };
    const from = run.goesOn ? history.document.strokes.filter((stroke) => !run.stays(stroke)) : [];
    const input = { ...sketchInputOf(history.document, assets, asked, run.stays, this.desk.shares()), from };
    this.filmed = history.document.photo;
    const { ending, live } = await this.sketching.run(input);
    if (this.desk.history === history) this.finish(run, history, ending, { mask, settings: { ...settings, ...live } });
  }

  /** @param by what the run was made with, as it was at its end */
  private finish(
    run: Run,
    history: History,
    ending: Ending,
    by: { mask: string | null; settings: PageSettings },
  ): void {
    if ('failed' in ending) {
      // It may be the model that is chosen which is not here.
      const models = { label: 'Models…', command: 'app.models' };
      const close = { label: 'Close', command: 'fault.dismiss' };
      fail(ending.failed, by.settings.encoder === 'built-in' ? [close] : [models, close]);
      return;
    }
    if ('lost' in ending) {
      this.again = () => this.draw(run);
      fail('The sketching process stopped. Your drawing is safe.', [
        { label: 'Go on from here', command: 'engine.goOn' },
        { label: 'Leave it', command: 'fault.dismiss' },
      ]);
      return;
    }
    const before = history.document;
    const seen = 'seen' in ending ? seenOutcome(before, ending.seen, run.stays) : null;
    const outcome = 'outcome' in ending ? ending.outcome : seen;
    const staying = new Set(before.strokes.filter(run.stays).map(({ id }) => id));
    const untouched = run.goesOn
      ? outcome?.by === null
      : outcome?.stopped && outcome.strokes.every(({ id }) => staying.has(id));
    if (!outcome || untouched) {
      notify('Stopped before the first stroke.');
      return;
    }
    // What was painted meanwhile has been sent to the job; another mask has not.
    const drawnWith = { mask: by.mask, emphasis: before.emphasis };
    const drawn = applySketch({ ...before, settings: by.settings, drawnWith }, outcome);
    const variations = run.fresh ? variationsAfter(before, drawn) : [];
    const count = drawn.strokes.length;
    history.commit(`${run.label}, ${count} ${count === 1 ? 'stroke' : 'strokes'}`, { ...drawn, variations });
    this.desk.show();
    const likeness = Math.round(outcome.likeness);
    const said = outcome.stopped
      ? `Stopped at likeness ${likeness}. Undo brings back what was before.`
      : `Done in ${Math.max(1, Math.round(outcome.seconds))} s. Every count from 1 to ${count} is ready.`;
    notify([said, ...outcome.notes.slice(0, 1)].join(' '));
  }
}

/** What a run is to draw. */
interface Run {
  label: string;
  /** How many strokes are drawn. */
  strokes: number;
  /** Which strokes are left alone. */
  stays(stroke: DocumentStroke): boolean;
  /** Whether it begins with the strokes that do not stay. */
  goesOn?: boolean;
  /** Whether it is a sketch of its own, with sisters among the variations. */
  fresh: boolean;
}
