/**
 * The frame: the square in which a sketch is made, and the subject as it stands in it.
 *
 * The subject's box with a small margin fills the frame, aspect kept: a network that looks at 128 pixels should spend
 * them on the subject. (This decides more than any weight of the objective.) Where the photo's border cuts the subject,
 * the cut is no outline: the subject is continued beyond it, so that nobody sees an edge there, and its places do not
 * count.
 *
 * Units: photo pixels are those of the working picture; frame units are 0..1 across the square.
 */

/** A picture to sketch: sRGB bytes and, where something was cut out, how much of each pixel is subject (0..255). */
export interface Subject {
  width: number;
  height: number;
  /** [height·width·3] */
  rgb: Uint8Array;
  /** [height·width], or null: the whole picture is the subject. */
  mask: Uint8Array | null;
}

/** The frame's place in the picture, in photo pixels. It may reach beyond the picture. */
export interface Frame {
  left: number;
  top: number;
  side: number;
}

/** The subject on white paper, square. */
export interface Target {
  side: number;
  /** [3·side·side], planes of red, green, blue, 0..1 */
  rgb: Float32Array;
  /** [side·side] 1 where the photo shows something, falling to 0 near and beyond a border that cuts the subject. */
  known: Float32Array;
}

/** The margin around the subject's box, as a share of its longer side; a whole picture stands apart with less. */
const MARGIN = 0.08;
const WHOLE_MARGIN = 0.02;
/** A mask byte from which on a pixel belongs to the subject. */
const SUBJECT = 128;
/** A subject that touches less of a border than this share of the photo's longer side is not cut by it. */
const TOUCH = 0.02;
/** How far beyond its ends a cut is taken to reach, share of the frame: the outline that runs into it ends there too. */
const CUT_ENDS = 0.04;
/** How near a cut places do not count, share of the frame: an encoder's place sees a neighbourhood. */
const CUT_REACH = 0.05;

/** Frames the subject: its box, with a margin, in a square. */
export function frameSubject({ width, height, mask }: Subject): Frame {
  let x0 = width;
  let y0 = height;
  let x1 = -1;
  let y1 = -1;
  if (mask) {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (mask[y * width + x]! >= SUBJECT) {
          if (x < x0) x0 = x;
          if (x > x1) x1 = x;
          if (y < y0) y0 = y;
          y1 = y;
        }
  }
  if (x1 < 0) [x0, y0, x1, y1] = [0, 0, width - 1, height - 1];
  const boxWidth = x1 + 1 - x0;
  const boxHeight = y1 + 1 - y0;
  const side = Math.max(boxWidth, boxHeight) * (1 + 2 * (mask ? MARGIN : WHOLE_MARGIN));
  return { left: x0 + boxWidth / 2 - side / 2, top: y0 + boxHeight / 2 - side / 2, side };
}

/**
 * The subject as it stands in the frame, on white, with each pixel the mean of what it covers.
 *
 * @param side pixels of the target
 */
export function targetInFrame(subject: Subject, frame: Frame, side: number): Target {
  const { width, height, rgb, mask } = subject;
  const size = side * side;
  const out = new Float32Array(3 * size);
  const known = new Float32Array(size).fill(1);
  const cuts = cutBorders(subject);
  const near = cuts && widened(cuts, Math.ceil(frame.side * CUT_ENDS));
  const step = frame.side / side;
  const samples = Math.max(1, Math.ceil(step));
  const share = 1 / (255 * samples * samples);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let sy = 0; sy < samples; sy++) {
        const fy = frame.top + (y + (sy + 0.5) / samples) * step - 0.5;
        const cy = Math.min(Math.max(fy, 0), height - 1);
        const y0 = Math.floor(cy);
        const y1 = Math.min(y0 + 1, height - 1);
        const v = cy - y0;
        for (let sx = 0; sx < samples; sx++) {
          const fx = frame.left + (x + (sx + 0.5) / samples) * step - 0.5;
          const cx = Math.min(Math.max(fx, 0), width - 1);
          const x0 = Math.floor(cx);
          const x1 = Math.min(x0 + 1, width - 1);
          const u = cx - x0;
          const corners = [y0 * width + x0, y0 * width + x1, y1 * width + x0, y1 * width + x1];
          const weights = [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v];
          if (isPaper(cuts, fx, fy, width, height)) {
            red += 255;
            green += 255;
            blue += 255;
            continue;
          }
          for (let k = 0; k < 4; k++) {
            const at = corners[k]!;
            const w = weights[k]!;
            const alpha = mask ? mask[at]! / 255 : 1;
            const paper = 255 * (1 - alpha);
            red += w * (rgb[3 * at]! * alpha + paper);
            green += w * (rgb[3 * at + 1]! * alpha + paper);
            blue += w * (rgb[3 * at + 2]! * alpha + paper);
          }
        }
      }
      const i = y * side + x;
      out[i] = red * share;
      out[size + i] = green * share;
      out[2 * size + i] = blue * share;
      if (near) known[i] = knownAt(near, frame, subject, frame.left + (x + 0.5) * step, frame.top + (y + 0.5) * step);
    }
  }
  return { side, rgb: out, known };
}

/** Where along each border of the photo the subject is cut: left and right by row, top and bottom by column. */
interface Cuts {
  left: Uint8Array;
  right: Uint8Array;
  top: Uint8Array;
  bottom: Uint8Array;
}

function cutBorders({ width, height, mask }: Subject): Cuts | null {
  // Without a mask the whole picture is the subject, cut on every side.
  const cut = (x: number, y: number) => (!mask || mask[y * width + x]! >= SUBJECT ? 1 : 0);
  const cuts = {
    left: Uint8Array.from({ length: height }, (_, y) => cut(0, y)),
    right: Uint8Array.from({ length: height }, (_, y) => cut(width - 1, y)),
    top: Uint8Array.from({ length: width }, (_, x) => cut(x, 0)),
    bottom: Uint8Array.from({ length: width }, (_, x) => cut(x, height - 1)),
  };
  // A pixel or two of soft mask at the border is no cut subject.
  for (const border of Object.values(cuts)) {
    const length = border.reduce((sum, v) => sum + v, 0);
    if (length < TOUCH * Math.max(width, height)) border.fill(0);
  }
  return Object.values(cuts).some((border) => border.includes(1)) ? cuts : null;
}

/** Whether a point (in pixel indices) lies outside the photo where the subject is not cut: nothing is continued there. */
function isPaper(cuts: Cuts | null, fx: number, fy: number, width: number, height: number): boolean {
  const beyondX = fx < -0.5 || fx > width - 0.5;
  const beyondY = fy < -0.5 || fy > height - 0.5;
  if (!beyondX && !beyondY) return false;
  if (!cuts) return true;
  const row = Math.min(height - 1, Math.max(0, Math.round(fy)));
  const column = Math.min(width - 1, Math.max(0, Math.round(fx)));
  return (
    (beyondX && !(fx < 0 ? cuts.left : cuts.right)[row]) || (beyondY && !(fy < 0 ? cuts.top : cuts.bottom)[column])
  );
}

/** The cuts with `reach` pixels more at each end. */
function widened(cuts: Cuts, reach: number): Cuts {
  const wider = (border: Uint8Array) => {
    let last = Number.NEGATIVE_INFINITY;
    const out = border.map((v, i) => {
      if (v) last = i;
      return i - last <= reach ? 1 : 0;
    });
    last = Number.POSITIVE_INFINITY;
    for (let i = border.length - 1; i >= 0; i--) {
      if (border[i]) last = i;
      if (last - i <= reach) out[i] = 1;
    }
    return out;
  };
  return { left: wider(cuts.left), right: wider(cuts.right), top: wider(cuts.top), bottom: wider(cuts.bottom) };
}

/** 0..1 how much a point (photo pixels) counts: not at all near a cut or beyond it, wholly a little further in. */
function knownAt(cuts: Cuts, frame: Frame, { width, height }: Subject, px: number, py: number): number {
  const column = Math.min(width - 1, Math.max(0, Math.floor(px)));
  const row = Math.min(height - 1, Math.max(0, Math.floor(py)));
  let inside = Number.POSITIVE_INFINITY;
  if (cuts.left[row]) inside = Math.min(inside, px);
  if (cuts.right[row]) inside = Math.min(inside, width - px);
  if (cuts.top[column]) inside = Math.min(inside, py);
  if (cuts.bottom[column]) inside = Math.min(inside, height - py);
  return Math.min(1, Math.max(0, inside / (frame.side * CUT_REACH) - 0.5));
}

/** Control points from frame units to photo pixels of a sheet `scale` times the working picture. */
export function toPhoto(frame: Frame, points: ArrayLike<number>, scale = 1): number[] {
  return Array.from(points, (v, i) => scale * ((i % 2 ? frame.top : frame.left) + v * frame.side));
}

/** Control points from photo pixels of a sheet `scale` times the working picture to frame units. */
export function toFrame(frame: Frame, points: ArrayLike<number>, scale = 1): number[] {
  return Array.from(points, (v, i) => (v / scale - (i % 2 ? frame.top : frame.left)) / frame.side);
}
