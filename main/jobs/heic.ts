/**
 * HEIC, the phones' format: told by its brands, decoded by libheif in WebAssembly, which is loaded only when needed.
 *
 * sharp leaves HEVC out for its patents. The decoder turns the picture as it is to be shown; its colours are taken as
 * sRGB, since no profile is handed over (phones write Display P3: a little less saturated than meant).
 */

export interface DecodedPicture {
  width: number;
  height: number;
  /** [height · width · 4] */
  rgba: Uint8Array;
}

/** HEIC is decoded whole, in WebAssembly's memory. */
const MOST_PIXELS = 2 ** 27;

/** HEIF brands whose pictures are HEVC (ISO/IEC 23008-12, annex B); mif1 and msf1 say only that the box layout is HEIF. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']);

/**
 * Whether a file's first bytes are a HEIF file of HEVC pictures (AVIF, its sibling, is not: sharp reads that).
 *
 * @param head at least the file's first box
 */
export function isHeic(head: Uint8Array): boolean {
  const text = (from: number) => String.fromCharCode(...head.subarray(from, from + 4));
  if (head.length < 12 || text(4) !== 'ftyp') return false;
  const boxBytes = new DataView(head.buffer, head.byteOffset, 4).getUint32(0);
  const brands = [text(8)];
  for (let at = 16; at + 4 <= Math.min(boxBytes, head.length); at += 4) brands.push(text(at));
  return !brands.includes('avif') && !brands.includes('avis') && brands.some((brand) => HEIC_BRANDS.has(brand));
}

/**
 * The first picture of a HEIC file.
 *
 * @param name what the sentences call it
 * @throws one sentence, where it is too large, damaged or cut short
 */
export async function decodeHeic(bytes: Uint8Array, name: string): Promise<DecodedPicture> {
  const { all } = (await import('heic-decode')).default;
  const log = console.log;
  // libheif's binding reports damage on standard output too, which belongs to our own output.
  console.log = () => {};
  try {
    const pictures = await all({ buffer: relabelled(bytes) });
    try {
      const first = pictures[0]!;
      if (first.width * first.height > MOST_PIXELS) throw new TooLarge(name);
      const { width, height, data } = await first.decode();
      return { width, height, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
    } finally {
      pictures.dispose();
    }
  } catch (cause) {
    if (cause instanceof TooLarge) throw cause;
    throw new Error(`${name} is a HEIC picture that is damaged or cut short: copy it again from where it came.`, {
      cause,
    });
  } finally {
    console.log = log;
  }
}

class TooLarge extends Error {
  constructor(name: string) {
    super(`${name} is too large: ${MOST_PIXELS / 2 ** 20} megapixels are the most for HEIC; hand over a JPEG.`);
  }
}

/** The decoder knows few brands by name; under one of them it reads the others too. */
function relabelled(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(new TextEncoder().encode('heic'), 8);
  return copy;
}
