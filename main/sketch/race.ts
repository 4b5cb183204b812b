/**
 * The race of seeds: several drafts are drawn side by side, laggards are stopped, and the best drawing wins.
 *
 * Strokes fall into different local minima from different seeds, and 95 % of the objective's fall happens in the first
 * quarter of a run; so after each stage the drafts are measured on the clean objective (every view of the bank, no
 * penalties) and the slowest is dropped. The winner is the one that is best over all of its levels together: a ladder
 * with one bad rung is a bad ladder.
 */

import { Draft, type DraftPlan } from './draft.ts';
import { Easel } from './easel.ts';
import type { Scene } from './scene.ts';

export interface RaceMoment {
  /** Share of all steps that are expected, 0..1; never falls. */
  progress: number;
  /** The draft that leads. */
  leader: Draft;
  /** Latest averaged objective of the leader. */
  objective: number;
  /** Drafts still running, by seed. */
  running: number[];
}

export interface RaceResult {
  winner: Draft;
  /** The clean objective at each level. */
  levels: { strokes: number; objective: number }[];
  /** Every draft that was begun, with its drawing so far: any of them can be taken instead. */
  drafts: Draft[];
  stopped: boolean;
}

interface Runner {
  draft: Draft;
  levels: number[];
}

/** A draft whose level is worse than the best one's by this factor after a stage is dropped. */
const HOPELESS = 1.02;

/**
 * Runs the race. Yields after every step of the leader, so that whoever shows it can, and looks at `stopped` there.
 *
 * @param seeds of the drafts
 * @param stopped asked between steps; when it says so the best so far is returned
 */
export async function* race(
  scene: Scene,
  plan: DraftPlan,
  seeds: number[],
  stopped: () => boolean,
): AsyncGenerator<RaceMoment, RaceResult> {
  const easel = new Easel(scene.encoder.side, scene.encoder.views, plan.width);
  const runners: Runner[] = seeds.map((seed) => ({ draft: new Draft(scene, easel, plan, seed), levels: [] }));
  const drafts = runners.map((runner) => runner.draft);
  let running = [...runners];
  let leader = runners[0]!;
  let done = 0;
  let progress = 0;
  let halted = false;

  for (let stage = 0; stage < plan.stages.length && !halted; stage++) {
    for (const { draft } of running) await draft.beginStage();
    const budget = leader.draft.budget(stage);
    for (let step = 0; step < budget && !halted; step++) {
      let busy = false;
      for (const { draft } of running) {
        if (draft.stageDone) continue;
        busy = true;
        await draft.step();
        done++;
        if ((halted = stopped())) break;
      }
      if (!busy) break;
      progress = Math.max(progress, done / (done + stepsLeft(plan, leader.draft, stage, running.length)));
      yield { progress, leader: leader.draft, objective: leader.draft.objective, running: running.map(seedOf) };
    }
    if (halted) break;
    const level = plan.stages[stage]!;
    for (const runner of running) runner.levels.push(await runner.draft.measure(Math.min(level, runner.draft.strokes)));
    running.sort((a, b) => score(a) - score(b));
    leader = running[0]!;
    // One is dropped after each stage, and with it all that have fallen hopelessly behind.
    const bar = score(leader) * HOPELESS;
    running = running.slice(0, Math.max(1, running.length - 1)).filter((runner) => score(runner) <= bar);
  }

  const winner = leader.draft;
  const levels: { strokes: number; objective: number }[] = [];
  for (const level of plan.stages) {
    if (level > winner.strokes && levels.length) break;
    const strokes = Math.min(level, winner.strokes);
    if (strokes) levels.push({ strokes, objective: await winner.measure(strokes) });
  }
  return { winner, levels, drafts, stopped: halted };
}

const seedOf = ({ draft }: Runner) => draft.seed;

/** Geometric mean of the objective over the levels reached: each level counts by its ratio, not by its size. */
function score({ levels }: Runner): number {
  return Math.exp(levels.reduce((sum, level) => sum + Math.log(level), 0) / levels.length);
}

/** Steps still expected: this stage's for all that run, later stages' for one fewer each. */
function stepsLeft(plan: DraftPlan, draft: Draft, stage: number, running: number): number {
  let left = Math.max(0, draft.budget(stage) - draft.stageStep) * running;
  for (let s = stage + 1; s < plan.stages.length; s++) left += draft.budget(s) * Math.max(1, running - (s - stage));
  return left;
}
