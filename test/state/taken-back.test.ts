/** Edits of a running sketch and those that take them back. */

import { expect, test } from 'vitest';
import type { LiveStroke, SketchEdit } from '../../main/contract.ts';
import { takenBack } from '../../renderer/state/taken-back.ts';

const A = [0, 0, 10, 0, 20, 0, 30, 0];
const B = [0, 50, 10, 50, 20, 50, 30, 50];
const look = { width: 2, color: '#b3402c', opacity: 0.6 };
const before: LiveStroke[] = [
  { id: 'free', points: A, ...look, pinned: false },
  { id: 'pinned', points: A, ...look, pinned: true },
];

test.each<{ what: string; edits: SketchEdit[]; back: SketchEdit[] }>([
  {
    what: 'a stroke that was moved goes back, and on by itself',
    edits: [{ kind: 'move', id: 'free', points: B }],
    back: [
      { kind: 'move', id: 'free', points: A },
      { kind: 'unpin', id: 'free' },
    ],
  },
  {
    what: 'one that was pinned stays so',
    edits: [{ kind: 'move', id: 'pinned', points: B }],
    back: [{ kind: 'move', id: 'pinned', points: A }],
  },
  {
    what: 'one that was let go is pinned where it was',
    edits: [{ kind: 'unpin', id: 'pinned' }],
    back: [{ kind: 'move', id: 'pinned', points: A }],
  },
  {
    what: 'one that was deleted is there again, in its looks',
    edits: [{ kind: 'delete', id: 'free' }],
    back: [
      { kind: 'add', id: 'free', points: A },
      { kind: 'style', id: 'free', ...look },
      { kind: 'unpin', id: 'free' },
    ],
  },
  {
    what: 'what is new goes, looks and all',
    edits: [
      { kind: 'add', id: 'new', points: B },
      { kind: 'style', id: 'new', color: '#000000' },
    ],
    back: [{ kind: 'delete', id: 'new' }],
  },
  {
    what: 'of a look what was changed, and nothing is moved',
    edits: [
      { kind: 'style', id: 'free', width: 9 },
      { kind: 'style', id: 'pinned', opacity: 1 },
    ],
    back: [
      { kind: 'style', id: 'free', width: 2 },
      { kind: 'style', id: 'pinned', opacity: 0.6 },
    ],
  },
  {
    what: 'a stroke that was cut is whole again',
    edits: [
      { kind: 'add', id: 'piece', points: B },
      { kind: 'move', id: 'free', points: B },
    ],
    back: [
      { kind: 'delete', id: 'piece' },
      { kind: 'move', id: 'free', points: A },
      { kind: 'unpin', id: 'free' },
    ],
  },
])('$what', ({ edits, back }) => expect(takenBack(edits, before)).toEqual(back));
