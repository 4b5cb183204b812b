/**
 * Text that tells whether it is still what was written: its SHA-256 stands on the line before it.
 *
 * For what is kept to save time and can be made again. What a person makes is checked by what it means instead.
 */

import { digestOf } from './digest.ts';

export function seal(text: string): string {
  return `${digestOf(text)}\n${text}`;
}

/** @returns the text; null where it, or its seal, is damaged */
export function unseal(sealed: string): string | null {
  const end = sealed.indexOf('\n');
  const text = sealed.slice(end + 1);
  return end >= 0 && digestOf(text) === sealed.slice(0, end) ? text : null;
}
