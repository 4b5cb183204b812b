/**
 * Reading a command line by a table, and writing its help from the same table.
 *
 * An option is a row: its name, what its value is called, how that is read, and what it does. What the table does not
 * know is answered with one sentence that names the nearest word it does know (Damerau's edit distance, 1964).
 */

/** The command was not understood: one sentence for the person, and exit code 2. */
export class UsageError extends Error {}

/** A word of the command line as a sentence can bear it: words may be anything, and of any length. */
export function quoted(word: string): string {
  const line = word.replace(/\p{Cc}/gu, ' ');
  return `'${line.length > 80 ? `${line.slice(0, 80)}…` : line}'`;
}

export interface OptionRow {
  /** What the value is called in the help; a row without one is a switch. */
  value?: string;
  /** Turns the text into the value; throws half a sentence ("a whole number from 1 to 64") when it cannot. */
  read?: (text: string) => unknown;
  /** One letter that stands for the option. */
  short?: string;
  help: string;
}

export type OptionTable = Record<string, OptionRow>;

/** What the table's options hold once read: switches are true when given. */
export type OptionValues<T extends OptionTable> = {
  [Name in keyof T]?: T[Name] extends { read: (text: string) => infer Value } ? Value : true;
};

/**
 * Reads the words after a command: `--name value`, `--name=value`, `-n value`, `-nvalue`; after `--` all is words. The
 * last of a repeated option counts.
 * @throws UsageError
 */
export function readOptions<T extends OptionTable>(
  argv: string[],
  table: T,
): { values: OptionValues<T>; words: string[] } {
  const values: Record<string, unknown> = {};
  const words: string[] = [];
  const queue = [...argv];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      words.push(...queue);
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const { name, attached } = takeApart(word, table);
    const row = table[name]!;
    if (!row.read) {
      if (attached !== null)
        throw new UsageError(`--${name} is a switch and takes no value, but got ${quoted(attached)}.`);
      values[name] = true;
      continue;
    }
    const text = attached ?? (isOption(queue[0], table) ? undefined : queue.shift());
    if (text === undefined) throw new UsageError(`--${name} needs a value: --${name} ${row.value}.`);
    try {
      values[name] = row.read(text);
    } catch (error) {
      throw new UsageError(`--${name} takes ${(error as Error).message}, not ${quoted(text)}.`);
    }
  }
  return { values: values as OptionValues<T>, words };
}

function takeApart(word: string, table: OptionTable): { name: string; attached: string | null } {
  if (!word.startsWith('--')) {
    const short = Object.keys(table).find((name) => table[name]!.short === word[1]);
    if (!short) throw new UsageError(unknown('option', word, optionNames(table)));
    return { name: short, attached: word.length > 2 ? word.slice(word[2] === '=' ? 3 : 2) : null };
  }
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  if (!Object.hasOwn(table, name)) throw new UsageError(unknown('option', `--${name}`, optionNames(table)));
  return { name, attached: equals < 0 ? null : word.slice(equals + 1) };
}

/** Whether a word is one of the table's options: then it is not the value of the option before it. */
function isOption(word: string | undefined, table: OptionTable): boolean {
  if (word === undefined || !word.startsWith('-') || word === '-') return false;
  return word.startsWith('--') || Object.values(table).some(({ short }) => short === word[1]);
}

function optionNames(table: OptionTable): string[] {
  return Object.keys(table).map((name) => `--${name}`);
}

/** "There is no option --stroke; did you mean --strokes?" */
export function unknown(what: string, word: string, known: string[]): string {
  const near = nearest(word, known);
  return `There is no ${what} ${quoted(word)}; ${near ? `did you mean ${near}?` : `there are ${known.join(', ')}.`}`;
}

/** The known word that was probably meant: one that starts so, else the fewest slips away; null if none is near. */
export function nearest(word: string, known: string[]): string | null {
  const bare = word.replace(/^-+/, '').toLowerCase();
  let best: string | null = null;
  let least = Math.max(1, Math.floor(bare.length / 3)) + 1;
  for (const candidate of known) {
    const name = candidate.replace(/^-+/, '');
    const slips = bare.length >= 3 && name.startsWith(bare) ? 0.5 : editDistance(bare, name);
    if (slips < least) [best, least] = [candidate, slips];
  }
  return best;
}

/** Insertions, deletions, changes and swaps of neighbours between two words (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, above] = [above, row];
  }
  return above[b.length]!;
}

/** Readers of values, for the tables' rows. */
export const whole = (least: number, most: number) => (text: string) => {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new Error(`a whole number from ${least} to ${most}`);
  return value;
};

export const decimal = (least: number, most: number) => (text: string) => {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new Error(`a number from ${least} to ${most}`);
  return value;
};

export const choice =
  <const Word extends string>(...words: Word[]) =>
  (text: string): Word => {
    if (!(words as string[]).includes(text)) throw new Error(`one of ${words.join(', ')}`);
    return text as Word;
  };

/** Whole numbers with commas between them, made rising and single. */
export const wholes = (least: number, most: number) => {
  const one = whole(least, most);
  return (text: string) => {
    try {
      return [...new Set(text.split(',').map((part) => one(part.trim())))].sort((a, b) => a - b);
    } catch {
      throw new Error(`whole numbers from ${least} to ${most} with commas between them`);
    }
  };
};

export const text = (value: string): string => {
  if (!value) throw new Error('a text that is not empty');
  return value;
};

/** The help of a table: one option a line, what it does beside it, folded to `columns`. */
export function helpOf(table: OptionTable, columns = 80): string {
  const left = Object.entries(table).map(
    ([name, { short, value }]) => `  ${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`,
  );
  const margin = Math.max(...left.map((cell) => cell.length)) + 2;
  return Object.values(table)
    .map(({ help }, row) => {
      const lines = fold(help, Math.max(20, columns - margin));
      return [left[row]!.padEnd(margin) + lines[0], ...lines.slice(1).map((line) => ' '.repeat(margin) + line)].join(
        '\n',
      );
    })
    .join('\n');
}

function fold(sentence: string, width: number): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1)!;
    if (last && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
