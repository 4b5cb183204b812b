/** What a schema has against a value, in words that a sentence can bear: on one line, however much was received. */

import type { BaseIssue } from 'valibot';
import { getDotPath } from 'valibot';

/** Characters of what is quoted. */
const LONGEST = 160;

/** Half a sentence. */
export function complaint(issue: BaseIssue<unknown>): string {
  return onOneLine(issue.message.replace(/received undefined$/, 'received nothing'));
}

/** Where in the value it is, such as 'strokes.0.width'; null where it is the value itself. */
export function placeOf(issue: BaseIssue<unknown>): string | null {
  const path = getDotPath(issue);
  return path === null ? null : onOneLine(path);
}

function onOneLine(text: string): string {
  const line = text.slice(0, 4 * LONGEST).replace(/[\s\p{Cc}]+/gu, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
