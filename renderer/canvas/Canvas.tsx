/**
 * The desk with the sheet on it: photo, mask, paint and marks in layers, and the pointer and keys given to the tool in
 * hand. React lays the elements out once; what moves is painted by the stage.
 */

import './canvas.css';
import '../styles/layers.css';
import { useEffect, useRef, useState } from 'react';
import { visibleStrokes } from '../document/document.ts';
import { isReliefShown, poseWords } from '../state/relief.ts';
import { hover, type Tool as ToolName, useStore } from '../state/store.ts';
import { allTools } from '../tools/all.ts';
import { hideRing } from '../tools/detail.ts';
import { clearGhost } from '../tools/ghost.ts';
import { reliefTool } from '../tools/relief.ts';
import { leaves, type Pointer, type Tool } from '../tools/tool.ts';
import { BrushRing } from './BrushRing.tsx';
import { Compare } from './Compare.tsx';
import { CutMarks } from './Cutting.tsx';
import { cssCursor } from './cursors.ts';
import { canvasKey } from './keys.ts';
import { Marks } from './Marks.tsx';
import { Pins } from './Pins.tsx';
import { Places } from './Places.tsx';
import { Relief } from './Relief.tsx';
import { Stage } from './stage.ts';
import { Underlays } from './Underlays.tsx';
import { useWheel } from './use-view.ts';
import { fitted, roomAbove, toPhoto } from './view.ts';

export function Canvas() {
  const desk = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const [tools] = useState(() => allTools(() => stage.current));
  const [turning] = useState(() => reliefTool(() => stage.current));
  const inHand = useRef<Tool | null>(null);
  const presses = useRef<Press>(NO_PRESS);
  /** Where the pointer is, and where it was pressed. */
  const last = useRef<Pointer | null>(null);
  const pressed = useRef<Pointer | null>(null);
  /** Whether the sheet was dragged while Space was held. */
  const panned = useRef(false);
  const [space, setSpace] = useState(false);
  const [size, setSize] = useState({ width: 1, height: 1 });
  const document = useStore((state) => state.document);
  const photoUrl = useStore((state) => state.photoUrl);
  const zoom = useStore((state) => state.zoom);
  const looking = useStore((state) => state.looking);
  const tool = useStore((state) => state.tool);
  const count = useStore((state) => state.selection.length);
  const running = useStore((state) => state.job !== null);
  const inRelief = useStore(isReliefShown);
  const pose = useStore(({ relief }) => poseWords(relief));

  useEffect(() => {
    const element = desk.current!;
    const sheet = element.querySelector<HTMLElement>('.sheet-paper')!;
    const canvas = element.querySelector<HTMLCanvasElement>(':scope > canvas')!;
    const own = new Stage({ canvas, sheet, photo: sheet.querySelector('img')! });
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
  const photo = document?.photo;
  useEffect(
    () => () => {
      if (useStore.getState().document?.photo === photo) return;
      if (inHand.current) {
        inHand.current.cancel();
        // The hand and the zoom put back the view of the photo before.
        useStore.setState({ zoom: null });
      }
      inHand.current = null;
      pressed.current = null;
      for (const one of Object.values(tools)) one.forget?.();
    },
    [photo, tools],
  );
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
  const current = space ? tools.hand : inRelief && !LOOKING.has(tool) ? turning : tools[tool];
  /** Shows the pointer as the tool has it there; not through React, as it changes with every move. */
  const point = (at: Pointer | null): void => {
    const look = (inHand.current ?? current).cursor;
    if (desk.current) desk.current.style.cursor = !at ? '' : look ? cssCursor(look(at)) : 'none';
    last.current = at;
  };
  useEffect(() => point(last.current));
  const down = (event: React.PointerEvent): void => {
    if (!document || event.button > 1 || inHand.current) return;
    desk.current!.setPointerCapture(event.pointerId);
    presses.current = pressAfter(presses.current, event);
    const at = pointer(event);
    panned.current = space;
    inHand.current = event.button === 1 ? tools.hand : current;
    inHand.current.down(at);
    point(at);
    pressed.current = at;
  };
  const move = (event: React.PointerEvent): void => {
    if (!document) return;
    const at = pointer(event);
    (inHand.current ?? current).move(at);
    point(at);
    // A press that became a drag is no first half of a double-click.
    if (pressed.current && leaves(pressed.current, at)) presses.current = NO_PRESS;
  };
  const up = (event: React.PointerEvent): void => {
    const at = pointer(event);
    inHand.current?.up(at);
    inHand.current = null;
    pressed.current = null;
    point(at);
  };
  const drop = (): void => {
    inHand.current?.cancel();
    inHand.current = null;
    pressed.current = null;
  };
  const held = ({ altKey: alt, shiftKey: shift, ctrlKey: free }: React.KeyboardEvent): void => {
    const at = last.current;
    if (at && (at.alt !== alt || at.shift !== shift || at.free !== free)) point({ ...at, alt, shift, free });
  };
  const key = (event: React.KeyboardEvent): void => {
    held(event);
    if (event.target !== event.currentTarget) return;
    if (event.key === ' ') {
      if (!event.repeat) panned.current = false;
      setSpace(true);
    }
    const dropped = event.key === 'Escape' && inHand.current !== null;
    if (dropped) drop();
    // What is dropped is all that Escape does then, and Space is the tool's only once it is let go.
    const taken = dropped || event.key === ' ';
    if (taken || current.key?.(event.nativeEvent) || (!inRelief && canvasKey(event.nativeEvent))) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const keyUp = (event: React.KeyboardEvent): void => {
    held(event);
    if (event.key !== ' ' || event.target !== event.currentTarget) return;
    setSpace(false);
    // Space pans while it is held; alone it is the tool's, as any other key.
    if (!panned.current && !inRelief) tools[tool].key?.(event.nativeEvent);
  };

  const view = zoom ?? fitted(size, document?.photo ?? { width: 1, height: 1 }, roomAbove(tool));
  const strokes = document ? visibleStrokes(document).length : 0;
  const counted = `${strokes} ${strokes === 1 ? 'stroke' : 'strokes'}`;
  const label = inRelief ? `Relief, ${counted}, ${pose}` : `Canvas, ${counted}, ${count} selected`;
  return (
    <div
      ref={desk}
      className={inRelief ? 'stage-desk in-relief' : 'stage-desk'}
      data-tool={tool}
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is worked with keys
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={drop}
      onPointerLeave={() => {
        hover(null);
        hideRing();
      }}
      onKeyDown={key}
      onKeyUp={keyUp}
      onBlur={() => {
        setSpace(false);
        tools[tool].blur?.();
      }}
    >
      <div className="sheet-paper">
        <img alt="" draggable={false} src={photoUrl ?? undefined} hidden={!photoUrl} />
        <Underlays />
      </div>
      <canvas />
      {document && inRelief && <Relief size={size} view={view} />}
      {document && tool !== 'cutout' && <Places view={view} />}
      {document && <Marks view={view} width={size.width} />}
      {document && tool === 'detail' && <BrushRing view={view} />}
      {document && tool === 'cutout' && <CutMarks view={view} />}
      {document && running && <Pins view={view} />}
      {document && looking === 'compare' && !running && tool !== 'cutout' && (
        <Compare view={view} {...document.photo} />
      )}
    </div>
  );
}

/** Tools that change how the sheet is seen and nothing on it: they are a relief's too. */
const LOOKING: ReadonlySet<ToolName> = new Set(['hand', 'zoom']);

const DOUBLE_MS = 400;
const DOUBLE_PX = 5;

/** A press and its place in a row of quick ones: pointer events, unlike clicks, do not count themselves. */
interface Press {
  x: number;
  y: number;
  when: number;
  count: number;
}

const NO_PRESS: Press = { x: 0, y: 0, when: Number.NEGATIVE_INFINITY, count: 0 };

function pressAfter(last: Press, { clientX: x, clientY: y, timeStamp: when }: React.PointerEvent): Press {
  const again = when - last.when < DOUBLE_MS && Math.hypot(x - last.x, y - last.y) < DOUBLE_PX;
  return { x, y, when, count: again && last.count < 2 ? last.count + 1 : 1 };
}
