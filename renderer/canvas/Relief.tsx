/**
 * The relief on the desk, in the place of the flat sheet. Where it cannot be drawn it says so to the store, and depth
 * is shown in colours instead.
 */

import { useEffect, useRef } from 'react';
import { useStore } from '../state/store.ts';
import { ReliefView } from './relief-view.ts';
import type { Size, View } from './view.ts';

export function Relief({ size, view }: { size: Size; view: View }) {
  const around = useRef<HTMLDivElement>(null);
  const relief = useRef<ReliefView | null>(null);
  useEffect(() => {
    const own = around.current!;
    // A canvas of its own each time: one whose context was given back gets no other.
    const canvas = own.appendChild(document.createElement('canvas'));
    const failed = (reliefFault: string) => useStore.setState({ reliefFault });
    try {
      relief.current = new ReliefView(canvas, own.parentElement!, () =>
        failed('The graphics card has stopped drawing the relief.'),
      );
    } catch (error) {
      failed((error as Error).message);
    }
    return () => {
      relief.current?.dispose();
      relief.current = null;
      canvas.remove();
    };
  }, []);
  const { scale, x, y } = view;
  const { width, height } = size;
  useEffect(() => relief.current?.place({ width, height }, { scale, x, y }), [width, height, scale, x, y]);
  return <div ref={around} className="relief" />;
}
