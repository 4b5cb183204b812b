/**
 * Connected parts of a mask: which are kept, and which holes are closed.
 *
 * Subjects touch by their sides (4-neighbours), holes too, so that a thin diagonal line neither joins nor leaks.
 */

export interface Components {
  /** The part of each pixel, from 1; 0 where the mask is 0 [height · width]. */
  label: Int32Array;
  /** Pixels of each part; index 0 counts none. */
  size: number[];
}

/** The 4-connected parts of the pixels whose mask is not zero, numbered in reading order. */
export function connectedComponents(mask: ArrayLike<number>, width: number, height: number): Components {
  const pixels = width * height;
  const label = new Int32Array(pixels);
  const size = [0];
  const stack = new Int32Array(pixels);
  for (let start = 0; start < pixels; start++) {
    if (!mask[start] || label[start]) continue;
    const name = size.length;
    let count = 0;
    let depth = 0;
    stack[depth++] = start;
    label[start] = name;
    while (depth) {
      const i = stack[--depth]!;
      count++;
      const x = i % width;
      for (let side = 0; side < 4; side++) {
        if (side === 0 ? x === 0 : side === 1 && x === width - 1) continue;
        const j = i + (side < 2 ? 2 * side - 1 : width * (2 * side - 5));
        if (j < 0 || j >= pixels || !mask[j] || label[j]) continue;
        label[j] = name;
        stack[depth++] = j;
      }
    }
    size.push(count);
  }
  return { label, size };
}

/**
 * Keeps the largest part and all that have at least `share` of its size.
 *
 * @returns 1 where kept [height · width]
 */
export function keepLargest(mask: ArrayLike<number>, width: number, height: number, share: number): Uint8Array {
  const { label, size } = connectedComponents(mask, width, height);
  const least = share * Math.max(...size);
  const kept = new Uint8Array(label.length);
  for (let i = 0; i < kept.length; i++) kept[i] = label[i]! > 0 && size[label[i]!]! >= least ? 1 : 0;
  return kept;
}

/**
 * Closes the holes, parts of the ground that do not reach the border, of at most `share` of the mask's size.
 *
 * @returns 1 where the mask or such a hole is [height · width]
 */
export function fillHoles(mask: ArrayLike<number>, width: number, height: number, share: number): Uint8Array {
  const pixels = width * height;
  const ground = new Uint8Array(pixels);
  let covered = 0;
  for (let i = 0; i < pixels; i++) {
    if (mask[i]) covered++;
    else ground[i] = 1;
  }
  const { label, size } = connectedComponents(ground, width, height);
  const open = new Uint8Array(size.length);
  for (let x = 0; x < width; x++) open[label[x]!] = open[label[pixels - 1 - x]!] = 1;
  for (let y = 0; y < height; y++) open[label[y * width]!] = open[label[(y + 1) * width - 1]!] = 1;
  const filled = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const name = label[i]!;
    filled[i] = name === 0 || (!open[name] && size[name]! <= share * covered) ? 1 : 0;
  }
  return filled;
}
