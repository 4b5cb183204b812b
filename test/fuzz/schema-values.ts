/** Values that a schema accepts, made from the schema itself, so that every message of a contract is tried as it grows. */

import type * as v from 'valibot';
import type { Random } from '../../main/sketch/random.ts';
import { pick } from './mutate.ts';

/** The parts of valibot's schemas and actions that are looked at. */
interface Shape {
  type: string;
  requirement?: unknown;
  pipe?: Shape[];
  entries?: Record<string, Shape>;
  options?: unknown[];
  literal?: unknown;
  wrapped?: Shape;
  item?: Shape;
  key?: Shape;
  value?: Shape;
}

const TEXTS = ['', 'a', 'hen.jpg', '../../x', 'C:\\x', 'a\nb\0c', '…', '__proto__', 'x'.repeat(300)];
/** Texts of special forms. */
const FORMS = ['#1a2b3c', 'clip-rn101', '0'.repeat(64)];

/** @param bytes what stands for a file's bytes. @throws Error where the schema has a part that is not known here */
export function valueFor(schema: v.GenericSchema, random: Random, bytes: () => Uint8Array): unknown {
  const make = (shape: Shape): unknown => {
    const limits = (shape.pipe ?? []).slice(1);
    const limit = (type: string) => limits.find((action) => action.type === type)?.requirement;
    switch (shape.type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(shape.entries!)
            .filter(([, { type }]) => !/optional$/.test(type) || random.below(2))
            .map(([name, part]) => [name, make(part)]),
        );
      case 'array': {
        const least = Number(limit('min_length') ?? 0);
        return Array.from(
          { length: least + random.below(Math.min(6, Number(limit('max_length') ?? 6) - least + 1)) },
          () => make(shape.item!),
        );
      }
      case 'nullable':
        return random.below(3) ? make(shape.wrapped!) : null;
      case 'optional':
      case 'exact_optional':
        return make(shape.wrapped!);
      case 'variant':
      case 'union':
        return make(pick(random, shape.options as Shape[]));
      case 'picklist':
        return pick(random, shape.options!);
      case 'literal':
        return shape.literal;
      case 'boolean':
        return random.below(2) === 1;
      case 'number': {
        const [least, most] = [Number(limit('min_value') ?? -1e6), Number(limit('max_value') ?? 1e6)];
        const value = pick(random, [least, most, least + (most - least) * random.uniform()]);
        return limits.some(({ type }) => type === 'integer') ? Math.round(value) : value;
      }
      case 'string': {
        const form = limit('regex') as RegExp | undefined;
        if (form) return FORMS.find((text) => form.test(text)) ?? 'a';
        const [least, most] = [
          Number(limit('min_length') ?? 0),
          Number(limit('max_length') ?? Number.POSITIVE_INFINITY),
        ];
        return pick(random, TEXTS).slice(0, most).padEnd(least, 'a');
      }
      case 'custom':
        return bytes();
      case 'record':
        return { a: make(shape.value!) };
      default:
        throw new Error(`The schema's ${shape.type} is not known to the fuzzer: add how one is made.`);
    }
  };
  return make(schema as unknown as Shape);
}
