/**
 * Rows of the strokes list dragged to another place in the drawing order. A list in another order shows that one while
 * it is dragged in, as it is the one that is changed; the keys [ and ] do the same step by step.
 *
 * By finger the list scrolls; a mouse or a pen drags.
 */

import { type PointerEvent, useRef, useState } from 'react';
import { placeStrokes } from '../document/place.ts';
import { app } from '../state/app.ts';
import { useStore } from '../state/store.ts';
import { announce } from '../state/voice.ts';

/** Screen px that a press may tremble without being a drag. */
const TREMBLE = 4;
/** Within so many screen px of its ends the list scrolls, by so many with each move. */
const EDGE = 24;
const SCROLL = 10;

interface RowDrag {
  ids: readonly string[];
  /** Place in the drawing order before which they would be put, and where that is in the list, px. */
  index: number;
  top: number;
}

/** @param onStart the list is to show its drawing order */
export function useRowDrag(onStart: () => void) {
  const [drag, setDrag] = useState<RowDrag | null>(null);
  const pressed = useRef<{ id: string; y: number } | null>(null);
  /** The click that ends a drag selects nothing. */
  const dragged = useRef(false);

  const idsOf = (id: string): readonly string[] => {
    const { selection } = useStore.getState();
    return selection.includes(id) ? selection : [id];
  };
  const drop = (): void => {
    pressed.current = null;
    setDrag(null);
  };
  return {
    drag,
    /** Whether the click that comes now belongs to a drag. */
    takesClick(): boolean {
      const was = dragged.current;
      dragged.current = false;
      return was;
    },
    drop,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        dragged.current = false;
        const target = event.target as Element;
        const id = target.closest<HTMLElement>('[data-stroke]')?.dataset['stroke'];
        const plain = event.button === 0 && !event.shiftKey && !event.ctrlKey && !event.metaKey;
        if (!id || !plain || event.pointerType === 'touch' || target.closest('[data-act]')) return;
        pressed.current = { id, y: event.clientY };
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        // A press that was let go of outside is over.
        if (!event.buttons) pressed.current = null;
        if (!pressed.current) return;
        const list = event.currentTarget;
        if (!drag) {
          if (Math.abs(event.clientY - pressed.current.y) < TREMBLE) return;
          list.setPointerCapture(event.pointerId);
          dragged.current = true;
          onStart();
        }
        const { top, bottom } = list.getBoundingClientRect();
        if (event.clientY < top + EDGE) list.scrollTop -= SCROLL;
        else if (event.clientY > bottom - EDGE) list.scrollTop += SCROLL;
        const rows = list.querySelectorAll<HTMLElement>('[data-stroke]');
        const height = rows[0]?.offsetHeight ?? 1;
        const index = Math.round((event.clientY - top + list.scrollTop) / height);
        const within = Math.max(0, Math.min(rows.length, index));
        setDrag({ ids: idsOf(pressed.current.id), index: within, top: within * height });
      },
      onPointerUp() {
        if (drag) {
          const { ids, index } = drag;
          app.change(ids.length === 1 ? 'Reorder stroke' : 'Reorder strokes', (from) => placeStrokes(from, ids, index));
          const place = useStore.getState().document?.strokes.findIndex(({ id }) => id === ids[0]) ?? 0;
          announce(`Moved to place ${place + 1}.`);
        }
        drop();
      },
      onPointerCancel: drop,
    },
  };
}
