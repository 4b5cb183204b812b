/**
 * Drawings, given as SVG texts, as pictures: a PNG of any size, or a run of them as a moving GIF or WebP.
 *
 * librsvg draws them, as for the command line. SVGs come as bytes, so they have no place to fetch other files from.
 */

import sharp from 'sharp';

/** The density at which librsvg draws one CSS pixel as one pixel. */
const DENSITY = 72;
/** More than any screen or paper asks for; the memory for it is four bytes a pixel. */
const MOST_PIXELS = 2 ** 28;
const PAPER = '#ffffff';
/** Seconds for which a run rests on its last frame before it begins again. */
const REST = 1.5;

/**
 * @param scale times the SVG's own size
 * @throws one sentence where it is no SVG or becomes too large
 */
export async function renderPng(
  svg: string,
  scale: number,
): Promise<{ png: Uint8Array; width: number; height: number }> {
  try {
    const drawn = sharp(Buffer.from(svg), { density: DENSITY * scale, limitInputPixels: MOST_PIXELS });
    const { data, info } = await drawn.png().toBuffer({ resolveWithObject: true });
    return { png: new Uint8Array(data), width: info.width, height: info.height };
  } catch (error) {
    throw new Error(refusal(error as Error), { cause: error });
  }
}

/**
 * @param frames SVG texts of one size
 * @param width of the moving picture, pixels
 * @param seconds from the first frame to the last
 * @throws one sentence where a frame is no SVG
 */
export async function renderRun(
  frames: string[],
  width: number,
  seconds: number,
  format: 'gif' | 'webp',
): Promise<Uint8Array> {
  try {
    const pages: Buffer[] = [];
    for (const svg of frames)
      pages.push(
        await sharp(Buffer.from(svg), { density: DENSITY, limitInputPixels: MOST_PIXELS })
          .resize({ width })
          .flatten({ background: PAPER })
          .png({ compressionLevel: 1 })
          .toBuffer(),
      );
    const each = Math.max(20, Math.round((1000 * seconds) / frames.length));
    const delay = frames.map((_, i) => (i === frames.length - 1 ? each + 1000 * REST : each));
    const joined = pages.length > 1 ? sharp(pages, { join: { animated: true } }) : sharp(pages[0]!);
    const moving = format === 'gif' ? joined.gif({ delay, loop: 0 }) : joined.webp({ delay, loop: 0, quality: 85 });
    return new Uint8Array(await moving.toBuffer());
  } catch (error) {
    throw new Error(refusal(error as Error), { cause: error });
  }
}

function refusal({ message }: Error): string {
  return /pixel limit|too large|dimensions/i.test(message)
    ? `The picture would be larger than ${MOST_PIXELS / 2 ** 20} megapixels; ask for a smaller one.`
    : 'The drawing is not an SVG that can be drawn: it needs a size above zero and valid XML.';
}
