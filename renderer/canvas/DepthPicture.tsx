/** Depth as a picture of the whole photo, painted from its 16-bit numbers: greys, or the turbo colours. */

import { useEffect, useRef } from 'react';
import { turbo } from '../../main/vision/turbo.ts';
import type { DepthRecord } from '../state/depth.ts';

/** 65 535, the nearest. */
const NEAREST = 2 ** 16 - 1;

interface DepthPictureProps {
  depth: DepthRecord;
  coloured: boolean;
  opacity?: number;
}

export function DepthPicture({ depth, coloured, opacity = 1 }: DepthPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { width, height } = depth;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixelsOf(depth, coloured), width, height), 0, 0);
  }, [depth, coloured]);
  return <canvas ref={canvas} width={depth.width} height={depth.height} style={{ opacity }} />;
}

/** The picture's pixels, red, green, blue and opaque [height · width · 4]. */
export function pixelsOf({ steps }: Pick<DepthRecord, 'steps'>, coloured: boolean): Uint8ClampedArray<ArrayBuffer> {
  const values = Float32Array.from(steps, (step) => step / NEAREST);
  const rgb = coloured ? turbo(values) : null;
  const pixels = new Uint8ClampedArray(4 * steps.length);
  for (let i = 0; i < steps.length; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = rgb ? rgb[3 * i + c]! : 255 * values[i]!;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
