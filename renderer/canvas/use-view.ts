/**
 * Zoom and pan: the wheel and pinch at the pointer, and dragging the desk by Space, the middle button or the Hand.
 */

import { useEffect } from 'react';
import { useStore } from '../state/store.ts';
import type { Stage } from './stage.ts';
import { zoomAt } from './view.ts';

/** Wheel px that double the scale. */
const DOUBLING = 300;
const PINCH_DOUBLING = 100;

/** Lets the wheel zoom at the pointer; a pinch comes as a wheel with Ctrl, Shift pans sideways. */
export function useWheel(element: React.RefObject<HTMLElement | null>, stage: React.RefObject<Stage | null>): void {
  useEffect(() => {
    const desk = element.current;
    if (!desk) return;
    const turn = (event: WheelEvent): void => {
      // Not React's listener: that one is passive and could not keep the browser from zooming the page.
      event.preventDefault();
      const own = stage.current;
      if (!own || !useStore.getState().document) return;
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const { view } = own;
      if (event.shiftKey) {
        const step = (event.deltaX || event.deltaY) * unit;
        useStore.setState({ zoom: { ...view, x: view.x - step } });
        return;
      }
      const { left, top } = desk.getBoundingClientRect();
      const factor = 2 ** ((-event.deltaY * unit) / (event.ctrlKey ? PINCH_DOUBLING : DOUBLING));
      useStore.setState({ zoom: zoomAt(view, event.clientX - left, event.clientY - top, factor) });
    };
    desk.addEventListener('wheel', turn, { passive: false });
    return () => desk.removeEventListener('wheel', turn);
  }, [element, stage]);
}
