/**
 * The photo's colour at a place, read from its picture on the sheet: the mean of three by three of its pixels, as one
 * alone may be noise.
 */

const SIDE = 3;

/**
 * @param x 0..1 across the picture. @param y 0..1 down
 * @returns '#rrggbb'; null beside the picture, or while it is not there
 */
export function photoColor(picture: HTMLImageElement, x: number, y: number): string | null {
  const { naturalWidth: width, naturalHeight: height } = picture;
  if (!width || x < 0 || y < 0 || x >= 1 || y >= 1) return null;
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d')!;
  // Not beyond the border, where there is nothing to take the mean of.
  const left = Math.max(0, Math.min(width - SIDE, Math.floor(x * width) - 1));
  const top = Math.max(0, Math.min(height - SIDE, Math.floor(y * height) - 1));
  context.drawImage(picture, left, top, SIDE, SIDE, 0, 0, SIDE, SIDE);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const mean = (channel: number): number => {
    let sum = 0;
    for (let i = channel; i < data.length; i += 4) sum += data[i]!;
    return Math.round((sum / data.length) * 4);
  };
  return `#${[0, 1, 2].map((channel) => mean(channel).toString(16).padStart(2, '0')).join('')}`;
}
