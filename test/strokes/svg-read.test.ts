import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import type { Drawing, Stroke } from '../../main/strokes/stroke.ts';
import { writeSvg } from '../../main/strokes/svg.ts';
import { readSvg } from '../../main/strokes/svg-read.ts';

const svg = (inside: string, attributes = 'width="100" height="100"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;
const round = 'fill="none" stroke="black" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
const strokesOf = (inside: string, attributes?: string) => readSvg(svg(inside, attributes)).drawing.strokes;
const ends = (stroke: Stroke) => [...stroke.points.slice(0, 2), ...stroke.points.slice(6)];

test('what was written is read again, number for number, at any size of sheet', () => {
  const random = new Random(7);
  for (let round = 0; round < 40; round++) {
    const side = 10 ** (1 + 3 * random.uniform());
    const width = Math.round(side);
    const height = Math.max(1, Math.round(side * random.uniform()));
    const strokes = Array.from({ length: 1 + random.below(20) }, () => ({
      points: Array.from({ length: 8 }, () => (1.4 * random.uniform() - 0.2) * side),
      width: side * 0.02 * (0.1 + random.uniform()),
      color: `#${random.below(0x1000000).toString(16).padStart(6, '0')}`,
      opacity: random.below(5) / 4,
    }));
    const drawing: Drawing = { width, height, strokes };
    const text = writeSvg(drawing, {
      title: `round ${round}`,
      metadata: { round, nested: ['<', { a: null }] },
      background: '#fffff0',
    });
    const read = readSvg(text);
    expect(read.warnings).toEqual([]);
    expect(read.title).toBe(`round ${round}`);
    expect(read.metadata).toEqual({ round, nested: ['<', { a: null }] });
    expect(read.background).toBe('#fffff0');
    expect([read.drawing.width, read.drawing.height]).toEqual([width, height]);
    expect(read.drawing.strokes).toHaveLength(strokes.length);
    read.drawing.strokes.forEach((stroke, s) => {
      const original = strokes[s]!;
      expect(stroke.color).toBe(original.color);
      expect(stroke.opacity).toBe(original.opacity);
      expect(Math.abs(stroke.width - original.width)).toBeLessThan(side / 50_000);
      for (let i = 0; i < 8; i++) expect(Math.abs(stroke.points[i]! - original.points[i]!)).toBeLessThan(side / 50_000);
    });
    // The second time round nothing is lost at all.
    expect(writeSvg(read.drawing, read as { title: string; metadata: unknown; background: string })).toBe(text);
  }
});

/** Files as other programs write them; librsvg is the judge of what they look like. */
test.each([
  ['lines and curves', `<g ${round}><path d="M10 10q20 60 40 0t40 20M10 90c20-40 60 40 80 0s-20-40-30-20"/></g>`],
  [
    'shapes',
    `<g ${round}><rect x="5" y="5" width="30" height="20" rx="6"/><rect x="40" y="5" width="20" height="20"/><circle cx="80" cy="20" r="12"/><ellipse cx="30" cy="60" rx="20" ry="10"/><line x1="60" y1="50" x2="90" y2="70"/><polyline points="60,80 70,90 80 80,90,90"/><polygon points="10 80 30 80 20 95"/></g>`,
  ],
  [
    'rounded as far as it goes',
    `<g ${round}><rect x="10" y="10" width="60" height="30" rx="90" ry="15"/><rect x="10" y="50" width="60" height="30" ry="9"/></g>`,
  ],
  ['arcs', `<g ${round}><path d="M20 50a30 20 30 1 0 40-10A10 25-20 0 1 90 80M10 10a5 5 0 10.1 0"/></g>`],
  [
    'transforms',
    `<g ${round} transform="translate(50,50) rotate(30)"><g transform="scale(1.5)"><path d="M-20 0H20M0-10V10"/></g><path transform="rotate(45 10 10) skewX(0) translate(5)" d="M0 0h20v20"/></g><path ${round} transform="matrix(0 1 -1 0 100 0)" d="M10 10L40 20"/>`,
  ],
  [
    'a viewBox with room beside it',
    `<path ${round} d="M0 0L20 10M0 10L20 0"/>`,
    'width="100" height="100" viewBox="0 0 20 10"',
  ],
  [
    'a viewBox cut to fit',
    `<path ${round} d="M0 0L20 10M0 10L20 0"/>`,
    'width="100" height="100" viewBox="-2 -1 20 10" preserveAspectRatio="xMinYMax slice"',
  ],
  [
    'a drawing in a drawing',
    `<svg x="20" y="10" width="50" height="60" viewBox="0 0 10 10"><circle ${round} style="stroke-width:.5" cx="5" cy="5" r="4"/></svg>`,
  ],
  [
    'a style sheet',
    `<defs><style type="text/css"><![CDATA[ .a, .b { fill: none; stroke: #f00; stroke-linecap: round; stroke-linejoin: round } .b{stroke:rgb(0,0,255);stroke-width:6px} /* } */ #c { stroke-opacity: 50% } path { stroke-width: 3 } ]]></style></defs><path class="a" d="M10 10L90 20"/><path class="x b" d="M10 40L90 50"/><path id="c" class="a" d="M10 70L90 80"/>`,
  ],
  [
    'inherited and hidden parts',
    `<g stroke="teal" stroke-width="4" stroke-linecap="round" fill="none" stroke-opacity=".5" opacity=".8"><path d="M10 10L90 10"/><path style="stroke:currentColor;color:#f80" d="M10 30L90 30"/><path display="none" d="M10 50L90 50"/><g visibility="hidden"><path d="M10 60L90 60"/><path visibility="visible" d="M10 70L90 70"/></g></g>`,
  ],
  [
    'lines that no transform widens',
    `<path ${round} vector-effect="non-scaling-stroke" transform="scale(3)" d="M5 5L25 10"/>`,
  ],
])('%s: our reading looks like the file', async (_, inside, attributes?: string) => {
  const source = svg(inside, attributes);
  const { drawing } = readSvg(source);
  const draw = (text: string) =>
    sharp(Buffer.from(text)).flatten({ background: '#fff' }).removeAlpha().raw().toBuffer();
  const [theirs, ours] = await Promise.all([draw(source), draw(writeSvg(drawing, { precision: 4 }))]);
  expect(ours.length).toBe(theirs.length);
  let squares = 0;
  let ink = 0;
  for (let i = 0; i < ours.length; i++) {
    squares += ((ours[i]! - theirs[i]!) / 255) ** 2;
    ink += (255 - theirs[i]!) / 255;
  }
  expect(ink / ours.length).toBeGreaterThan(0.005);
  expect(Math.sqrt(squares / ours.length)).toBeLessThan(0.02);
});

/** CSS Values 4, section 6.2: an inch is 96 px, 2.54 cm, 72 pt, 6 pc; section 5.1 of SVG 2 for percentages. */
test.each([
  ['1in', 96],
  ['2.54cm', 96],
  ['25.4mm', 96],
  ['101.6Q', 96],
  ['72pt', 96],
  ['6pc', 96],
  ['1.5e1px', 15],
  ['2em', 32],
  ['10%', 20],
])('%s along a sheet 200 px wide is %d px', (length, px) => {
  const [stroke] = strokesOf(`<line ${round} x1="0" x2="${length}"/>`, 'width="200" height="50"');
  expect(stroke!.points[6]).toBeCloseTo(px, 9);
  expect(
    strokesOf(`<line stroke="red" stroke-width="${length}" x2="9"/>`, 'width="200" height="200"')[0]!.width,
  ).toBeCloseTo(px, 9);
});

test('a path of three segments is three strokes, and each knows its look', () => {
  const strokes = strokesOf('<path d="M0 0H10V10L5 5" stroke="#abc" stroke-width="4" fill="none" opacity="50%"/>');
  expect(strokes.map(ends)).toEqual([
    [0, 0, 10, 0],
    [10, 0, 10, 10],
    [10, 10, 5, 5],
  ]);
  for (const { color, width, opacity } of strokes) expect([color, width, opacity]).toEqual(['#aabbcc', 4, 0.5]);
});

test.each([
  ['width="210mm" height="297mm" viewBox="0 0 210 297"', 793.7, 1122.52],
  ['viewBox="0 0 30 20"', 30, 20],
  ['width="60" viewBox="0 0 30 20"', 60, 40],
  ['width="100%" height="100%" viewBox="0 0 30 20"', 30, 20],
  ['width="4in" height="72pt"', 384, 96],
  ['', 301, 201],
])('a sheet of %s is %d × %d px', (attributes, width, height) => {
  const { drawing } = readSvg(svg(`<path ${round} d="M0 0L300 200"/>`, attributes));
  expect(drawing.width).toBeCloseTo(width, 1);
  expect(drawing.height).toBeCloseTo(height, 1);
});

test.each([
  ['<text x="1" y="9">hi</text>', /^Text is left out/],
  ['<image href="http://example.com/x.png"/><image href="y.png"/>', /^A picture is left out.*\(2 times\)\.$/],
  ['<use href="#a"/>', /copy/],
  ['<path d="M0 0H9V9Z"/>', /filled shape without a line/],
  [`<path ${round} d="M0 0H9V9Z" style="fill:red"/>`, /fill of a shape is left out/],
  [`<path ${round} d="M0 0H9" stroke-dasharray="2 1"/>`, /dashed line/],
  [`<path ${round} d="M0 0H9" marker-end="url(#arrow)"/>`, /^Arrow heads/],
  ['<path stroke="red" fill="none" d="M0 0H9"/>', /without round ends/],
  [`<path ${round} d="M0 0H9" clip-path="url(#c)"/>`, /clip path/],
  [`<g mask="url(#m)"><path ${round} d="M0 0H9"/></g>`, /mask/],
  [`<path ${round} d="M0 0H9" style="stroke:url(#g) #00f"/>`, /gradient/],
  [`<path ${round} d="M0 0H9" style="stroke:blurple"/>`, /'blurple' is not known/],
  [`<path ${round} d="M0 0H9 L7"/>`, /up to a mistake/],
  [`<path ${round} d="M0 0H9" transform="rotate(1 2)"/>`, /transform 'rotate\(1 2\)' cannot be read/],
  [`<path ${round} d="M0 0H9" transform="scale(1 4)"/>`, /one width/],
  [`<style>g > path { stroke: red }</style><path ${round} d="M0 0H9"/>`, /style of 'g > path'/],
  [`<style>@import url(http://example.com/x.css);</style><path ${round} d="M0 0H9"/>`, /another file/],
  [`<path ${round} style="display:none" d="M0 0H9"/>`, /hidden/],
  ['<blob/>', /<blob> is not known/],
  ['<script>alert(1)</script>', /script/],
])('%s is told', (inside, warning) => {
  const { warnings } = readSvg(svg(inside));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(warning);
});

test('what other programs keep for themselves is passed over in silence', () => {
  const inside = `<!-- made by hand --><?xml-stylesheet href="x.css"?><defs><path id="a" d="M0 0H9"/><clipPath id="c"><rect width="5" height="5"/></clipPath></defs>
    <sodipodi:namedview xmlns:sodipodi="s"><inkscape:grid/></sodipodi:namedview><metadata><rdf:RDF/></metadata><path ${round} d="M0 0H9"/>`;
  const { drawing, warnings, metadata } = readSvg(svg(inside));
  expect(warnings).toEqual([]);
  expect(metadata).toBeNull();
  expect(drawing.strokes).toHaveLength(1);
});

test('elements under a prefix are read, and our metadata under whatever prefix it has come to', () => {
  const { drawing, metadata } = readSvg(
    `<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:ns1="urn:lineament:drawing:1" width="9" height="9"><s:metadata><ns1:drawing>{"seed":5}</ns1:drawing></s:metadata><s:path stroke="red" fill="none" d="M0 0H9"/><path stroke="red" d="M0 0H9"/></s:svg>`,
  );
  expect(drawing.strokes).toHaveLength(1);
  expect(metadata).toEqual({ seed: 5 });
});

test('damaged metadata costs the settings, not the drawing', () => {
  const text = writeSvg(
    { width: 9, height: 9, strokes: [{ points: [0, 0, 1, 1, 2, 2, 3, 3], width: 1, color: '#000000', opacity: 1 }] },
    { metadata: { seed: 1 } },
  ).replace('{&quot;', '{');
  const read = readSvg(text);
  expect(read.drawing.strokes).toHaveLength(1);
  expect(read.warnings[0]).toMatch(/seed and settings are damaged/);
});
