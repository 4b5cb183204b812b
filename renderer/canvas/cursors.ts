/**
 * The pointers of the canvas, as CSS: small drawings of our own and of Lucide (ISC), ink with a white edge, so that they
 * are seen on paper, photo and desk alike.
 *
 * A drawing is laid out on 32 px with its tip, the hot spot, where it says. Two depend on what is drawn with: the dot is
 * as wide as the line, the ring as the eraser.
 */

import { INK } from '../../main/strokes/stroke.ts';

/** Blue pencil, as a cursor reads no style sheet. */
const BLUE = '#0a6a99';
const SIDE = 32;
/** Browsers take no larger one. */
const MOST_RADIUS = 60;

interface Drawn {
  /** SVG that is edged in white and drawn in ink. */
  lines: string;
  /** SVG laid over it as it is. */
  over?: string;
  tip: readonly [x: number, y: number];
  /** What the browser shows where it takes no pictures. */
  fallback: string;
}

const ARROW = 'M4 3v17.5l4.3-3.7 2.7 6.3 2.9-1.2-2.7-6.2h5.7z';
const ink = (d: string): string => `<path fill="${INK}" d="${d}"/>`;
/** A nib that writes at its upper left, with a slit. */
const NIB = '<path d="M3 3l12.5 3.6 4 6.9-6 6-6.9-4z"/><path d="M3 3l7.6 7.6"/><circle cx="11.6" cy="11.6" r="1.2"/>';
const NECK = '<path d="M18.6 14.4l3.3 3.3-4.2 4.2-3.3-3.3z"/>';
const pen = (badge: string): Drawn => ({ lines: NIB + NECK + badge, tip: [3, 3], fallback: 'crosshair' });
const HAND = [
  'M18 11V6a2 2 0 0 0-4 0M14 10V4a2 2 0 0 0-4 0v2M10 10.5V6a2 2 0 0 0-4 0v8',
  'M18 8a2 2 0 1 1 4 0v6a8 8 0 0 1-8 8h-2c-2.8 0-4.5-.86-5.99-2.34l-3.6-3.6a2 2 0 0 1 2.83-2.82L7 15',
]
  .map((d) => `<path d="${d}"/>`)
  .join('');
const PALM = '<path stroke="none" d="M6 6h12l4 2v8l-6 6H9l-6-7 3-1z"/>';
const FIST =
  '<path d="M18 11a2 2 0 1 1 4 0v3a8 8 0 0 1-8 8h-4a8 8 0 0 1-8-8 2 2 0 1 1 4 0V9a2 2 0 0 1 4 0V8a2 2 0 0 1 4 0v1a2 2 0 0 1 4 0z"/><path d="M10 9v3M14 9v3M18 10v2M6 12v2"/>';
const PIN_HEAD =
  'M9 10.8a2 2 0 0 1-1.1 1.8l-1.8.9A2 2 0 0 0 5 15.2V16a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-.8a2 2 0 0 0-1.1-1.8l-1.8-.9A2 2 0 0 1 15 10.8V7a1 1 0 0 1 1-1 2 2 0 0 0 0-4H8a2 2 0 0 0 0 4 1 1 0 0 1 1 1z';
const PIN = ['#fff', BLUE]
  .map(
    (color, edge) =>
      `<g fill="${color}" stroke="${color}" stroke-width="${edge ? 2 : 6}"><path d="M12 15v7"/><path d="${PIN_HEAD}"/></g>`,
  )
  .join('');
const zoom = (sign: string, fallback: string): Drawn => ({
  lines: `<circle cx="11" cy="11" r="8"/><path d="M17 17l5 5M8 11h6${sign}"/>`,
  tip: [11, 11],
  fallback,
});

const DRAWN = {
  arrow: { lines: ink(ARROW), tip: [4, 3], fallback: 'default' },
  hollow: { lines: `<path d="${ARROW}"/>`, tip: [4, 3], fallback: 'default' },
  copy: { lines: `${ink(ARROW)}<path d="M24 19v8M20 23h8"/>`, tip: [4, 3], fallback: 'copy' },
  pen: pen(''),
  'pen-plus': pen('<path d="M26 20v8M22 24h8"/>'),
  'pen-minus': pen('<path d="M22 24h8"/>'),
  'pen-close': pen('<circle cx="26" cy="24" r="3.6"/>'),
  'pen-continue': pen('<path d="M23 28l6-8"/>'),
  hand: { lines: PALM + HAND, tip: [12, 12], fallback: 'grab' },
  grabbing: { lines: FIST, tip: [12, 13], fallback: 'grabbing' },
  'hand-pin': {
    lines: PALM + HAND,
    over: `<g transform="translate(18.5 0) scale(.55)" stroke-linecap="round" stroke-linejoin="round">${PIN}</g>`,
    tip: [12, 12],
    fallback: 'grab',
  },
  'zoom-in': zoom('M11 8v6', 'zoom-in'),
  'zoom-out': zoom('', 'zoom-out'),
  pipette: {
    lines:
      '<path d="m12 9-8.4 8.4a2 2 0 0 0-.6 1.4v1.4L1.8 22.2l1.9-1.2h1.500a2 2 0 0 0 1.4-.6L15 12"/><path d="m18 9 .4.4a1 1 0 1 1-3 3l-3.8-3.8a1 1 0 1 1 3-3l.4.4 3.4-3.4a1 1 0 1 1 3 3z"/>',
    tip: [2, 22],
    fallback: 'crosshair',
  },
} satisfies Record<string, Drawn>;

type CursorName = keyof typeof DRAWN;
/** The dot or the ring, by their radius in screen px. */
export type Cursor = CursorName | { dot: number } | { ring: number };

const made = new Map<string, string>();

/** A pointer as a value of the CSS property `cursor`. */
export function cssCursor(cursor: Cursor): string {
  const key = JSON.stringify(cursor);
  const css = made.get(key) ?? make(cursor);
  made.set(key, css);
  return css;
}

function make(cursor: Cursor): string {
  if (typeof cursor === 'string') {
    const { lines, over = '', tip, fallback }: Drawn = DRAWN[cursor];
    const round = 'stroke-linecap="round" stroke-linejoin="round" fill="#fff"';
    const body =
      `<g ${round} stroke="#fff" stroke-width="4">${lines}</g>` +
      `<g ${round} stroke="${INK}" stroke-width="1.5">${lines}</g>${over}`;
    return css(body, SIDE, tip, fallback);
  }
  const filled = 'dot' in cursor;
  // Whole px and a half, so that the middle is the middle of a pixel.
  const radius = Math.min(MOST_RADIUS, Math.max(filled ? 1.5 : 3, 'dot' in cursor ? cursor.dot : cursor.ring));
  const half = Math.ceil(radius) + 2;
  const at = `cx="${half}" cy="${half}" r="${radius}"`;
  const look = filled ? `fill="${INK}"` : `fill="none" stroke="${INK}" stroke-width="1.25"`;
  const body = `<circle ${at} fill="none" stroke="#fff" stroke-width="3" stroke-opacity=".9"/><circle ${at} ${look}/>`;
  return css(body, 2 * half, [half, half], 'crosshair');
}

function css(body: string, side: number, [x, y]: readonly [number, number], fallback: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">${body}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") ${x} ${y}, ${fallback}`;
}
