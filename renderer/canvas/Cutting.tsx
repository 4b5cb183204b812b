/**
 * The cut-out under way, over the photo: what is not kept lies under a veil of paper, a line runs along the edge, and each
 * hint shows where it was set. The veil scales with the sheet; lines and marks have one size at any zoom.
 */

import { useEffect, useMemo, useRef } from 'react';
import type { SegmentHint } from '../../main/contract.ts';
import { brushRadius } from '../document/emphasis.ts';
import type { GreyPicture } from '../document/grey-png.ts';
import { outlines } from '../geometry/outline.ts';
import { useStore } from '../state/store.ts';
import { useRing } from '../tools/detail.ts';
import { Ring } from './BrushRing.tsx';
import { toScreen, type View } from './view.ts';

/** Opacity of the veil where nothing is kept, of 255. */
const VEIL = 0.78;
/** Screen px: radius of a point's mark, and of the sign in it to each side. */
const POINT = 9;
const SIGN = 4;

/** A pixel of the veil by how much is kept there: white as the paper is, whatever the theme. */
const VEILS = Uint32Array.from({ length: 256 }, (_, kept) => {
  const rgba = Uint8Array.of(255, 255, 255, VEIL * (255 - kept));
  return new Uint32Array(rgba.buffer)[0]!;
});

/** Paper over what is not kept; an element of the sheet. */
export function Veil() {
  const mask = useStore((state) => state.cutting?.mask);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && mask) veil(canvas.current, mask);
  }, [mask]);
  return mask && <canvas ref={canvas} className="veil" />;
}

function veil(canvas: HTMLCanvasElement, { width, height, grey }: GreyPicture): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const picture = new ImageData(width, height);
  // Whole pixels at a time, as this is done for every move of the brush.
  const pixels = new Uint32Array(picture.data.buffer);
  for (let i = 0; i < grey.length; i++) pixels[i] = VEILS[grey[i]!]!;
  canvas.getContext('2d')!.putImageData(picture, 0, 0);
}

/** The edge, the hints and the ring in hand, over the canvas. */
export function CutMarks({ view }: { view: View }) {
  const cutting = useStore((state) => state.cutting);
  const photo = useStore((state) => state.document?.photo);
  const mask = cutting?.mask;
  const edge = useMemo(() => (mask ? outlines(mask).map(ringCourse).join('') : ''), [mask]);
  if (!cutting || !mask || !photo) return null;
  const scale = (photo.width * view.scale) / mask.width;
  const place = `translate(${view.x} ${view.y}) scale(${scale} ${(photo.height * view.scale) / mask.height})`;
  return (
    <>
      <svg className="cut-marks" aria-hidden="true">
        <g transform={place}>
          <path className="edge halo" d={edge} />
          <path className="edge" d={edge} />
        </g>
        {cutting.hints.map((hint, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a hint is its place among the others
          <HintMark key={i} hint={hint} photo={photo} view={view} />
        ))}
      </svg>
      <CutRing view={view} photo={photo} />
    </>
  );
}

/** A ring of an outline as path data, mask px; a tenth of a pixel is finer than any screen shows. */
function ringCourse(ring: readonly number[]): string {
  let d = '';
  for (let i = 0; i < ring.length; i += 2) d += `${i ? 'L' : 'M'}${ring[i]!.toFixed(1)} ${ring[i + 1]!.toFixed(1)}`;
  return `${d}Z`;
}

interface Photo {
  width: number;
  height: number;
}

function HintMark({ hint, photo, view }: { hint: SegmentHint; photo: Photo; view: View }) {
  const points = Array.from({ length: hint.points.length / 2 }, (_, k) =>
    toScreen(view, hint.points[2 * k]! * photo.width, hint.points[2 * k + 1]! * photo.height),
  );
  const [x, y] = points[0]!;
  const sign = `M${x - SIGN} ${y}H${x + SIGN}${hint.kind === 'add' ? `M${x} ${y - SIGN}V${y + SIGN}` : ''}`;
  return (
    <g className={hint.kind === 'add' ? 'hint' : 'hint away'}>
      {points.length > 1 && (
        <>
          <polyline className="under" points={points.join(' ')} />
          <polyline points={points.join(' ')} />
        </>
      )}
      <circle cx={x} cy={y} r={POINT} />
      <path d={sign} />
    </g>
  );
}

function CutRing({ view, photo }: { view: View; photo: Photo }) {
  const { at, taking } = useRing();
  const { mode, size } = useStore((state) => state.cutTool);
  if (!at) return null;
  const covers = mode === 'point' || mode === 'box' ? 0 : brushRadius({ size }, photo) * view.scale;
  return <Ring at={toScreen(view, at.x, at.y)} radius={Math.max(covers, SIGN)} away={taking} />;
}
