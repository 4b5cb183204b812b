/** What comes from anybody: files that are hostile, damaged, cut off, or no SVG at all. */

import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import { writeSvg } from '../../main/strokes/svg.ts';
import { MOST_STROKES, readSvg } from '../../main/strokes/svg-read.ts';

const svg = (inside: string, attributes = 'width="100" height="100"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;
const round = 'fill="none" stroke="black" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

test('no entity is expanded, none is fetched, and a billion laughs are none', () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  const text = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha"><!-- don't ]> --><!ENTITY x SYSTEM "file:///etc/passwd">${laughs}]>${svg(`<title>&l9; &x; &amp; &#65;</title><path ${round} d="M0 0H9"/>`)}`;
  const { title, drawing, warnings } = readSvg(text);
  expect(title).toBe('&l9; &x; & A');
  expect(drawing.strokes).toHaveLength(1);
  expect(warnings).toEqual(['The entity &l9; is not expanded.', 'The entity &x; is not expanded.']);
});

const whole = svg(`<g ${round}><path d="M0 0H9"/></g>`);

test.each([
  ['', /no SVG: it does not begin/],
  ['\u0089PNG\r\n', /no SVG: it does not begin/],
  ['\u001f\u008b\u0008', /compressed SVG/],
  ['{"a":1}', /no SVG/],
  ['<!DOCTYPE html><html><body></body></html>', /outermost element is <html>/],
  ['<p><b></p></b>', /<\/p> closes <b> \(line 1\)/],
  ['<svg>\n<path d=5/></svg>', /no value in quotes \(line 2\)/],
  [`${whole}<svg/>`, /follows after the end/],
  [`${whole} text`, /outside of all elements/],
  ['<svg><!-- </svg>', /cut off/],
  ['<!DOCTYPE svg [<!ENTITY', /DOCTYPE has no end/],
  [`<svg>${'<g>'.repeat(300)}${'</g>'.repeat(300)}</svg>`, /256 deep/],
  [`<svg>${'<g/>'.repeat(200_001)}</svg>`, /more than 200000 elements/],
  [svg(`<path ${round} d="M0 0${'h1'.repeat(MOST_STROKES + 1)}"/>`), /more than 20000 strokes/],
])('case %#: what is no SVG is refused in one sentence', (text, message) => {
  expect(() => readSvg(text)).toThrow(message);
});

test('a file cut off anywhere is refused and never read as a smaller drawing', () => {
  for (let length = 0; length < whole.length; length++)
    expect(() => readSvg(whole.slice(0, length)), `cut at ${length}`).toThrow(/^(The file is|This is) .*\.$/);
});

test('broken files give a drawing or one clear sentence, and never anything else', () => {
  const random = new Random(2026);
  const seeds = [
    whole,
    writeSvg(
      {
        width: 50,
        height: 40,
        strokes: [{ points: [1, 2, 3, 4, 5, 6, 7, 8], width: 1, color: '#123456', opacity: 0.5 }],
      },
      { title: 'x', metadata: { seed: 4 }, background: '#ffffff' },
    ),
    svg(
      `<style>.a{stroke:red}</style><g transform="rotate(3)"><path class="a" d="M1.5.5a3 4 5 0 1 9 9zq1 2 3 4"/><rect x="1" y="2" width="3" height="4" rx="1"/></g>`,
    ),
  ];
  const scraps = [
    '<',
    '>',
    '"',
    '/',
    '&',
    '&#0;',
    '</g>',
    '<g ',
    ']]>',
    '<!--',
    'e',
    '-',
    '.',
    '1e400',
    'NaN',
    '\u0000',
    '%',
    '(',
    '{',
    'Z',
    '9'.repeat(400),
  ];
  let read = 0;
  for (let round = 0; round < 600; round++) {
    let text = seeds[round % seeds.length]!;
    for (let edits = 1 + random.below(4); edits > 0; edits--) {
      const at = random.below(text.length);
      const scrap = random.below(3) ? scraps[random.below(scraps.length)]! : '';
      text = text.slice(0, at) + scrap + text.slice(at + random.below(4));
    }
    try {
      const { drawing, warnings } = readSvg(text);
      read++;
      for (const warning of warnings) expect(warning).toMatch(/^[^\n]+\.$/);
      for (const stroke of drawing.strokes) {
        expect(stroke.points.every(Number.isFinite) && stroke.points.length === 8).toBe(true);
        expect(stroke.width > 0 && stroke.opacity >= 0 && stroke.opacity <= 1).toBe(true);
        expect(stroke.color).toMatch(/^#[\da-f]{6}$/);
      }
      expect(drawing.width > 0 && drawing.height > 0).toBe(true);
    } catch (error) {
      expect((error as Error).message, text).toMatch(/^(The file|This|The SVG) [^\n]*\.$/);
    }
  }
  // Some edits must leave a readable file, or this test tests nothing.
  expect(read).toBeGreaterThan(100);
});

test('long nonsense is answered in no time that grows with its square', () => {
  const long = 200_000;
  for (const text of [
    `<!DOCTYPE ${'<!--'.repeat(long)}`,
    `<svg ${'a '.repeat(long)}`,
    svg(`<path transform="${'a'.repeat(long)}" stroke="red" d="M0 0${' '.repeat(long)}x"/>`),
    svg(`<style>${'{'.repeat(long)}</style>`),
    svg(`<style>${'/*'.repeat(long)}</style>`),
    svg(`<style>${'a{}'.repeat(long)}</style>`),
    svg(`<path stroke-width="${'1'.repeat(long)}!" stroke="red" d="M0 0h1"/>`),
    svg(`<path stroke-width="1${' '.repeat(long)}!" stroke="red" d="M0 0h1"/>`),
    svg(`<svg viewBox="0 0 1 1" width="1" height="1" preserveAspectRatio="none${' '.repeat(long)}!"/>`),
    svg(`<path transform="scale(${'1'.repeat(19_000)}!)" stroke="red" d="M0 0h1"/>`),
    `${svg('<title>').slice(0, -6)}${'&'.repeat(long)}`,
    svg(`<path stroke="${'rgb('.repeat(long)}" style="${':;'.repeat(long)}" d="M0 0h1"/>`),
  ]) {
    try {
      expect(readSvg(text).drawing.strokes.length).toBeLessThan(2);
    } catch (error) {
      expect((error as Error).message).toMatch(/\.$/);
    }
  }
});
