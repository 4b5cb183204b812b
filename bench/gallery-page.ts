/**
 * The gallery as one page that needs no other file: a section a photo, tiles side by side as wide as the window allows.
 *
 * It is HTML that is XML too, so that anything can read it back.
 */

import { escapeText } from '../main/strokes/svg.ts';
import type { Plate, Tile } from './gallery-plate.ts';
import { LOOK } from './gallery-tiles.ts';

const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; margin: 0; }
body { background: #fbfaf7; color: ${LOOK.ink}; font: 13px/20px system-ui, -apple-system, 'Segoe UI', sans-serif;
  padding: 40px clamp(16px, 3vw, 48px) 64px; font-variant-numeric: tabular-nums; }
header { margin-bottom: 32px; }
h1 { font-size: 30px; line-height: 36px; font-weight: 600; }
h2 { font-size: 15px; line-height: 20px; font-weight: 600; }
p, figcaption, .facts { color: ${LOOK.caption}; }
section { border-top: 1px solid ${LOOK.line}; padding: 20px 0 32px; }
.head { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; margin-bottom: 12px; }
.error { color: #a3301f; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 16px; }
@media (min-width: 1200px) { .tiles { grid-template-columns: repeat(var(--tiles), minmax(0, 1fr)); } }
figure > * { display: block; }
figure > div { background: ${LOOK.paper}; aspect-ratio: 1; border-radius: 1px;
  box-shadow: 0 0 0 1px rgb(60 50 30 / .07), 0 1px 2px rgb(60 50 30 / .08), 0 10px 24px -14px rgb(60 50 30 / .24); }
figure img, figure svg { display: block; width: 100%; height: 100%; }
figcaption { font-size: 12px; line-height: 16px; padding-top: 6px; }
@media print { body { background: none; padding: 0; } section { break-inside: avoid; } }
`;

const LEGEND =
  'Blue: the frame, and the strokes that a sketch begins with. Warm light: where the encoder looks. Curve: the objective of each step, pale, and its running mean; blue dots are the clean objectives of the levels.';

/** A row with few tiles keeps them at the size that others have. */
const LEAST_TILES = 7;

/**
 * The page's text.
 *
 * @param title what was sketched
 * @param about how, in a sentence
 */
export function galleryPage(title: string, about: string, plates: Plate[]): string {
  return `<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeText(title)}</h1>
<p>${escapeText(about)}</p>
<p>${LEGEND}</p>
</header>
<main>
${plates.map(sectionOf).join('\n')}
</main>
</body>
</html>
`;
}

function sectionOf({ name, tiles, facts, notes, error }: Plate): string {
  const sentences = [
    ...(error === null ? [] : [`<p class="error">${escapeText(error)}</p>`]),
    ...notes.map((note) => `<p>${escapeText(note)}</p>`),
  ];
  return `<section>
<div class="head"><h2>${escapeText(name)}</h2><span class="facts">${facts.map(escapeText).join(' · ')}</span></div>
${sentences.join('\n')}
<div class="tiles" style="--tiles: ${Math.max(LEAST_TILES, tiles.length)}">
${tiles.map(figureOf).join('\n')}
</div>
</section>`;
}

function figureOf({ caption, picture }: Tile): string {
  const text = escapeText(caption);
  const shown =
    typeof picture === 'string'
      ? picture.trim()
      : `<img alt="${text}" src="data:image/jpeg;base64,${picture.toString('base64')}"/>`;
  return `<figure><div>${shown}</div><figcaption>${text}</figcaption></figure>`;
}
