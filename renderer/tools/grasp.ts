/**
 * Strokes in a hand, whether they are the document's or those of a running sketch.
 *
 * In the document a grasp is one gesture of the history. A running sketch's strokes stop where they were taken, are
 * pinned as soon as the hand moves them, follow it whatever the events say, and stay where they are let go; they are
 * shown there until the engine says so too, else they would jump back for an event or two. A sketch that ends while
 * the hand holds leaves the rest to the document; one that shows its first strokes then is told of it by who runs it.
 */

import type { LiveStroke, SketchEdit } from '../../main/contract.ts';
import { type Courses, samePoints, setCourses } from '../document/courses.ts';
import { type Chain, longestOf } from '../geometry/chain.ts';
import { app } from '../state/app.ts';
import { lookOf } from '../state/begun.ts';
import type { Gesture } from '../state/desk.ts';
import { useStore } from '../state/store.ts';
import { useGhost } from './ghost.ts';
import { freshIds, isLive, strokesOnSheet } from './on-sheet.ts';

export interface Grasp {
  /** The strokes as they were taken; locked ones are not. */
  readonly from: ReadonlyMap<string, Chain>;
  /** Shows what the hand does; strokes it does not name stay as they were taken. */
  preview(courses: Courses): void;
  end(): void;
  cancel(): void;
}

/** Takes strokes in hand. `label` names the undo step. */
export function grasp(label: string, ids: readonly string[]): Grasp {
  const chosen = new Set(ids);
  const taken = strokesOnSheet().filter(({ id, locked }) => chosen.has(id) && !locked);
  const from = new Map(taken.map(({ id, points }) => [id, points]));
  return isLive() ? liveGrasp(label, from) : documentGrasp(label, from);
}

/**
 * Changes strokes at once: one step called `label`, of the document or of the sketch that runs.
 * @param before the strokes of that sketch as they were taken; left out, as they are
 */
export function changeCourses(label: string, courses: Courses, before?: readonly LiveStroke[]): void {
  const { job } = useStore.getState();
  if (job?.latest) send(label, courses, job.latest.strokes, before);
  else app.change(label, (document) => setCourses(document, courses));
}

/** As `changeCourses`, of a single stroke. */
export function changeCourse(label: string, id: string, points: Chain): void {
  changeCourses(label, new Map([[id, [points]]]));
}

function documentGrasp(label: string, from: Grasp['from']): Grasp {
  let gesture: Gesture | null = null;
  let now: Courses | null = null;
  return {
    from,
    preview(courses) {
      gesture ??= app.gesture(label);
      gesture.preview((document) => setCourses(document, courses));
      now = courses;
      // The engine's first strokes may come while the hand drags.
      if (isLive()) show(courses);
    },
    end() {
      gesture?.end();
      // What is taken away here may bear the name of a stroke that has come since.
      if (now && isLive()) hold([...now].filter(([, pieces]) => pieces.length));
      show(null);
    },
    cancel() {
      gesture?.cancel();
      show(null);
    },
  };
}

function liveGrasp(label: string, from: Grasp['from']): Grasp {
  const asTaken: Courses = new Map([...from].map(([id, points]) => [id, [points]]));
  const before = (useStore.getState().job?.latest?.strokes ?? []).map((stroke) => {
    return { ...stroke, points: [...(from.get(stroke.id) ?? stroke.points)] };
  });
  const pinned = new Set(before.flatMap((stroke) => (stroke.pinned ? [stroke.id] : [])));
  let now: Courses | null = null;
  show(asTaken);
  return {
    from,
    preview(courses) {
      if (!now) for (const [id, points] of from) app.editRunning({ kind: 'move', id, points: [...points] });
      now = courses;
      show(new Map([...asTaken, ...courses]));
    },
    end() {
      show(null);
      if (now) changeCourses(label, now, before);
    },
    cancel() {
      show(null);
      if (now) for (const id of from.keys()) if (!pinned.has(id)) app.editRunning({ kind: 'unpin', id });
    },
  };
}

/** Events within which the engine has heard of an edit; what it did not take by then it takes no more. */
const PATIENCE = 60;

/** Strokes that were let go and of which the engine has not spoken yet, and for how many events they are waited for. */
const sent = new Map<string, { pieces: readonly Chain[]; left: number }>();

/**
 * Tells the engine, as one step called `label`, and holds the strokes where they were put.
 * @param drawn what they were taken from: a piece that is new looks as its stroke does there
 * @param before the strokes as they were, for taking it back; left out, as they are
 */
function send(label: string, courses: Courses, drawn: readonly LiveStroke[], before?: readonly LiveStroke[]): void {
  const fresh = freshIds();
  const edits = [...courses].flatMap(([id, pieces]): SketchEdit[] => {
    const look = drawn.find((stroke) => stroke.id === id);
    const longest = longestOf(pieces);
    if (longest < 0) return [{ kind: 'delete', id }];
    return pieces.flatMap((piece, i): SketchEdit[] => {
      const points = [...piece];
      if (i === longest) return [{ kind: 'move', id, points }];
      const name = fresh();
      return [{ kind: 'add', id: name, points }, ...(look ? [lookOf({ ...look, id: name })] : [])];
    });
  });
  app.stepRunning(label, edits, before);
  hold(courses);
  show(null);
}

/** Holds strokes where they were put until the engine's events have them there. */
function hold(courses: Iterable<readonly [string, readonly Chain[]]>): void {
  for (const [id, pieces] of courses) sent.set(id, { pieces, left: PATIENCE });
  stopHearing ??= useStore.subscribe(({ job }, before) => {
    // What is taken back lies where it lay before, whatever the engine has heard by now.
    if (job?.stepped !== before.job?.stepped) sent.clear();
    else if (job?.latest === before.job?.latest) return;
    for (const [id, { pieces, left }] of sent) {
      const own = job?.latest?.strokes.find((stroke) => stroke.id === id);
      const longest = pieces[longestOf(pieces)];
      const heard = longest ? own && samePoints(own.points, longest) : !own;
      if (!job?.latest || heard || left === 0) sent.delete(id);
      else sent.set(id, { pieces, left: left - 1 });
    }
    if (!inHand) show(null);
    if (sent.size > 0) return;
    stopHearing?.();
    stopHearing = null;
  });
}

let stopHearing: (() => void) | null = null;
let inHand: Courses | null = null;

/** Shows what is in the hand, over what the engine has not echoed yet. */
function show(courses: Courses | null): void {
  inHand = courses;
  const waiting = [...sent].map(([id, { pieces }]) => [id, pieces] as const);
  const held = new Map([...waiting, ...(courses ?? [])]);
  useGhost.setState({ held: held.size ? held : null });
}

/** Lets pinned strokes of the running sketch move again. */
export function unpin(ids: readonly string[]): void {
  for (const id of ids) sent.delete(id);
  show(inHand);
  const edits = ids.map((id) => ({ kind: 'unpin' as const, id }));
  const label = ids.length === 1 ? 'Unpin stroke' : 'Unpin strokes';
  app.stepRunning(label, edits);
}
