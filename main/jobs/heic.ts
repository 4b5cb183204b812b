/**
 * HEIC, the phones' format: told by its brands, decoded by libheif in WebAssembly, which is loaded only when needed.
 *
 * The decoder runs in a thread of its own, new for each picture: on some damaged files it throws where nobody can catch
 * it, on others it has no end, and what it says on the console is not ours to say.
 *
 * sharp leaves HEVC out for its patents. The decoder turns the picture as it is to be shown; its colours are taken as
 * sRGB, since no profile is handed over (phones write Display P3: a little less saturated than meant).
 */

import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export interface DecodedPicture {
  width: number;
  height: number;
  /** [height · width · 4] */
  rgba: Uint8Array;
}

/** HEIC is decoded whole, in WebAssembly's memory. */
const MOST_PIXELS = 2 ** 27;

/** Seconds that any camera's picture is decoded in, on a slow machine. */
const MOST_SECONDS = 60;

/** What the thread does: plain JavaScript, as it is not a file of the build. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const decode = async () => {
    const { all } = require(workerData.decoder);
    const [first] = await all({ buffer: workerData.bytes });
    if (first.width * first.height > workerData.most) return parentPort.postMessage(null);
    const { width, height, data } = await first.decode();
    parentPort.postMessage({ width, height, rgba: new Uint8Array(data.buffer) }, [data.buffer]);
  };
  decode();
`;

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
  const decoded = await inThread(relabelled(bytes)).catch((cause: unknown) => {
    throw new Error(`${name} is a HEIC picture that is damaged or cut short: copy it again from where it came.`, {
      cause,
    });
  });
  if (decoded) return decoded;
  throw new Error(`${name} is too large: ${MOST_PIXELS / 2 ** 20} megapixels are the most for HEIC; hand over a JPEG.`);
}

/** The picture; null where it has more than MOST_PIXELS. */
function inThread(bytes: Uint8Array): Promise<DecodedPicture | null> {
  const decoder = createRequire(import.meta.url).resolve('heic-decode');
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { decoder, bytes, most: MOST_PIXELS },
    stdout: true,
    stderr: true,
  });
  return new Promise<DecodedPicture | null>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the decoder has no end')), 1000 * MOST_SECONDS);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      clearTimeout(late);
      reject(new Error('the decoder ended without a picture'));
    });
  }).finally(() => worker.terminate());
}

/** The decoder knows few brands by name; under one of them it reads the others too. */
function relabelled(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(new TextEncoder().encode('heic'), 8);
  return copy;
}
