/**
 * Numbers as SVG, PDF and CSS all read them: decimal, without an exponent, no longer than they need to be.
 */

/** A number with at most `decimals` decimals, no exponent, no trailing zeros and no minus before a zero. */
export function plainNumber(value: number, decimals: number): string {
  if (!(Math.abs(value) < 1e9))
    throw new Error(`A drawing's numbers must be finite and below 1e9, but one is ${value}.`);
  const text = value.toFixed(decimals);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}
