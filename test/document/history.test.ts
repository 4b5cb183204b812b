import { expect, test } from 'vitest';
import type { LineamentDocument } from '../../renderer/document/document.ts';
import * as edits from '../../renderer/document/edits.ts';
import { History } from '../../renderer/document/history.ts';
import { newIds } from '../../renderer/document/stroke-ids.ts';
import { documentOf, numbers, stroke } from './documents.ts';

const ids = (...names: string[]): Set<string> => new Set(names);

test('a gesture is one step however often it moved, and none when it was dropped or came back', () => {
  const start = documentOf(3);
  const history = new History(start, 'Sketch');
  history.begin('Move stroke');
  for (let x = 1; x <= 20; x++) history.preview(edits.moveStrokes(start, ids('s2'), x, 0));
  expect(history.document.strokes[1]!.points[0]).toBe(20);
  expect(history.end()).toBe(true);
  expect(history.steps.map(({ label }) => label)).toEqual(['Sketch', 'Move stroke']);

  history.begin('Move stroke');
  history.preview(start);
  history.cancel();
  expect(history.document.strokes[1]!.points[0]).toBe(20);
  history.begin('Move stroke');
  history.preview(edits.moveStrokes(history.document, ids('s2'), 5, 0));
  // The same numbers in a record of their own: back where it began.
  history.preview(structuredClone(history.steps[1]!.document));
  expect(history.end()).toBe(false);
  expect(history.steps).toHaveLength(2);
});

test('undo during a gesture drops the gesture and no more', () => {
  const history = new History(documentOf(2));
  history.commit('Remove', edits.remove(history.document, ids('s1')));
  history.begin('Move');
  history.preview(edits.moveStrokes(history.document, ids('s2'), 9, 9));
  expect(history.undo()).toBe(true);
  expect(history.document).toBe(history.steps[1]!.document);
  expect(history.undoLabel).toBe('Remove');
});

test('a step that comes during a gesture, such as the end of a run, drops it: its moves are of another document', () => {
  const history = new History(documentOf(2));
  history.begin('Move');
  expect(history.preview(edits.moveStrokes(history.document, ids('s2'), 9, 9))).toBe(true);
  history.commit('Sketch', documentOf(5));
  expect(history.preview(documentOf(2))).toBe(false);
  expect([history.end(), history.document.strokes.length, history.steps.length]).toEqual([false, 5, 2]);
});

test('steps are named, can be gone to, and are cut off by a new one', () => {
  const history = new History(documentOf(4), 'Sketch');
  for (const count of [3, 2, 1]) history.commit(`Show ${count}`, edits.setShown(history.document, count));
  expect(history.goTo(1)).toBe(true);
  expect(history.document.shown).toBe(3);
  expect([history.undoLabel, history.redoLabel]).toEqual(['Show 3', 'Show 2']);
  expect([history.goTo(-1), history.goTo(4), history.goTo(0.5)]).toEqual([false, false, false]);
  history.commit('Hide', edits.hide(history.document, ids('s1'), true));
  expect(history.steps.map(({ label }) => label)).toEqual(['Sketch', 'Show 3', 'Hide']);
  expect(history.redo()).toBe(false);
});

test('a revision tells saved from edited, also past the save and back', () => {
  const history = new History(documentOf(2));
  history.commit('A', edits.setShown(history.document, 1));
  const saved = history.revision;
  history.undo();
  expect(history.revision).not.toBe(saved);
  history.redo();
  expect(history.revision).toBe(saved);
  history.undo();
  // The same change once more is another step: the file may say the same, but nobody has to work that out.
  history.commit('B', edits.setShown(history.document, 1));
  expect(history.revision).not.toBe(saved);
});

test('what was not touched is shared between steps', () => {
  const history = new History(documentOf(64));
  history.commit('Move', edits.moveStrokes(history.document, ids('s10'), 1, 1));
  const [before, after] = history.steps.map(({ document }) => document.strokes);
  expect(after!.filter((one, i) => one !== before![i])).toHaveLength(1);
});

type Command = (document: LineamentDocument) => LineamentDocument;

/** A command drawn by lot, as a function that can be replayed on any document. */
function randomCommand(random: () => number): Command {
  const count = (most: number): number => Math.floor(most * random());
  const share = random();
  const salt = count(1e6);
  const some = ({ strokes }: LineamentDocument): Set<string> => {
    const draw = numbers(salt);
    return new Set(strokes.filter(() => draw() < 0.5 * share).map(({ id }) => id));
  };
  const value = Math.round(100 * random()) / 4;
  const yes = random() < 0.5;
  const commands: Command[] = [
    (document) => edits.moveStrokes(document, some(document), value, -value),
    (document) => edits.setStyle(document, some(document), { width: value }),
    (document) => edits.setStyle(document, some(document), { color: yes ? '#2458d3' : '#000000', opacity: 0.5 }),
    (document) => (document.strokes.length > 4 ? edits.remove(document, some(document)) : document),
    (document) => (document.strokes.length < 40 ? edits.duplicate(document, some(document), 3, 4).document : document),
    (document) =>
      edits.reorder(document, some(document), (['front', 'back', 'forward', 'backward'] as const)[salt % 4]!),
    (document) => edits.addStroke(document, stroke(salt, { id: newIds(document)(), locked: yes })),
    (document) => edits.setShown(document, Math.round(share * 40)),
    (document) => edits.hide(document, some(document), yes),
    (document) => edits.lock(document, some(document), yes),
  ];
  return commands[count(commands.length)]!;
}

test('10 000 random commands, gestures, undos and jumps: the document equals the one replayed from its steps', () => {
  const random = numbers(20_261_124);
  const start = documentOf(16);
  const history = new History(start);
  // The commands that lead to where we are, and those that redo would bring back: a history of its own, by replay.
  let done: Command[] = [];
  let undone: Command[] = [];
  const committed = (command: Command, changed: boolean): void => {
    if (!changed) return;
    done.push(command);
    undone = [];
  };
  let undos = 0;
  for (let i = 0; i < 10_000; i++) {
    const kind = random();
    if (kind < 0.45) {
      const command = randomCommand(random);
      committed(command, history.commit('command', command(history.document)));
    } else if (kind < 0.55) {
      const command = randomCommand(random);
      const before = history.document;
      history.begin('gesture');
      for (let k = 0; k < 3; k++) history.preview(randomCommand(random)(before));
      history.preview(command(before));
      if (random() < 0.3) history.cancel();
      else committed(command, history.end());
    } else if (kind < 0.78) {
      if (history.undo()) undone.push(done.pop()!);
      undos++;
    } else if (kind < 0.97) {
      if (history.redo()) done.push(undone.pop()!);
    } else {
      const all = [...done, ...undone.toReversed()];
      const target = Math.floor(random() * (all.length + 1));
      history.goTo(target);
      done = all.slice(0, target);
      undone = all.slice(target).reverse();
    }
    expect(history.index).toBe(done.length);
    if (i % 500 === 499 || i === 9_999) {
      expect(history.document).toEqual(done.reduce((document, command) => command(document), start));
      const { strokes, shown } = history.document;
      expect(new Set(strokes.map(({ id }) => id)).size).toBe(strokes.length);
      expect(shown).toBeLessThanOrEqual(strokes.filter(({ locked }) => !locked).length);
    }
  }
  expect(undos).toBeGreaterThan(1000);
  while (history.undo()) undone.push(done.pop()!);
  expect(history.document).toBe(start);
});

test('while something runs, undo and redo reach only what was done since, errands among it, and then all but errands', () => {
  const start = documentOf(3);
  const history = new History(start);
  const commit = (label: string, id: string) => history.commit(label, edits.remove(history.document, ids(id)));
  commit('Remove 1', 's1');
  commit('Remove 2', 's2');
  history.undo();
  history.hold();
  expect([history.undoLabel, history.redoLabel]).toEqual([null, null]);
  expect([history.undo(), history.redo(), history.goTo(0), history.goTo(2)]).toEqual([false, false, false, false]);

  const done: string[] = [];
  const errand = (name: string) => ({ back: () => done.push(`${name} back`), again: () => done.push(`${name} again`) });
  const saved = history.revision;
  history.send('Move stroke', errand('move'));
  // The document is as it was: nothing is unsaved by it.
  expect(history.revision).toBe(saved);
  commit('Remove 3', 's3');
  history.send('Pin stroke', errand('pin'));
  expect(history.steps.map(({ label }) => label)).toEqual([
    'Open',
    'Remove 1',
    'Move stroke',
    'Remove 3',
    'Pin stroke',
  ]);
  expect([history.undo(), history.undo(), history.undo(), history.undo()]).toEqual([true, true, true, false]);
  expect(done).toEqual(['pin back', 'move back']);
  expect(history.document.strokes.map(({ id }) => id)).toEqual(['s2', 's3']);
  expect(history.goTo(4)).toBe(true);
  expect(done.slice(2)).toEqual(['move again', 'pin again']);
  expect(history.document.strokes.map(({ id }) => id)).toEqual(['s2']);

  history.undo();
  history.release();
  expect(history.steps.map(({ label }) => label)).toEqual(['Open', 'Remove 1', 'Remove 3']);
  expect([history.index, history.undoLabel, history.redoLabel]).toEqual([2, 'Remove 3', null]);
  expect(history.goTo(0)).toBe(true);
  expect(done).toHaveLength(5);
});
