/** SVG files from anybody, through our own reader: a drawing or one clear sentence, with bounded work. */

import { expect, test } from 'vitest';
import { writeSvg } from '../../main/strokes/svg.ts';
import { writeAnimatedSvg } from '../../main/strokes/svg-animated.ts';
import { MOST_STROKES, readSvg } from '../../main/strokes/svg-read.ts';
import { mutatedText } from './mutate.ts';
import { flawOf, tryCases } from './trial.ts';

const drawing = {
  width: 50,
  height: 40,
  strokes: [{ points: [1, 2, 3, 4, 5, 6, 7, 8], width: 1, color: '#123456', opacity: 0.5 }],
};
const TEXTS = [
  writeSvg(drawing, { title: 'x', metadata: { seed: 4 }, background: '#ffffff' }),
  writeAnimatedSvg(drawing, { title: 'x', metadata: {}, seconds: 2 }),
  `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b"><!ENTITY x SYSTEM "file:///etc/passwd">]>
   <svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="3cm" height="50%" viewBox="0 0 9 9" preserveAspectRatio="xMinYMax slice">
   <svg:style><![CDATA[@import url(x.css); .a,#b,path.c{stroke:red;stroke-width:2pt} @media print{.a{fill:none}}]]></svg:style>
   <svg:g transform="rotate(3) matrix(1 0 0 1 2 3) skewX(4)" opacity=".5" class="a"><svg:path id="b" d="M1.5.5a3 4 5 0 1 9 9zq1 2 3 4t5 6S7 8 9 1H3V4c1 2 3 4 5 6Z"/>
   <svg:rect x="1" y="2" width="3" height="4" rx="1"/><svg:circle r="4"/><svg:ellipse rx="1%" ry="2em"/><svg:polyline points="1,2 3,4 5,6"/>
   <svg:polygon points="1 2 3 4"/><svg:line x2="9"/><svg:use href="#b"/><svg:image href="http://x/y.png"/><svg:script>alert(1)</svg:script></svg:g></svg:svg>`,
  '<svg viewBox="0 0 9 9"><defs><linearGradient id="g"/></defs><path stroke="url(#g) blue" style="marker:url(#m)" stroke-dasharray="1 2" d="M0 0L1e3-.5"/></svg>',
];
const WORDS = [
  ...['<', '>', '/>', '"', "'", '&', '&#0;', '&#x110000;', '&amp;', '</g>', '<g ', '<g>', ']]>', '<!--', '-->', '<?'],
  ...['<![CDATA[', '<!DOCTYPE svg [', '%', '\0', '\ufeff', 'e', '-', '.', '1e400', '1e-400', 'Infinity', '0'],
  ...['9'.repeat(400), 'M0 0', 'a1 1 0 0 1 1 1', 'z', '{', '}', ';', ':', '@media', '/*', '*/', 'url(', 'matrix(', ','],
  ...['stroke="black"', 'style="', 'class="a"', 'transform="scale(0)"', 'viewBox="0 0 0 0"', 'width="-1"', '<path d="'],
  ...['\u2028', '\ud800', '__proto__', 'constructor', 'rotate(1e309)', '<svg>', '<style>', '</style>', 'rgb(', '#ff'],
];

test('mutated SVG gives a drawing of finite strokes or one clear sentence', async () => {
  const { read, refused } = await tryCases({
    kind: 'svg',
    cases: 6000,
    make: (random) => mutatedText(random, TEXTS, WORDS),
    run: (text) => {
      const { drawing, warnings, background } = readSvg(text);
      const { width, height, strokes } = drawing;
      if (
        ![width, height, ...strokes.flatMap(({ points, width, opacity }) => [...points, width, opacity])].every(
          Number.isFinite,
        )
      )
        throw new TypeError('a number that is none');
      if (strokes.length > MOST_STROKES) throw new TypeError('too many strokes');
      for (const color of [background, ...strokes.map(({ color }) => color)])
        if (color !== null && !/^#[0-9a-f]{6}$/.test(color)) throw new TypeError(`the colour ${color}`);
      for (const warning of warnings) {
        const flaw = flawOf(new Error(warning));
        if (flaw) throw new TypeError(`the warning '${warning}': ${flaw}`);
      }
    },
    show: (text) => text,
  });
  expect(read).toBeGreaterThan(refused / 20);
  expect(refused).toBeGreaterThan(100);
});

const round = 'stroke="black" stroke-linecap="round" fill="none"';
const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join('');

/** What costs little to write and would cost much to read. */
const BOMBS: Record<string, () => string> = {
  'rules in many sheets': () =>
    `<svg>${many(40, () => `<style>${'a{fill:b}'.repeat(2000)}</style>`)}${'<g/>'.repeat(20_000)}</svg>`,
  'warnings without end': () => `<svg>${many(50_000, (i) => `<a${i}/>`)}</svg>`,
  'entities without end': () => `<svg><title>${many(100_000, (i) => `&a${i};`)}</title></svg>`,
  'a name of a million letters': () => `<svg><${'a'.repeat(1e6)} `,
  'transforms without end': () => `<svg><path ${round} transform="${'rotate(1)'.repeat(1e5)}" d="M0 0H9"/></svg>`,
  'curves without end': () => `<svg><path ${round} d="M0 0${'a1 1 0 0 1 1 1'.repeat(1e5)}"/></svg>`,
  'classes without end': () =>
    `<svg><style>${many(2000, (i) => `.c${i}{stroke:red}`)}</style>${`<g class="${'c1 '.repeat(1000)}"/>`.repeat(100)}</svg>`,
  'quotes that never meet': () => `<!DOCTYPE svg [${`"'`.repeat(1e5)}`,
  'ends that never come': () => `<svg>${'<![CDATA['.repeat(1e5)}`,
  'numbers without end': () => `<svg viewBox="${'1 '.repeat(1e5)}" width="${'1'.repeat(1e5)}px"/>`,
  'spaces without end': () => `<svg><path ${round} d="M0 0${' '.repeat(1e6)}H9"/>${' '.repeat(1e6)}</svg>`,
};

test.each(Object.keys(BOMBS))('%s: read with bounded work, or refused in one sentence', async (name) => {
  await tryCases({
    kind: 'svg-bomb',
    cases: 1,
    make: BOMBS[name]!,
    run: (text) => expect(readSvg(text).warnings.length).toBeLessThan(60),
    show: (text) => text,
  });
});

test('what is active or lies elsewhere is named and left out, and nothing of it is in the drawing', () => {
  const { drawing, warnings, title } = readSvg(
    `<?xml-stylesheet href="http://x/y.css"?><svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9" onload="alert(1)">
     <title>&lt;script&gt;alert(1)&lt;/script&gt;</title><script href="http://x/y.js">alert(1)</script>
     <image xlink:href="file:///etc/passwd"/><foreignObject><iframe src="http://x"/></foreignObject><style>@import "http://x/y.css";</style>
     <use href="http://x/y.svg#a"/><path ${round} d="M0 0H9" onclick="alert(1)" fill="url(http://x/y)"/></svg>`,
  );
  expect(drawing.strokes).toHaveLength(1);
  expect(Object.keys(drawing.strokes[0]!).sort()).toEqual(['color', 'opacity', 'points', 'width']);
  expect(title).toBe('<script>alert(1)</script>');
  for (const word of ['script', 'picture', 'foreign object', 'copy', 'another file'])
    expect(warnings.join(' ')).toContain(word);
});
