/**
 * XML as a tree, read by hand: a stroke's file may come from anybody, and a full parser is more than we want to trust.
 *
 * Nothing is fetched and no entity is expanded but XML's own five and numeric ones, so a document can neither reach out
 * nor blow up; size, depth and count are limited. It is strict about what tells a whole file from a damaged one (tags
 * that close each other, quotes that end) and lax about the rest. Source: XML 1.0 (W3C), sections 2 to 4.
 */

export interface XmlElement {
  /** With its prefix, as written. */
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  /** All text directly inside, joined. */
  text: string;
}

export interface XmlDocument {
  root: XmlElement;
  /** Entities that were named but not expanded, such as `&ns_svg;`, each once. */
  entities: string[];
}

/** What a document may be at most. */
const XML_LIMITS = { characters: 64_000_000, depth: 256, elements: 200_000, attributes: 512 };

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NAME = /[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*/y;
const SPACE = /\s*/y;

/**
 * The document's tree.
 * @throws Error with one sentence, and the line, for what is no XML, is cut off, or is larger than the limits.
 */
export function readXml(source: string): XmlDocument {
  if (source.length > XML_LIMITS.characters)
    throw new Error(
      `The file is too large: ${source.length} characters, and at most ${XML_LIMITS.characters} are read.`,
    );
  return new Reader(source.replace(/^\ufeff/, '')).document();
}

/** The element and all that are in it, in the order of the file. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  const waiting = [element];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    for (let i = next.children.length - 1; i >= 0; i--) waiting.push(next.children[i]!);
  }
}

/** `svg:path` → `svg` and `path`; the prefix is '' where there is none. */
export function splitName(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

class Reader {
  private at = 0;
  private readonly entities = new Set<string>();
  private elements = 0;

  constructor(private readonly source: string) {}

  document(): XmlDocument {
    const { source } = this;
    // The document itself stands in for the root's parent.
    const open: XmlElement[] = [{ name: '', attributes: new Map(), children: [], text: '' }];
    while (this.at < source.length) {
      const here = open.at(-1)!;
      const next = source.indexOf('<', this.at);
      const text = source.slice(this.at, next < 0 ? source.length : next);
      if (open.length > 1) here.text += this.decode(text);
      else if (text.trim()) throw this.error('there is text outside of all elements');
      if (next < 0) break;
      this.at = next;
      if (this.skipTo('<!--', '-->') !== null || this.skipTo('<?', '?>') !== null) continue;
      const data = this.skipTo('<![CDATA[', ']]>');
      if (data !== null) here.text += data;
      else if (source.startsWith('<!DOCTYPE', this.at)) this.skipDoctype();
      else if (source.startsWith('</', this.at)) this.close(open);
      else this.open(open);
    }
    if (open.length > 1) throw new Error(`The file is cut off: it ends inside <${short(open.at(-1)!.name)}>.`);
    const root = open[0]!.children[0];
    if (!root) throw new Error('The file is no XML: there is no element in it.');
    return { root, entities: [...this.entities] };
  }

  private open(open: XmlElement[]): void {
    this.at++;
    const name = this.match(NAME);
    if (!name) throw this.error("a '<' is not followed by a name");
    if (open.length === 1 && open[0]!.children.length) throw this.error(`<${short(name)}> follows after the end`);
    if (++this.elements > XML_LIMITS.elements) throw this.error(`there are more than ${XML_LIMITS.elements} elements`);
    if (open.length > XML_LIMITS.depth)
      throw this.error(`elements lie in each other more than ${XML_LIMITS.depth} deep`);
    const element: XmlElement = { name, attributes: this.attributes(name), children: [], text: '' };
    open.at(-1)!.children.push(element);
    if (this.source.startsWith('/>', this.at)) this.at += 2;
    else {
      this.at++;
      open.push(element);
    }
  }

  /** The attributes up to the tag's end, which stays to be read. */
  private attributes(element: string): Map<string, string> {
    const { source } = this;
    const attributes = new Map<string, string>();
    for (;;) {
      this.match(SPACE);
      if (this.at >= source.length) throw new Error(`The file is cut off: it ends inside the tag <${short(element)}.`);
      if (source[this.at] === '>' || source.startsWith('/>', this.at)) return attributes;
      const name = this.match(NAME);
      if (!name) throw this.error(`<${short(element)}> has something in it that is no attribute`);
      this.match(SPACE);
      const equals = source[this.at] === '=';
      if (equals) this.at++;
      this.match(SPACE);
      const quote = source[this.at];
      if (this.at >= source.length) throw new Error(`The file is cut off: it ends inside the tag <${short(element)}.`);
      if (!equals || (quote !== '"' && quote !== "'"))
        throw this.error(`${short(name)} in <${short(element)}> has no value in quotes`);
      const end = source.indexOf(quote, this.at + 1);
      if (end < 0) throw new Error(`The file is cut off: it ends inside ${short(name)} of <${short(element)}>.`);
      // The first of two with one name counts, as nobody can say which was meant.
      if (!attributes.has(name)) attributes.set(name, this.decode(source.slice(this.at + 1, end)));
      if (attributes.size > XML_LIMITS.attributes)
        throw this.error(`<${short(element)}> has more than ${XML_LIMITS.attributes} attributes`);
      this.at = end + 1;
    }
  }

  private close(open: XmlElement[]): void {
    this.at += 2;
    const name = this.match(NAME) ?? '';
    this.match(SPACE);
    const expected = open.at(-1)!.name;
    if (this.at >= this.source.length) throw new Error('The file is cut off: it ends inside a closing tag.');
    if (open.length === 1 || name !== expected || this.source[this.at] !== '>')
      throw this.error(`</${short(name)}> closes ${open.length === 1 ? 'nothing' : `<${short(expected)}>`}`);
    this.at++;
    open.pop();
  }

  /** Passes a section that starts and ends so, and returns what is in it; null if none starts here. */
  private skipTo(start: string, end: string): string | null {
    if (!this.source.startsWith(start, this.at)) return null;
    const from = this.at + start.length;
    const to = this.source.indexOf(end, from);
    if (to < 0) throw new Error(`The file is cut off: a section that starts with ${start} has no end.`);
    this.at = to + end.length;
    return this.source.slice(from, to);
  }

  /** The type declaration and all it declares are passed over: entities are never expanded. */
  private skipDoctype(): void {
    const { source } = this;
    const token = /<!--|"[^"]*"|'[^']*'|[[\]>]/g;
    token.lastIndex = this.at;
    let depth = 0;
    for (let found = token.exec(source); found; found = token.exec(source)) {
      if (found[0] === '[') depth++;
      else if (found[0] === ']') depth--;
      else if (found[0] === '<!--') {
        const end = source.indexOf('-->', token.lastIndex);
        if (end < 0) break;
        token.lastIndex = end + 3;
      } else if (found[0] === '>' && depth <= 0) {
        this.at = token.lastIndex;
        return;
      }
    }
    throw new Error('The file is cut off: its DOCTYPE has no end.');
  }

  private decode(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(/&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|([\w.\-:]{1,64}));/gi, (whole, hex, decimal, name) => {
      if (name !== undefined) {
        if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name]!;
        this.entities.add(name);
        return whole;
      }
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return valid ? String.fromCodePoint(code) : '\ufffd';
    });
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (!found) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private error(what: string): Error {
    let line = 1;
    for (let i = this.source.indexOf('\n'); i >= 0 && i < this.at; i = this.source.indexOf('\n', i + 1)) line++;
    return new Error(`The file is no XML, or a damaged one: ${what} (line ${line}).`);
  }
}

/** A name as a sentence can bear it: files from anybody have names of a million letters. */
function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
