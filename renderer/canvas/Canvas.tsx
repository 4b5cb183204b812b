/**
 * The desk with the sheet on it: photo, mask, paint and marks in layers, and the pointer and keys given to the tool in
 * hand. React lays the elements out once; what moves is painted by the stage.
 */

import './canvas.css';
import { useEffect, useRef, useState } from 'react';
import { visibleStrokes } from '../document/document.ts';
import { app } from '../state/app.ts';
import { hover, useStore } from '../state/store.ts';
import { allTools } from '../tools/all.ts';
import { clearGhost } from '../tools/ghost.ts';
import type { Pointer, Tool } from '../tools/tool.ts';
import { Compare } from './Compare.tsx';
import { canvasKey } from './keys.ts';
import { Marks } from './Marks.tsx';
import { Pins } from './Pins.tsx';
import { Stage } from './stage.ts';
import { useWheel } from './use-view.ts';
import { fitted, toPhoto } from './view.ts';

export function Canvas() {
  const desk = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const [tools] = useState(() => allTools(() => stage.current));
  const inHand = useRef<Tool | null>(null);
  const presses = useRef<Press>({ x: 0, y: 0, when: Number.NEGATIVE_INFINITY, count: 0 });
  const [space, setSpace] = useState(false);
  const [size, setSize] = useState({ width: 1, height: 1 });
  const document = useStore((state) => state.document);
  const photoUrl = useStore((state) => state.photoUrl);
  const maskUrl = useStore((state) => state.maskUrl);
  const zoom = useStore((state) => state.zoom);
  const looking = useStore((state) => state.looking);
  const tool = useStore((state) => state.tool);
  const count = useStore((state) => state.selection.length);
  const running = useStore((state) => state.job !== null);
  const hovered = useStore((state) => state.hovered);

  useEffect(() => {
    const element = desk.current!;
    const [sheet, canvas] = [element.querySelector<HTMLElement>('.sheet-paper')!, element.querySelector('canvas')!];
    const [photo, mask] = sheet.querySelectorAll('img') as unknown as [HTMLImageElement, HTMLImageElement];
    const own = new Stage({ canvas, sheet, photo, mask });
    stage.current = own;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      own.resize(Math.max(1, width), Math.max(1, height));
      setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      own.dispose();
      stage.current = null;
    };
  }, []);
  useWheel(desk, stage);
  useEffect(
    () => () => {
      tools[tool].leave?.();
      clearGhost();
    },
    [tool, tools],
  );

  const pointer = (event: React.PointerEvent): Pointer => {
    const { left, top } = desk.current!.getBoundingClientRect();
    const view = stage.current!.view;
    const [x, y] = toPhoto(view, event.clientX - left, event.clientY - top);
    const { shiftKey: shift, altKey: alt, ctrlKey: free } = event;
    return { x, y, pixel: 1 / view.scale, shift, alt, free, count: presses.current.count };
  };
  const current = tools[space ? 'hand' : tool];
  const down = (event: React.PointerEvent): void => {
    if (!document || event.button > 1 || inHand.current) return;
    desk.current!.setPointerCapture(event.pointerId);
    presses.current = pressAfter(presses.current, event);
    inHand.current = event.button === 1 ? tools.hand : current;
    inHand.current.down(pointer(event));
  };
  const move = (event: React.PointerEvent): void => {
    if (document) (inHand.current ?? current).move(pointer(event));
  };
  const up = (event: React.PointerEvent): void => {
    inHand.current?.up(pointer(event));
    inHand.current = null;
  };
  const drop = (): void => {
    inHand.current?.cancel();
    inHand.current = null;
  };
  const key = (event: React.KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === ' ') setSpace(true);
    const dropped = event.key === 'Escape' && inHand.current !== null;
    if (dropped) drop();
    if (dropped || event.key === ' ' || current.key?.(event.nativeEvent) || canvasKey(event.nativeEvent)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  const view = zoom ?? fitted(size, document?.photo ?? { width: 1, height: 1 });
  const strokes = document ? visibleStrokes(document).length : 0;
  const label = `Canvas, ${strokes} ${strokes === 1 ? 'stroke' : 'strokes'}, ${count} selected`;
  const cursor = space || tool === 'hand' ? 'grab' : running && hovered ? 'grab' : CURSORS[tool];
  return (
    <div
      ref={desk}
      className="stage-desk"
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is worked with keys
      tabIndex={0}
      style={{ cursor }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={drop}
      onPointerLeave={() => hover(null)}
      onKeyDown={key}
      onKeyUp={(event) => event.key === ' ' && setSpace(false)}
      onBlur={() => setSpace(false)}
    >
      <div className="sheet-paper">
        <img alt="" draggable={false} src={photoUrl ?? undefined} hidden={!photoUrl} />
        <img alt="" className="mask" draggable={false} src={maskUrl ?? undefined} hidden={!maskUrl} />
      </div>
      <canvas />
      {document && <Marks view={view} />}
      {document && running && <Pins view={view} unpin={(id) => app.editRunning({ kind: 'unpin', id })} />}
      {document && looking === 'compare' && !running && <Compare view={view} {...document.photo} />}
    </div>
  );
}

const DOUBLE_MS = 400;
const DOUBLE_PX = 5;

const CURSORS = {
  select: 'default',
  nodes: 'default',
  pen: 'crosshair',
  pencil: 'crosshair',
  eraser: 'none',
  hand: 'grab',
  zoom: 'zoom-in',
} as const;

/** A press and its place in a row of quick ones: pointer events, unlike clicks, do not count themselves. */
interface Press {
  x: number;
  y: number;
  when: number;
  count: number;
}

function pressAfter(last: Press, { clientX: x, clientY: y, timeStamp: when }: React.PointerEvent): Press {
  const again = when - last.when < DOUBLE_MS && Math.hypot(x - last.x, y - last.y) < DOUBLE_PX;
  return { x, y, when, count: again && last.count < 2 ? last.count + 1 : 1 };
}
