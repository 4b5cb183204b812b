/**
 * What lies between the photo and the strokes: the cut-out, the points of interest, depth, and the painted detail. Each
 * is a picture of the whole photo, so all of them are laid over the sheet and scale with it.
 *
 * In Compare they belong to After: Before is the photo alone, so that white strokes stay readable on it.
 */

import { useEffect, useRef } from 'react';
import type { GreyPicture } from '../document/grey-png.ts';
import { type LayerName, seen } from '../state/layers.ts';
import { depthViewOf } from '../state/relief.ts';
import { useStore } from '../state/store.ts';
import { CutOut, through } from './CutOut.tsx';
import { Veil } from './Cutting.tsx';
import { DepthPicture } from './DepthPicture.tsx';

/** Opacity of the tint where detail counts fully, of 255. */
const TINT = 0.5;
/** Of --mark: painted detail is drawn by the blue pencil. */
const BLUE = [10, 106, 153] as const;

export function Underlays() {
  const photoUrl = useStore((state) => state.photoUrl);
  const painting = useStore((state) => state.tool === 'detail');
  const cutting = useStore((state) => state.tool === 'cutout');
  // The photo itself is cut, whatever lies over it at other times.
  if (cutting)
    return (
      <>
        <Veil />
        <Lit />
      </>
    );
  return (
    <>
      <div className="underlays">
        <Subject />
        <Heat />
        <Depth />
      </div>
      {photoUrl && <img className="before" alt="" draggable={false} src={photoUrl} />}
      <Lit />
      {painting && <Tint />}
    </>
  );
}

/** The subject or region that is pointed at in its list. */
function Lit() {
  // A list that goes away under the pointer says nothing.
  const url = useStore(({ litPiece, parts, regions, tab }) =>
    tab === 'subject' && [...parts, ...(regions?.list ?? [])].some((piece) => piece.url === litPiece) ? litPiece : null,
  );
  return url && <div className="lit through" style={through(url)} />;
}

function useSeen(name: LayerName): number {
  return useStore(({ layers }) => seen(layers[name]));
}

function Subject() {
  const opacity = useSeen('cutOut');
  const photoUrl = useStore((state) => state.photoUrl);
  const maskUrl = useStore((state) => state.maskUrl);
  const around = useStore((state) => state.around);
  if (!opacity || !photoUrl || !maskUrl) return null;
  return (
    <div className="cut-out" style={{ opacity }}>
      <CutOut {...{ photoUrl, maskUrl, around }} />
    </div>
  );
}

function Heat() {
  const opacity = useSeen('interest');
  const interest = useStore((state) => state.interest);
  if (!opacity || !interest) return null;
  return <div className="heat through" style={{ ...through(interest.url), opacity }} />;
}

function Depth() {
  const opacity = useSeen('depth');
  const depth = useStore((state) => state.depth);
  const view = useStore(depthViewOf);
  // Before and Compare show the relief flat, and so in greys.
  return opacity > 0 && depth && <DepthPicture {...{ depth, opacity }} coloured={view === 'colour'} />;
}

function Tint() {
  const detail = useStore((state) => state.detail);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && detail) tint(canvas.current, detail);
  }, [detail]);
  return detail && <canvas ref={canvas} className="tint" />;
}

function tint(canvas: HTMLCanvasElement, { width, height, grey }: GreyPicture): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const picture = new ImageData(width, height);
  for (let i = 0; i < grey.length; i++) {
    picture.data.set(BLUE, 4 * i);
    picture.data[4 * i + 3] = TINT * grey[i]!;
  }
  canvas.getContext('2d')!.putImageData(picture, 0, 0);
}
