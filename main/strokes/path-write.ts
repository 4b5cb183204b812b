/**
 * Path data in as few characters as the grammar allows: each curve relative or absolute, whichever is shorter, smooth
 * ones without their first handle, no blank where a sign or a point parts two numbers.
 *
 * All is reckoned in whole units of the last decimal, so that relative steps add up to just the rounded places.
 * Source: SVG 2 (W3C), 9.3.9 (the grammar of path data) and 9.3.6 (C, c, S, s).
 */

import { plainNumber } from './plain-number.ts';

/** The chain x0 y0 and six numbers a curve as tight path data. */
export function tightPathData(points: readonly number[], decimals: number): string {
  const unit = 10 ** decimals;
  const whole = points.map((value) => Math.round(value * unit));
  const write = (numbers: number[]): string => join(numbers.map((value) => tightNumber(value / unit, decimals)));
  let text = `M${write(whole.slice(0, 2))}`;
  let last = '';
  for (let i = 2; i < whole.length; i += 6) {
    const [x, y] = [whole[i - 2]!, whole[i - 1]!];
    const curve = whole.slice(i, i + 6);
    // The handle that S takes for granted: the one before the node, turned about it; none after M.
    const smooth = i > 2 && curve[0] === 2 * x - whole[i - 4]! && curve[1] === 2 * y - whole[i - 3]!;
    const numbers = smooth ? curve.slice(2) : curve;
    const away = numbers.map((value, k) => value - (k % 2 ? y : x));
    const ways = [
      { letter: smooth ? 's' : 'c', text: write(away) },
      { letter: smooth ? 'S' : 'C', text: write(numbers) },
    ].map((way) => ({
      ...way,
      text: way.letter === last ? join([text.slice(-1), way.text]).slice(1) : way.letter + way.text,
    }));
    const shortest = ways[1]!.text.length < ways[0]!.text.length ? ways[1]! : ways[0]!;
    text += shortest.text;
    last = shortest.letter;
  }
  return text;
}

/** 0.5 is .5, and −0.5 is -.5. */
function tightNumber(value: number, decimals: number): string {
  return plainNumber(value, decimals).replace(/^(-?)0\./, '$1.');
}

/** Numbers with a blank only where they would run into each other: not before a sign, nor between 1.5 and .5. */
function join(numbers: string[]): string {
  return numbers.reduce((text, number, i) => {
    const parted = i === 0 || number.startsWith('-') || (number.startsWith('.') && numbers[i - 1]!.includes('.'));
    return `${text}${parted ? '' : ' '}${number}`;
  }, '');
}
