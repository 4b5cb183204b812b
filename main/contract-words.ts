/** What went wrong, in words that can be shown: on one line, however much was received or thrown. */

import type { BaseIssue } from 'valibot';
import { getDotPath } from 'valibot';

/** Characters of what is quoted. */
const LONGEST = 160;
const LONGEST_SENTENCE = 1000;

/** Half a sentence. */
export function complaint(issue: BaseIssue<unknown>): string {
  return onOneLine(issue.message.replace(/received undefined$/, 'received nothing'));
}

/** Where in the value it is, such as 'strokes.0.width'; null where it is the value itself. */
export function placeOf(issue: BaseIssue<unknown>): string | null {
  const path = getDotPath(issue);
  return path === null ? null : onOneLine(path);
}

/** What went wrong as it travels to the page: on one line, whoever threw it. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message
    ? onOneLine(error.message, LONGEST_SENTENCE)
    : 'It failed without saying why.';
}

function onOneLine(text: string, longest = LONGEST): string {
  const line = text
    .slice(0, 4 * longest)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
