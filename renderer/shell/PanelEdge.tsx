/**
 * The panel's edge, dragged or keyed between the least and the widest that the panel may be; a double-click gives it
 * back the width that suits the window. A window too narrow for a width shows it at its least.
 */

import { type KeyboardEvent, type PointerEvent, useEffect } from 'react';
import { PANEL_WIDTH } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';

/** Px of one press of an arrow. */
const STEP = 8;

const { least, most } = PANEL_WIDTH;

/** Has the whole page know how wide the panel is. */
export function usePanelWidth(): void {
  const width = useStore((state) => state.panelWidth);
  useEffect(() => {
    const { style } = document.documentElement;
    if (width === null) style.removeProperty('--w-panel');
    else style.setProperty('--w-panel', `${width}px`);
  }, [width]);
}

export function PanelEdge() {
  const width = useStore((state) => state.panelWidth);
  const now = () => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--w-panel'));
  const set = (next: number) => useStore.setState({ panelWidth: Math.round(Math.max(least, Math.min(most, next))) });
  const onPointerDown = (event: PointerEvent<HTMLElement>) => event.currentTarget.setPointerCapture(event.pointerId);
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) set(window.innerWidth - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowLeft: now() + STEP,
      ArrowRight: now() - STEP,
      Home: least,
      End: most,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be taken hold of; a separator with a value is this widget.
    <div
      className="panel-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={width ?? now()}
      tabIndex={0}
      title="Drag: width of the panel. Double-click: as the window suits."
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onDoubleClick={() => useStore.setState({ panelWidth: null })}
      onKeyDown={onKeyDown}
    />
  );
}
