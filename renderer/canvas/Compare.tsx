/**
 * The divider of Compare and its grip. The grip sits above the sheet, so that it never takes a click from a stroke.
 */

import { ChevronsLeftRight } from 'lucide-react';
import { useStore } from '../state/store.ts';
import type { View } from './view.ts';

const STEP = 0.02;
const LONG_STEP = 0.1;

export function Compare({ view, width, height }: { view: View; width: number; height: number }) {
  const divider = useStore((state) => state.divider);
  const set = (value: number): void => useStore.setState({ divider: Math.min(1, Math.max(0, value)) });
  const left = view.x + divider * width * view.scale;
  // Zoomed in, the sheet's upper edge is off the screen: the grip stays at the desk's.
  const top = Math.max(32, view.y);
  const press = (event: React.PointerEvent<HTMLDivElement>): void => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = (event: React.PointerEvent<HTMLDivElement>): void => {
    event.stopPropagation();
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const desk = event.currentTarget.parentElement!.getBoundingClientRect();
    set((event.clientX - desk.left - view.x) / (width * view.scale));
  };
  const key = (event: React.KeyboardEvent): void => {
    const step = event.shiftKey ? LONG_STEP : STEP;
    const to = { ArrowLeft: divider - step, ArrowRight: divider + step, Home: 0, End: 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(to);
  };
  return (
    <>
      <span className="compared" aria-hidden="true" style={{ left: view.x, top: top - 26 }}>
        Before
      </span>
      <span
        className="compared"
        aria-hidden="true"
        style={{ left: view.x + width * view.scale, top: top - 26, transform: 'translateX(-100%)' }}
      >
        After
      </span>
      <div className="divider" style={{ left, top, height: view.y + height * view.scale - top }} />
      <div
        className="grip"
        role="slider"
        tabIndex={0}
        aria-label="Divider between photo and drawing"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * divider)}
        aria-valuetext={`${Math.round(100 * divider)} % photo`}
        style={{ left, top }}
        onPointerDown={press}
        onPointerMove={drag}
        onPointerUp={(event) => event.stopPropagation()}
        onKeyDown={key}
      >
        <ChevronsLeftRight size={15} aria-hidden="true" />
      </div>
    </>
  );
}
