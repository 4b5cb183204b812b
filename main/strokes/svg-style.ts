/**
 * How an SVG element is to look: attributes, style sheets and style="" brought together, and inherited.
 *
 * Of CSS only what drawing programs write is understood: selectors of one element (`path`, `.st0`, `#line1`,
 * `path.st0`, lists of those), no nesting, no media. What is passed over is told to `warn`.
 * Source: SVG 2 (W3C), chapter 6; CSS Cascading 4, section 6 (order and specificity).
 */

import type { XmlElement } from './xml.ts';

/** The properties that we look at. What is not inherited starts afresh at each element. */
const PROPERTIES = {
  stroke: { usual: 'none', inherited: true },
  'stroke-width': { usual: '1', inherited: true },
  'stroke-opacity': { usual: '1', inherited: true },
  'stroke-linecap': { usual: 'butt', inherited: true },
  'stroke-dasharray': { usual: 'none', inherited: true },
  fill: { usual: 'black', inherited: true },
  color: { usual: 'black', inherited: true },
  visibility: { usual: 'visible', inherited: true },
  marker: { usual: 'none', inherited: true },
  'marker-start': { usual: 'none', inherited: true },
  'marker-mid': { usual: 'none', inherited: true },
  'marker-end': { usual: 'none', inherited: true },
  opacity: { usual: '1', inherited: false },
  display: { usual: 'inline', inherited: false },
  'clip-path': { usual: 'none', inherited: false },
  mask: { usual: 'none', inherited: false },
  filter: { usual: 'none', inherited: false },
  'vector-effect': { usual: 'none', inherited: false },
  transform: { usual: 'none', inherited: false },
};

export type Property = keyof typeof PROPERTIES;
export type Style = Record<Property, string>;

/** What holds above the root. */
export const INITIAL_STYLE = Object.fromEntries(
  Object.entries(PROPERTIES).map(([name, { usual }]) => [name, usual]),
) as Style;

/** A style sheet's rule for one selector. */
export interface StyleRule {
  tag: string | null;
  id: string | null;
  classes: string[];
  /** How special it is: the more special rule wins, and of two alike the later. */
  weight: number;
  declarations: Map<Property, string>;
}

const MOST_RULES = 2000;

/**
 * Adds a style sheet's rules that we understand to those of the sheets before it, in its order. Sort all by weight: the
 * last wins. Every element is held against every rule, so that a file has at most MOST_RULES in all its sheets.
 */
export function readStyleSheet(css: string, rules: StyleRule[], warn: (what: string) => void): void {
  const clean = withoutComments(css);
  const sign = /[{;]/g;
  for (let at = 0; at < clean.length; ) {
    sign.lastIndex = at;
    const first = sign.exec(clean)?.index ?? clean.length;
    const begun = clean.slice(at, first).trim();
    if (begun.startsWith('@') && clean[first] === ';') {
      if (begun.startsWith('@import')) warn('a style sheet in another file');
      at = first + 1;
      continue;
    }
    const open = clean.indexOf('{', first);
    if (open < 0) break;
    const head = clean.slice(at, open).trim();
    const close = endOfBlock(clean, open);
    const body = clean.slice(open + 1, close);
    at = close + 1;
    if (head.startsWith('@')) {
      // Motion is not looked at, and a drawing is read as it stands without it.
      if (!/^@(keyframes|font-face|media\s*\(prefers-reduced-motion)/.test(head))
        warn(`the style rule ${head.slice(0, 40)}`);
      continue;
    }
    const declarations = readDeclarations(body);
    if (!declarations.size) continue;
    for (const selector of head.split(',')) {
      const rule = readSelector(selector.trim(), declarations);
      if (rule && rules.length < MOST_RULES) rules.push(rule);
      else warn(`the style of '${selector.trim().slice(0, 40)}'`);
    }
  }
}

function withoutComments(css: string): string {
  let clean = '';
  for (let at = 0; ; ) {
    const open = css.indexOf('/*', at);
    if (open < 0) return clean + css.slice(at);
    clean += css.slice(at, open);
    const close = css.indexOf('*/', open + 2);
    if (close < 0) return clean;
    at = close + 2;
  }
}

/** Where the block that opens at `open` closes; the end of the text if it never does. */
function endOfBlock(css: string, open: number): number {
  const brace = /[{}]/g;
  brace.lastIndex = open;
  let depth = 0;
  for (let found = brace.exec(css); found; found = brace.exec(css)) {
    depth += found[0] === '{' ? 1 : -1;
    if (depth === 0) return found.index;
  }
  return css.length;
}

function readSelector(selector: string, declarations: Map<Property, string>): StyleRule | null {
  const found = /^(\*|[\w-]{1,100})?((?:[.#][\w-]{1,200}){0,20})$/.exec(selector);
  if (!found || !selector) return null;
  const marks = found[2]!.match(/[.#][\w-]+/g) ?? [];
  const classes = marks.filter((mark) => mark.startsWith('.')).map((mark) => mark.slice(1));
  const ids = marks.filter((mark) => mark.startsWith('#')).map((mark) => mark.slice(1));
  if (ids.length > 1) return null;
  const tag = found[1] && found[1] !== '*' ? found[1] : null;
  return {
    tag,
    id: ids[0] ?? null,
    classes,
    weight: 10_000 * ids.length + 100 * classes.length + (tag ? 1 : 0),
    declarations,
  };
}

/** The declarations of `stroke: red; stroke-width: 2` that we look at. */
function readDeclarations(text: string): Map<Property, string> {
  const declarations = new Map<Property, string>();
  for (const part of text.split(';')) {
    const colon = part.indexOf(':');
    if (colon < 0) continue;
    const name = part.slice(0, colon).trim().toLowerCase();
    const value = part
      .slice(colon + 1)
      .replace('!important', '')
      .trim();
    if (Object.hasOwn(PROPERTIES, name) && value) declarations.set(name as Property, value);
  }
  return declarations;
}

/** The element's style under its parent's: attributes, then rules, then style="". */
export function styleOf(element: XmlElement, tag: string, rules: StyleRule[], parent: Style): Style {
  const { attributes } = element;
  const own = new Map<Property, string>();
  for (const [name, value] of attributes)
    if (Object.hasOwn(PROPERTIES, name) && value.trim()) own.set(name as Property, value.trim());
  if (rules.length) {
    const id = attributes.get('id') ?? null;
    const classes = new Set(attributes.get('class')?.split(/\s+/));
    for (const rule of rules) {
      if (rule.tag !== null && rule.tag !== tag) continue;
      if (rule.id !== null && rule.id !== id) continue;
      if (!rule.classes.every((name) => classes.has(name))) continue;
      for (const [name, value] of rule.declarations) own.set(name, value);
    }
  }
  const inline = attributes.get('style');
  if (inline) for (const [name, value] of readDeclarations(inline)) own.set(name, value);

  const style = { ...parent };
  for (const name of Object.keys(PROPERTIES) as Property[]) {
    const { usual, inherited } = PROPERTIES[name];
    const value = own.get(name);
    if (value === undefined || value === 'unset') {
      if (!inherited) style[name] = usual;
    } else if (value === 'initial') style[name] = usual;
    else if (value !== 'inherit') style[name] = value;
  }
  return style;
}

/** User units in each unit of length (CSS Values 4, section 6, at 96 px an inch; a font of 16 px is assumed). */
const UNITS: Record<string, number> = {
  '': 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 9.6 / 2.54,
  q: 2.4 / 2.54,
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
};

/** Characters of a number with its unit; longer ones come from nobody's hand, and would take their square to be read. */
const LONGEST_LENGTH = 100;

/** A length in user units; a percentage is of `whole`. Null when it is no length, or has a unit we do not know. */
export function readLength(text: string | undefined, whole: number): number | null {
  const word = text?.trim() ?? '';
  if (word.length > LONGEST_LENGTH) return null;
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]{0,4}|%)$/i.exec(word);
  if (!found) return null;
  const unit = found[2]!.toLowerCase();
  const factor = unit === '%' ? whole / 100 : Object.hasOwn(UNITS, unit) ? UNITS[unit]! : Number.NaN;
  const value = Number(found[1]) * factor;
  return Number.isFinite(value) ? value : null;
}
