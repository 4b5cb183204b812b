/**
 * What fits what was typed, best first. Every word of it has to be found: as a word, as the beginning of one, within
 * one, in the group or the keys, or, letter by letter in this order, anywhere in the label.
 *
 * A number is a number: "stroke 9" is stroke 9, and none of those that only have a nine in them comes before it.
 */

export interface Searchable {
  label: string;
  group: string;
  keys: readonly string[];
  /** More words by which it may be found. */
  about?: string;
}

/** Worth of a word of the query by how it is found in an item. */
const WORTH = { whole: 12, first: 9, key: 8, begins: 6, within: 3, beside: 2, scattered: 1 };

/** The shortest word that may be found letter by letter: fewer letters lie scattered in anything. */
const SCATTERED = 3;

/** Items that fit, best first; of equals the earlier. All of them where nothing was typed. */
export function search<T extends Searchable>(items: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = items.flatMap((item) => {
    const label = item.label.toLowerCase();
    const parts = label.split(/[^\p{L}\p{N}%]+/u).filter(Boolean);
    const keys = item.keys.join(' ').toLowerCase().split(' ');
    const rest = `${item.group} ${item.about ?? ''}`.toLowerCase();
    let score = 0;
    for (const word of words) {
      const worth = found(word, label, parts, keys, rest);
      if (!worth) return [];
      score += worth;
    }
    // Of two that fit alike the shorter one was meant: more of it was typed.
    return [{ item, score: score - label.length / 1000 }];
  });
  if (!words.length) return scored.map(({ item }) => item);
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}

function found(word: string, label: string, parts: readonly string[], keys: readonly string[], rest: string): number {
  if (parts.includes(word)) return WORTH.whole;
  if (label.startsWith(word) && !isNumber(word)) return WORTH.first;
  if (keys.includes(word)) return WORTH.key;
  if (isNumber(word)) return 0;
  if (parts.some((part) => part.startsWith(word))) return WORTH.begins;
  if (label.includes(word)) return WORTH.within;
  if (rest.includes(word)) return WORTH.beside;
  return word.length >= SCATTERED && isScattered(word, label) ? WORTH.scattered : 0;
}

const isNumber = (word: string) => /^\d+$/.test(word);

/** Whether the letters lie in the label in this order, the first of them at the beginning of a word. */
function isScattered(word: string, label: string): boolean {
  for (let start = label.indexOf(word[0]!); start >= 0; start = label.indexOf(word[0]!, start + 1)) {
    if (/[\p{L}\p{N}]/u.test(label[start - 1] ?? '')) continue;
    let at = start;
    for (const letter of word.slice(1)) {
      at = label.indexOf(letter, at + 1);
      if (at < 0) break;
    }
    if (at >= 0) return true;
  }
  return false;
}
