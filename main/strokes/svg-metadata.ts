/**
 * The seed and settings that our own writer left in an SVG, found under our namespace by whatever prefix other
 * programs have given it since.
 */

import { NAMESPACE } from './svg.ts';
import { descendants, splitName, type XmlElement } from './xml.ts';

/** What was written as metadata, or null when there is none of ours; damaged JSON is told to `warn`. */
export function readMetadata(root: XmlElement, svgPrefix: string, warn: (what: string) => void): unknown {
  // Programs move declarations up to the root, so a prefix counts wherever it is declared.
  const prefixes = new Set<string>();
  let inside: XmlElement | null = null;
  for (const element of descendants(root)) {
    for (const [name, value] of element.attributes)
      if (value === NAMESPACE && /^xmlns(:|$)/.test(name)) prefixes.add(name.slice(6));
    const [prefix, name] = splitName(element.name);
    if (prefix === svgPrefix && name === 'metadata') inside = element;
    if (name !== 'drawing' || !prefixes.has(prefix) || !inside?.children.includes(element)) continue;
    try {
      return JSON.parse(element.text);
    } catch {
      warn('the seed and settings are damaged and not read');
      return null;
    }
  }
  return null;
}
