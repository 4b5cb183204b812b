/**
 * Draws the pad's other rows beside the document: those that a person pressed first, then, where they fill by
 * themselves, the nearest. A row that is there becomes part of the document and of the steps it belongs to; it is no step
 * and nobody is told, save who asked for it.
 */

import type { SketchOutcome } from '../../main/contract.ts';
import type { LineamentDocument } from '../document/document.ts';
import { addVariation, areSiblings, drawnRows, ownRow, ROWS, settingsOfRow } from '../document/variations.ts';
import { changedAssets } from '../ruler/settings-changed.ts';
import type { Chore, Worker } from './beside.ts';
import type { Connection } from './connection.ts';
import type { Desk } from './desk.ts';
import { asked, nextRow } from './row-queue.ts';
import { isLocked, sketchInputOf } from './sketch-input.ts';
import { type Filling, useStore } from './store.ts';
import { announce, fail } from './voice.ts';

/** How often a row is tried that nobody asked for and that could not be drawn. */
const ATTEMPTS = 2;

export class Variations implements Worker {
  private current: { row: number; chore: Chore } | null = null;
  /** Rows that could not be drawn, of the document whose strokes these are. */
  private failures = new Map<number, number>();
  private of: LineamentDocument['photo'] | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly desk: Desk,
    private readonly stir: () => void,
  ) {}

  /** A person wants this row: it comes first. */
  ask(row: number): void {
    this.failures.delete(row);
    setFilling({ asked: asked(useStore.getState().filling.asked, row) });
    if (this.current && this.current.row !== row) this.current.chore.giveWay();
    this.stir();
  }

  begin(quiet: boolean): Chore | null {
    const { document, job, filling, fillVariations } = useStore.getState();
    if (!document?.strokes.length || job || changedAssets(document)) return null;
    if (this.of !== document.photo) this.failures.clear();
    this.of = document.photo;
    const drawn = drawnRows(document).map((there, row) => there !== null || (this.failures.get(row) ?? 0) >= ATTEMPTS);
    const row = nextRow(filling.asked, drawn, ownRow(document), quiet && fillVariations);
    return row === null ? null : this.draw(document, row);
  }

  private draw(document: LineamentDocument, row: number): Chore {
    const { history, assets } = this.desk;
    const input = sketchInputOf(document, assets, settingsOfRow(document, row), isLocked, this.desk.shares());
    let gone = false;
    const running = this.connection.engineBeside().stream('sketch', input, () => {});
    const take = (outcome: SketchOutcome) => {
      if (gone || this.desk.history !== history) return;
      const { strokes, tries, levels, seed, likeness } = outcome;
      const record = { fidelity: input.settings.fidelity, strokes, tries, levels, kept: seed, likeness };
      this.desk.amend((one) => (one.strokes.length && areSiblings(one, document) ? addVariation(one, record) : one));
      if (useStore.getState().filling.asked.includes(row)) announce(`${ROWS[row]!.name} is drawn.`);
      this.forget(row);
    };
    const miss = ({ message }: Error) => {
      if (gone || this.desk.history !== history) return;
      this.failures.set(row, (this.failures.get(row) ?? 0) + 1);
      if (useStore.getState().filling.asked.includes(row)) fail(message);
      this.forget(row);
    };
    const over = () => {
      this.current = null;
      setFilling({ row: null });
    };
    const chore: Chore = {
      done: running.result.then(take, miss).finally(over),
      giveWay: () => {
        gone = true;
        running.stop();
      },
    };
    this.current = { row, chore };
    setFilling({ row });
    return chore;
  }

  private forget(row: number): void {
    setFilling({ asked: useStore.getState().filling.asked.filter((one) => one !== row) });
  }
}

function setFilling(change: Partial<Filling>): void {
  useStore.setState({ filling: { ...useStore.getState().filling, ...change } });
}

/**
 * Has the closeness of the next sketch follow the row that is shown, by a press, undo or redo, unless a person has set
 * it to something else: then it waits for their next sketch.
 */
export function followCloseness(): () => void {
  return useStore.subscribe(({ document, settings }, before) => {
    const was = before.document;
    if (!document || !was || document === was || document.photo !== was.photo || !document.strokes.length) return;
    const { fidelity } = document.settings;
    if (fidelity === was.settings.fidelity || settings.fidelity !== was.settings.fidelity) return;
    useStore.setState({ settings: { ...settings, fidelity } });
  });
}
