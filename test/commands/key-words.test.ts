/** Keys by the names that they have on macOS and elsewhere. */

import { expect, test } from 'vitest';
import { keyWords } from '../../renderer/commands/key-words.ts';

test('the command key is called as it is on macOS, in keys and in sentences, and Ctrl elsewhere', () => {
  const said = 'Undo: Show 4 strokes (Ctrl Z). Hold for the history.';
  expect(keyWords('Ctrl Shift Z', true)).toBe('⌘ ⇧ Z');
  expect(keyWords(said, true)).toBe('Undo: Show 4 strokes (⌘ Z). Hold for the history.');
  expect(keyWords('Alter the shift', true)).toBe('Alter the shift');
  expect(keyWords(said, false)).toBe(said);
});
