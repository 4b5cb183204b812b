/**
 * The race of seeds: several drafts are drawn side by side, laggards are stopped, and the best drawing wins.
 *
 * Strokes fall into different local minima from different seeds, and 95 % of the objective's fall happens in the first
 * quarter of a run; so halfway through each stage the drafts are measured on the clean objective (several views of the
 * bank, no penalties) and the slowest is dropped. The winner is the one that is best over all of its levels together: a
 * ladder with one bad rung is a bad ladder.
 *
 * A person may take part. Who edits a draft, or keeps it, has chosen it, and it goes on alone. Who changes the objective
 * changes it for all: then no level that was measured before counts any more.
 */

import { Draft } from './draft.ts';
import { Easel, type Underlay } from './easel.ts';
import type { Edit, Turn } from './edit.ts';
import { type DraftPlan, firstStage } from './plan.ts';
import { type Scene, weigh } from './scene.ts';

export interface RaceMoment {
  /** Share of all steps that are expected, 0..1; never falls. */
  progress: number;
  /** The draft that leads. */
  leader: Draft;
  /** The draft that the person looks at: the leader, unless they watch another. */
  watched: Draft;
  /** The leader's, averaged over its recent steps. */
  objective: number;
  /** Drafts still running, by seed. */
  running: number[];
  /** Every draft that was begun. */
  drafts: Draft[];
}

export interface RaceResult {
  winner: Draft;
  /** The clean objective at each level; that of the last alone where it was stopped, none where it was steered. */
  levels: { strokes: number; objective: number }[];
  /** Every draft that was begun, with its drawing so far: any of them can be taken instead. */
  drafts: Draft[];
  stopped: boolean;
}

/** A person's part in the race. Who steers waits for its end, and measures the levels when there is time. */
export interface Steering {
  /** Strokes that lie under every draft. */
  under: Underlay;
  /** Ids that are not to be given to strokes. */
  taken: ReadonlySet<string>;
  /** Edits since it was last asked, oldest first. */
  take(): Promise<Edit[]>;
}

interface Runner {
  draft: Draft;
  levels: number[];
}

/** Views of the bank that say how drafts stand; the winner's levels are measured in all of them. */
const JUDGES = 6;
/** A draft that stands worse than the best by this factor is dropped with the slowest. */
const HOPELESS = 1.1;

/**
 * Runs the race. Yields after every step of the leader, so that whoever shows it can, and looks at `stopped` there.
 *
 * @param seeds of the drafts
 * @param stopped asked between steps; when it says so the best so far is returned
 * @param steering a person's part in it, where one takes part
 */
export async function* race(
  scene: Scene,
  plan: DraftPlan,
  seeds: number[],
  stopped: () => boolean,
  steering?: Steering,
): AsyncGenerator<RaceMoment, RaceResult> {
  const easel = new Easel(scene.encoder.side, scene.encoder.views, plan.width, steering?.under);
  const runners: Runner[] = seeds.map((seed) => ({
    draft: new Draft(scene, easel, plan, seed, steering?.taken),
    levels: [],
  }));
  const drafts = runners.map((runner) => runner.draft);
  let running = [...runners];
  let leader = runners[0]!;
  let done = 0;
  let progress = 0;
  let halted = false;
  let chosen: Runner | null = null;
  let watched: Runner | null = null;

  /** @returns whether there is something to do again */
  const steer = async (stage: number): Promise<boolean> => {
    const edits = (await steering?.take()) ?? [];
    const turns: Turn[] = [];
    let edited = false;
    for (const edit of edits) {
      if (edit.kind === 'watch') {
        watched = bySeed(runners, edit.seed);
      } else if (edit.kind === 'keep') {
        const kept = bySeed(runners, edit.seed);
        if (!kept) continue;
        chosen = kept;
        watched = null;
        edited = true;
      } else if ('id' in edit) {
        const named = runners.find(({ draft }) => draft.ids.includes(edit.id));
        if (!named && edit.kind !== 'move' && edit.kind !== 'add') continue;
        // What is put somewhere goes to the drawing that the person sees.
        chosen = named ?? watched ?? chosen ?? leader;
        chosen.draft.edit(edit);
        edited = true;
      } else turns.push(edit);
    }
    // First, as stages are begun by what the scene is now.
    if (turns.length) {
      await turnTo(turns, scene, easel);
      for (const runner of runners) {
        runner.levels = [];
        await runner.draft.reconsider(turns.some(({ kind }) => kind === 'encoder'));
      }
    }
    if (chosen) {
      leader = chosen;
      running = [leader];
      // It may have been dropped stages ago.
      while (leader.draft.stage < stage && !stopped()) await leader.draft.beginStage(stopped);
    }
    return edited || turns.length > 0;
  };

  const first = firstStage(plan);
  for (let stage = first; stage < plan.stages.length && !halted; stage++) {
    for (const { draft } of running) {
      // Whoever stops before the first drawing still gets one; later stages are not begun.
      if (stage > first && (halted = stopped())) break;
      await draft.beginStage(stopped);
    }
    const half = leader.draft.budget(stage) >> 1;
    let step = 0;
    while (!halted) {
      await steer(stage);
      let busy = false;
      for (const { draft } of running) {
        if (draft.stageDone) continue;
        busy = true;
        await draft.step();
        done++;
        if ((halted = stopped())) break;
      }
      if (!busy) {
        running = await standing(running, stopped);
        if ((halted = stopped())) break;
        leader = running[0]!;
        // What was asked meanwhile still belongs to this stage.
        if (await steer(stage)) continue;
        break;
      }
      step++;
      progress = Math.max(progress, done / (done + stepsLeft(plan, leader.draft, stage, running.length)));
      yield {
        progress,
        leader: leader.draft,
        watched: (watched ?? leader).draft,
        objective: leader.draft.objective,
        running: running.map(seedOf),
        drafts,
      };
      if (step === half && running.length > 1 && !halted) {
        running = await standing(running, stopped);
        if ((halted = stopped())) break;
        const bar = score(running[0]!) * HOPELESS;
        running = running.slice(0, -1).filter((runner) => score(runner) <= bar);
        leader = running[0]!;
      }
    }
  }

  const winner = leader.draft;
  const levels: { strokes: number; objective: number }[] = [];
  // Who stops waits for one measure and no more.
  const measured = halted ? [winner.strokes] : winner.stages;
  for (const level of steering ? [] : measured) {
    const strokes = Math.min(level, winner.strokes);
    if (strokes === (levels.at(-1)?.strokes ?? 0)) break;
    levels.push({ strokes, objective: await winner.measure(strokes) });
  }
  return { winner, levels, drafts, stopped: halted };
}

const seedOf = ({ draft }: Runner) => draft.seed;

const bySeed = (runners: Runner[], seed: number | null) => runners.find(({ draft }) => draft.seed === seed) ?? null;

/** Several turns come to one: of each kind the last counts. */
async function turnTo(turns: Turn[], scene: Scene, easel: Easel): Promise<void> {
  let { weights, emphasis } = scene;
  for (const turn of turns) {
    if (turn.kind === 'width') easel.width = turn.width;
    else if (turn.kind === 'encoder') easel.fit(scene.encoder.side, scene.encoder.views);
    else if (turn.kind === 'closeness') weights = turn.weights;
    else emphasis = turn.emphasis;
  }
  await weigh(scene, weights, emphasis);
}

/**
 * The drafts, best first, by how they stand now: the stage under way is measured anew, and so is every earlier one whose
 * measure does not count any more, as the drawing's prefix now is. Once stopped, as they stood.
 */
async function standing(running: Runner[], stopped: () => boolean): Promise<Runner[]> {
  for (const { draft, levels } of running)
    for (let s = 0; s <= draft.stage; s++) {
      if (stopped()) return running;
      if (s < draft.stage && levels[s] !== undefined) continue;
      const strokes = s < draft.stage ? Math.min(draft.stages[s]!, draft.strokes) : draft.strokes;
      levels[s] = await draft.measure(strokes, JUDGES);
    }
  return [...running].sort((a, b) => score(a) - score(b));
}

/** Geometric mean of the objective over the levels reached: each level counts by its ratio, not by its size. */
function score({ levels }: Runner): number {
  return Math.exp(levels.reduce((sum, level) => sum + Math.log(level), 0) / levels.length);
}

/** Steps still expected: of this stage and the later ones, with one draft fewer from the middle of each on. */
function stepsLeft(plan: DraftPlan, draft: Draft, stage: number, running: number): number {
  let left = 0;
  let drafts = running;
  for (let s = stage; s < plan.stages.length; s++) {
    const half = draft.budget(s) >> 1;
    const done = s === stage ? draft.stageStep : 0;
    const before = Math.max(0, half - done);
    left += before * drafts;
    if (before > 0) drafts = Math.max(1, drafts - 1);
    left += (draft.budget(s) - Math.max(half, done)) * drafts;
  }
  return left;
}
