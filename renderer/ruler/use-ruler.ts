/**
 * The hands on a ruler: pressing anywhere jumps to the nearest bar and drags on, keys step, typed digits are a count.
 * What the count means is the caller's: it is told of every move, of the end, and of a gesture given up.
 */

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { countAt, countByKey, type Span } from './scale.ts';

export interface RulerHands {
  now: number;
  /** How many bars there are, and the most that the dotted part reaches. */
  count: number;
  most: number;
  presets: readonly number[];
  /** The count that a bar means, where it is not its number. */
  ofBar?(bar: number): number;
  /** The count that was just typed is taken back: a digit more makes it another. */
  retype?(): void;
  begin(): void;
  move(count: number): void;
  end(): void;
  cancel(): void;
}

/** Milliseconds within which typed digits make one number. */
const TYPING = 900;

export function useRuler(hands: RulerHands) {
  const dragging = useRef(false);
  const typed = useRef({ text: '', at: 0 });
  const at = (event: PointerEvent<HTMLElement>): number => {
    const bars = spanOf(event.currentTarget.querySelector('.bars'));
    const more = spanOf(event.currentTarget.querySelector('.more:not(.gone)'));
    if (!bars) return hands.now;
    const bar = countAt(event.clientX, bars, more, hands.count, hands.most);
    return hands.ofBar ? hands.ofBar(bar) : bar;
  };
  const once = (count: number) => {
    hands.begin();
    hands.move(count);
    hands.end();
  };
  return {
    pointers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.querySelector<HTMLElement>('.bars')?.focus({ preventScroll: true });
        event.preventDefault();
        dragging.current = true;
        hands.begin();
        hands.move(at(event));
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (dragging.current) hands.move(at(event));
      },
      onPointerUp: () => {
        if (dragging.current) hands.end();
        dragging.current = false;
      },
      onPointerCancel: () => {
        if (dragging.current) hands.cancel();
        dragging.current = false;
      },
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      // Another key ends the number.
      if (!/^\d$/.test(event.key)) typed.current = { text: '', at: Number.NEGATIVE_INFINITY };
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape' && dragging.current) {
        dragging.current = false;
        hands.cancel();
      } else if (/^\d$/.test(event.key) && !event.shiftKey) {
        const fresh = event.timeStamp - typed.current.at > TYPING;
        typed.current = { text: (fresh ? '' : typed.current.text) + event.key, at: event.timeStamp };
        const count = Math.min(hands.most, Number(typed.current.text));
        if (!fresh) hands.retype?.();
        if (count > 0) once(count);
      } else {
        const count = countByKey(event.key, event.shiftKey, hands);
        if (count === null) return;
        once(count);
      }
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

function spanOf(element: Element | null): Span | null {
  return element?.getBoundingClientRect() ?? null;
}
