/**
 * The engine's work on the document: each run's result is one undo step, whoever stops keeps what was seen, and so does
 * whose engine dies or fails in the middle, who is offered to go on from there.
 */

import type { DocumentStroke, LiveStroke, PageSettings, SketchEdit, SketchOutcome } from '../../main/contract.ts';
import type { Drawing } from '../../main/strokes/stroke.ts';
import type { PhotoRecord } from '../document/document.ts';
import { applySketch } from '../document/edits.ts';
import type { History } from '../document/history.ts';
import { asLeft } from '../document/results.ts';
import { variationsAfter } from '../document/variations.ts';
import { MOST } from '../ruler/scale.ts';
import { type Beginning, sinceBegun } from './begun.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { modelTitle } from './models.ts';
import { seenOutcome } from './seen-outcome.ts';
import { isLocked, isPut, sketchInputOf } from './sketch-input.ts';
import { type Ending, Sketching } from './sketching.ts';
import { useStore } from './store.ts';
import { takenBack } from './taken-back.ts';
import { dismissFault, fail, notify } from './voice.ts';

export class Runs {
  private readonly sketching: Sketching;
  /** What to do when the job of an engine that gave up is taken up again. */
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

  /** Goes on with the job of an engine that gave up. */
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

  /**
   * Changes strokes of the sketch that runs, as one step that can be undone as long as it runs.
   * @param before the strokes as they were; left out, as they are
   */
  step(
    label: string,
    edits: readonly SketchEdit[],
    before: readonly LiveStroke[] = useStore.getState().job?.latest?.strokes ?? [],
  ): void {
    const back = takenBack(edits, before);
    for (const edit of edits) this.sketching.edit(edit);
    this.desk.send(label, {
      back: () => this.sketching.stepTo(back),
      again: () => this.sketching.stepTo(edits),
    });
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
    const kept = new Set(input.keep.map(({ id }) => id));
    const began: Beginning = {
      document: history.document,
      revision: history.steps.at(-1)!.revision,
      given: new Set([...kept, ...from.map(({ id }) => id)]),
      replaces: (stroke) => !run.goesOn && !run.stays(stroke),
    };
    const { ending, live, touched } = await this.sketching.run(input, () => this.tell(history, began));
    history.release();
    if (this.desk.history !== history) return;
    const by = { mask, touched, kept, settings: { ...settings, ...live } };
    const outcome = this.take(run, history, ending, by);
    if (!outcome) this.desk.show();
    if ('failed' in ending || 'lost' in ending) {
      // What the run was to leave alone is left alone when it is gone on with; what it drew of its own moves on.
      const onward = { ...run, goesOn: true, stays: (stroke: DocumentStroke) => isPut(stroke) || kept.has(stroke.id) };
      this.again = () => this.draw(outcome ? onward : run);
      this.tellFault(ending, outcome !== null, settings.encoder);
    } else this.tellEnd(outcome, history.document.strokes.length);
  }

  /** Tells the sketch that runs what has become of the document, as soon as no gesture goes on. */
  private tell(history: History, began: Beginning): void {
    if (history.gestureLabel === null) {
      this.sketching.catchUp(sinceBegun(history, began));
      // What lies before is hidden by the sketch, which began with it.
      history.hold();
      this.desk.show();
      return;
    }
    const of = useStore.getState().job?.id;
    const stopHearing = useStore.subscribe(({ job }) => {
      const runs = job?.id === of;
      if (runs && history.gestureLabel !== null) return;
      stopHearing();
      if (runs) this.tell(history, began);
    });
  }

  /**
   * Makes what a run has drawn the document's, as one step.
   * @param by what it was made with, as it was at its end, which strokes it was to leave alone, and whether a person changed
   * any of those that it showed
   * @returns what was taken; null: nothing was drawn
   */
  private take(
    run: Run,
    history: History,
    ending: Ending,
    by: { mask: string | null; settings: PageSettings; kept: ReadonlySet<string>; touched: boolean },
  ): SketchOutcome | null {
    const before = history.document;
    const outcome = 'outcome' in ending ? ending.outcome : ending.seen && seenOutcome(before, ending.seen, run.stays);
    if (!outcome) return null;
    const staying = new Set(before.strokes.filter(run.stays).map(({ id }) => id));
    const isNew = run.goesOn
      ? outcome.by !== null
      : !outcome.stopped || outcome.strokes.some(({ id }) => !staying.has(id));
    if (!isNew && !by.touched) return null;
    // What was painted meanwhile has been sent to the job; another mask has not.
    const drawnWith = { mask: by.mask, emphasis: before.emphasis };
    const drawn = applySketch({ ...before, settings: by.settings, drawnWith }, asLeft(outcome, before, by.kept));
    const variations = run.fresh ? variationsAfter(before, drawn) : [];
    const count = drawn.strokes.length;
    history.commit(`${run.label}, ${count} ${count === 1 ? 'stroke' : 'strokes'}`, { ...drawn, variations });
    this.desk.show();
    return outcome;
  }

  /** Says how a sketch ended that came to its end or was stopped. */
  private tellEnd(outcome: SketchOutcome | null, count: number): void {
    if (!outcome) {
      notify('Stopped before the first stroke.');
      return;
    }
    const likeness = Math.round(outcome.likeness);
    const said = outcome.stopped
      ? `Stopped at likeness ${likeness}. Undo brings back what was before.`
      : `Done in ${Math.max(1, Math.round(outcome.seconds))} s. Every count from 1 to ${count} is ready.`;
    notify([said, ...outcome.notes.slice(0, 1)].join(' '));
  }

  /** Says that the engine gave up, and what can be done about it. @param kept whether something was drawn, and is kept */
  private tellFault(ending: { failed: string } | { lost: true }, kept: boolean, encoder: string): void {
    const goOn = { label: 'Go on from here', command: 'engine.goOn' };
    const leave = { label: 'Leave it', command: 'fault.dismiss' };
    const KEPT = 'What was drawn so far is kept; undo brings back what was before.';
    if ('lost' in ending) {
      fail(`The sketching process stopped. ${kept ? KEPT : 'Your drawing is safe.'}`, [goOn, leave]);
      return;
    }
    if (kept) {
      fail(`${ending.failed.replace(/[^.!?]$/, '$&.')} ${KEPT}`, [goOn, leave]);
      return;
    }
    // It may be the model that is chosen which is not here.
    const models = { label: 'Models…', command: 'app.models' };
    const close = { label: 'Close', command: 'fault.dismiss' };
    fail(ending.failed, encoder === 'built-in' ? [close] : [models, close]);
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
