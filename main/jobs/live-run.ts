/**
 * The race of a live sketch, from its first step to the outcome: what the person is shown of it, what they ask of it, and
 * what they get in the end.
 *
 * A person's words (photo pixels, percent, pictures) become the race's here. What changes the objective changes every
 * likeness, so blank paper is then judged anew.
 */

import type { Draft } from '../sketch/draft.ts';
import type { Edit } from '../sketch/edit.ts';
import { DEFAULT_PLAN } from '../sketch/plan.ts';
import { type RaceMoment, race } from '../sketch/race.ts';
import type { Scene } from '../sketch/scene.ts';
import { rankStrokes } from '../sketch/worth.ts';
import { readDetail } from './detail-map.ts';
import { blankObjective, likeness } from './likeness.ts';
import type { LiveDrawing } from './live-drawing.ts';
import type { LiveEncoder } from './live-encoder.ts';
import { frameWidth, type LiveOutcome, type LiveSettings, type PageEdit, type Watcher } from './live-sketch.ts';
import type { Photo } from './photo.ts';
import { contourNotes, stagesFor, stepsFor, timeLeft, weightsFor } from './sketch.ts';

/** Least milliseconds between two frames, and between two that hold all tries. */
const FRAME = 1000 / 30;
const TRIES = 250;

export class LiveRun {
  private shown = Number.NEGATIVE_INFINITY;
  private triesShown = Number.NEGATIVE_INFINITY;

  /** What could not be done of what was asked. */
  private readonly refused: string[] = [];
  /** Whether the objective has changed since blank paper was judged. */
  private turned = false;

  /** Of the objective, as it is now. */
  private fidelity = 0;
  /** Whether all steps are done. */
  private ended = false;

  private constructor(
    private readonly looking: LiveEncoder,
    private readonly picture: Photo,
    private readonly drawing: LiveDrawing,
    private readonly watcher: Watcher,
    /** The objective of blank paper, straight on. */
    private blank: number,
  ) {}

  static async begin(looking: LiveEncoder, picture: Photo, drawing: LiveDrawing, watcher: Watcher): Promise<LiveRun> {
    return new LiveRun(looking, picture, drawing, watcher, await blankObjective(looking.scene));
  }

  private get scene(): Scene {
    return this.looking.scene;
  }

  private readonly stopped = (): boolean => this.watcher.signal.aborted;

  private readonly take = async (): Promise<Edit[]> => {
    const edits: Edit[] = [];
    for (const edit of this.watcher.edits()) edits.push(...(await this.translate(edit)));
    return edits;
  };

  /** An edit of the page as the race's; none where the race has nothing to do with it. */
  private async translate(edit: PageEdit): Promise<Edit[]> {
    if ('id' in edit) return this.drawing.translate(edit);
    if (edit.kind === 'watch' || edit.kind === 'keep') return [edit];
    if (edit.kind === 'width') {
      const width = frameWidth(edit);
      this.drawing.setWidth(width);
      return [{ kind: 'width', width }];
    }
    if (edit.kind === 'encoder') return this.changeEncoder(edit.encoder);
    const { encoder, frame } = this.scene;
    if (edit.kind === 'closeness') {
      this.turned = true;
      this.fidelity = edit.fidelity;
      return [{ kind: 'closeness', weights: weightsFor(edit.fidelity, encoder.maps.length) }];
    }
    try {
      const emphasis = edit.map && (await readDetail(edit.map, this.picture, frame));
      this.turned = true;
      return [{ kind: 'emphasis', emphasis }];
    } catch (error) {
      // A sketch under way is worth more than the map.
      this.refused.push((error as Error).message);
      return [];
    }
  }

  /** Has another encoder look: the strokes stay, and it goes on from them. */
  private async changeEncoder(name: string): Promise<Edit[]> {
    if (this.ended || name === this.looking.name) return [];
    try {
      if (!(await this.looking.change(name, this.fidelity, this.watcher.signal))) return [];
    } catch (error) {
      // The one that draws is as good as before.
      this.refused.push((error as Error).message);
      return [];
    }
    this.turned = true;
    const weights = weightsFor(this.fidelity, this.scene.encoder.maps.length);
    return [{ kind: 'encoder' }, { kind: 'closeness', weights }];
  }

  async finish(settings: LiveSettings): Promise<Omit<LiveOutcome, 'width' | 'height' | 'seconds'>> {
    const { scene, drawing, stopped, take } = this;
    this.fidelity = settings.fidelity;
    const { starts } = drawing;
    const seeds = Array.from({ length: settings.seeds }, (_, i) => settings.seed + i);
    const plan = {
      ...DEFAULT_PLAN,
      starts,
      stages: stagesFor(Math.max(settings.strokes, starts.length)),
      steps: stepsFor(settings),
      width: frameWidth(settings),
    };
    const started = performance.now();
    const running = race(scene, plan, seeds, stopped, { under: drawing.under, taken: drawing.taken, take });
    let next = await running.next();
    for (; !next.done; next = await running.next()) {
      await this.judgeBlank();
      this.show(next.value, started);
    }
    await this.judgeBlank();

    this.ended = true;
    const { drafts, stopped: halted } = next.value;
    let { winner } = next.value;
    // Nothing is drawn any more, so what would have drawn otherwise comes too late.
    const late = async () => {
      for (const edit of await take())
        if ('id' in edit) winner.edit(edit);
        else if (edit.kind === 'keep') winner = drafts.find(({ seed }) => seed === edit.seed) ?? winner;
        else if (edit.kind === 'width') winner.easel.width = edit.width;
    };
    await late();
    const ranked = halted ? null : await rankStrokes(winner, stopped);
    const prices = new Map(ranked?.map((price, s) => [winner.ids[s]!, (100 * price) / this.blank]));
    const levels = ranked ? await this.levels(winner) : [];
    await late();
    const likenesses = (await winner.judge(drafts.map((draft) => draft.lines()))).map((objective) =>
      likeness(objective, this.blank),
    );
    const tries = drafts.map((draft, i) => ({
      seed: draft.seed,
      likeness: likenesses[i]!,
      strokes: drawing.finished(drawing.strokesOf(draft), prices),
    }));
    const { strokes, ...best } = tries[drafts.indexOf(winner)]!;
    const notes = [
      ...this.looking.notes,
      ...this.refused,
      ...contourNotes(winner.strokes, winner.stages.at(-1)!, halted),
    ];
    return { ...best, strokes, levels, tries, by: this.looking.by, stopped: halted || ranked === null, notes };
  }

  /** Likeness goes by blank paper, so that is judged anew by a new objective. */
  private async judgeBlank(): Promise<void> {
    if (!this.turned) return;
    this.turned = false;
    this.blank = await blankObjective(this.scene);
  }

  private show({ progress, leader, watched, running, drafts }: RaceMoment, started: number): void {
    const now = this.watcher.now?.() ?? performance.now();
    if (now - this.shown < FRAME) return;
    this.shown = now;
    const all = now - this.triesShown >= TRIES;
    if (all) this.triesShown = now;
    const stateOf = (draft: Draft) =>
      draft === leader ? 'leading' : running.includes(draft.seed) ? 'running' : 'dropped';
    this.watcher.show({
      progress,
      watched: watched.seed,
      likeness: this.likenessOf(watched),
      secondsLeft: timeLeft(started, progress),
      strokes: this.drawing.strokesOf(watched),
      by: this.looking.by,
      tries: all
        ? drafts.map((draft) => ({
            seed: draft.seed,
            likeness: this.likenessOf(draft),
            state: stateOf(draft),
            strokes: this.drawing.strokesOf(draft),
          }))
        : null,
    });
  }

  /** By its last step; null before its first. */
  private likenessOf({ clean }: Draft): number | null {
    return Number.isNaN(clean) ? null : likeness(clean, this.blank);
  }

  private async levels(winner: Draft): Promise<LiveOutcome['levels']> {
    const counts = [...new Set(winner.stages.map((stage) => Math.min(stage, winner.strokes)))].filter(Boolean);
    const objectives = await winner.judge(counts.map((count) => winner.lines(count)));
    return counts.map((strokes, i) => ({ strokes, likeness: likeness(objectives[i]!, this.blank) }));
  }
}
