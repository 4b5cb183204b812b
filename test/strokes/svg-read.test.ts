import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Random } from '../../main/sketch/random.ts';
import { pointAt } from '../../main/strokes/bezier.ts';
import { readPathData } from '../../main/strokes/path-data.ts';
import type { Drawing, Stroke } from '../../main/strokes/stroke.ts';
import { writeSvg } from '../../main/strokes/svg.ts';
import { MOST_STROKES, readSvg } from '../../main/strokes/svg-read.ts';

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

/** Pieces of path data, with the same drawn by absolute commands: worked out by hand from SVG 2, chapter 9. */
test.each([
  ['M10,20L30 40', 'M 10 20 L 30 40'],
  ['m10 20 30 40 5-5', 'M 10 20 L 40 60 L 45 55'],
  ['M10 20 30 40 50 60', 'M 10 20 L 30 40 L 50 60'],
  ['M1.5.5-2-3', 'M 1.5 0.5 L -2 -3'],
  ['M0 0h10v10h-10z', 'M 0 0 L 10 0 L 10 10 L 0 10 L 0 0'],
  ['M0 0H10V10H0Z', 'M 0 0 L 10 0 L 10 10 L 0 10 L 0 0'],
  ['M0 0 10 0 0 0z', 'M 0 0 L 10 0 L 0 0'],
  ['M5 5z', 'M 5 5 L 5 5'],
  ['M5 5zl2 2', 'M 5 5 L 5 5 L 7 7'],
  ['M0 0 c1 2 3 4 5 6 1 1 2 2 3 3', 'M 0 0 C 1 2 3 4 5 6 C 6 7 7 8 8 9'],
  ['M0 0C1 2 3 4 5 6S9 9 10 10', 'M 0 0 C 1 2 3 4 5 6 C 7 8 9 9 10 10'],
  ['M0 0S9 9 10 10', 'M 0 0 C 0 0 9 9 10 10'],
  ['M0 0Q3 0 6 6T12 12', 'M 0 0 C 2 0 4 2 6 6 C 8 10 10 12 12 12'],
  ['M0 0T6 6', 'M 0 0 C 0 0 2 2 6 6'],
  ['M1e1 2E+1L-1e-1,.5', 'M 10 20 L -0.1 0.5'],
  ['M0 0A0 5 0 0 1 9 9', 'M 0 0 L 9 9'],
  ['M0 0A5 5 0 0 1 0 0', ''],
  ['M1 1 2 2M3 3 4 4', 'M 1 1 L 2 2 M 3 3 L 4 4'],
])('%s is %s', (data, expected) => {
  const { curves, error } = readPathData(data);
  expect(error).toBeNull();
  const wanted = readPathData(expected).curves;
  expect(curves).toHaveLength(wanted.length);
  curves.forEach((curve, c) => {
    for (let i = 0; i < 8; i++) expect(curve[i]).toBeCloseTo(wanted[c]![i]!, 12);
  });
});

test.each([
  ['M0 0 L10 10 L5', 1],
  ['M0 0 L10 10 X 3', 1],
  ['L10 10', 0],
  ['M0 0 10 0Z 5 5', 2],
  ['M0 0 L1e999 0', 0],
  ['M0 0 A5 5 0 2 1 9 9', 0],
])('%s is read up to its mistake', (data, count) => {
  const { curves, error } = readPathData(data);
  expect(curves).toHaveLength(count);
  expect(error).toMatch(/\w/);
});

test('arcs stay on their ellipse, end where they should and turn the way they are told', () => {
  const random = new Random(11);
  for (let round = 0; round < 200; round++) {
    const [cx, cy, rx, ry] = [
      50 * random.uniform(),
      50 * random.uniform(),
      5 + 40 * random.uniform(),
      5 + 40 * random.uniform(),
    ];
    const tilt = 360 * random.uniform();
    const from = 2 * Math.PI * random.uniform();
    const turn = (random.uniform() * 1.96 + 0.02) * Math.PI * (random.below(2) ? 1 : -1);
    const [cos, sin] = [Math.cos((tilt * Math.PI) / 180), Math.sin((tilt * Math.PI) / 180)];
    const on = (angle: number) => {
      const [x, y] = [rx * Math.cos(angle), ry * Math.sin(angle)];
      return [cx + cos * x - sin * y, cy + sin * x + cos * y] as const;
    };
    const [start, end, middle] = [on(from), on(from + turn), on(from + turn / 2)];
    // Flags run together with the numbers after them, as tight writers have it.
    const flags = `${Math.abs(turn) > Math.PI ? 1 : 0}${turn > 0 ? 1 : 0}`;
    const { curves, error } = readPathData(`M${start.join(' ')}A${rx} ${ry} ${tilt} ${flags}${end.join(' ')}`);
    expect(error).toBeNull();
    expect(curves.length).toBe(Math.ceil(Math.abs(turn) / (Math.PI / 2)));
    expect(curves.at(-1)!.slice(6)).toEqual([...end]);
    let nearest = Number.POSITIVE_INFINITY;
    for (const curve of curves)
      for (let t = 0; t <= 1; t += 0.02) {
        const [px, py] = pointAt(curve, t);
        const [dx, dy] = [px - cx, py - cy];
        const radius = Math.hypot((cos * dx + sin * dy) / rx, (cos * dy - sin * dx) / ry);
        expect(Math.abs(radius - 1)).toBeLessThan(3e-4);
        nearest = Math.min(nearest, Math.hypot(px - middle[0], py - middle[1]));
      }
    expect(nearest).toBeLessThan(2);
  }
});

test('an arc whose radii do not reach grows until it does: half a circle between its ends', () => {
  const { curves } = readPathData('M0 0A1 1 0 0 1 20 0');
  expect(curves).toHaveLength(2);
  expect(curves[0]![6]).toBeCloseTo(10, 9);
  expect(curves[0]![7]).toBeCloseTo(-10, 9);
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
