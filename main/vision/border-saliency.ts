/**
 * What stands out from the border: the prior of where the subject is.
 *
 * Two maps are added. The minimum barrier distance asks how large a step of colour every way from the border must take
 * (Zhang and others, Minimum Barrier Salient Object Detection at 80 FPS, ICCV 2015): shading and texture that reach the
 * border cost little. The colour map asks how unlike the four borders' colours each pixel is (the same paper, 4.1); the
 * side that is most unlike is left out, since the subject may lie across it. Both are weighed towards the centre.
 */

/** Raster scans of the barrier distance: forth, back, forth; more changes little. */
const SCANS = 3;
/** Width of the border strips that stand for the ground, as a share of the longer side. */
const STRIP = 0.08;

/**
 * @param lab [height · width · 3]
 * @returns 0..1, 1 where the picture stands out most [height · width]
 */
export function borderSaliency(lab: Float32Array, width: number, height: number): Float32Array {
  const barrier = normalised(barrierDistance(lab, width, height));
  const unlike = normalised(unlikeBorder(lab, width, height));
  const saliency = new Float32Array(width * height);
  for (let i = 0; i < saliency.length; i++) {
    const x = ((i % width) + 0.5) / width - 0.5;
    const y = (Math.floor(i / width) + 0.5) / height - 0.5;
    const centre = Math.exp(-(x * x + y * y) / (2 * 0.33 * 0.33));
    saliency[i] = (barrier[i]! + unlike[i]!) * centre;
  }
  return normalised(saliency);
}

/** Sum over the channels of the least (maximum − minimum) on a way from the border, approximately [height · width]. */
export function barrierDistance(lab: Float32Array, width: number, height: number): Float32Array {
  const pixels = width * height;
  const total = new Float32Array(pixels);
  for (let c = 0; c < 3; c++) {
    const value = Float32Array.from({ length: pixels }, (_, i) => lab[3 * i + c]!);
    const high = Float32Array.from(value);
    const low = Float32Array.from(value);
    const distance = new Float32Array(pixels).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < pixels; i++) {
      const x = i % width;
      if (x === 0 || x === width - 1 || i < width || i >= pixels - width) distance[i] = 0;
    }
    const relax = (i: number, from: number) => {
      const above = Math.max(high[from]!, value[i]!);
      const below = Math.min(low[from]!, value[i]!);
      if (above - below >= distance[i]!) return;
      distance[i] = above - below;
      high[i] = above;
      low[i] = below;
    };
    for (let scan = 0; scan < SCANS; scan++) {
      const forth = scan % 2 === 0;
      for (let k = 0; k < pixels; k++) {
        const i = forth ? k : pixels - 1 - k;
        const x = i % width;
        if (x === 0 || x === width - 1 || i < width || i >= pixels - width) continue;
        relax(i, forth ? i - 1 : i + 1);
        relax(i, forth ? i - width : i + width);
      }
    }
    for (let i = 0; i < pixels; i++) total[i] = total[i]! + distance[i]!;
  }
  return total;
}

/** The colour's Mahalanobis distance from each border strip, over its largest; summed, less the largest of the four. */
export function unlikeBorder(lab: Float32Array, width: number, height: number): Float32Array {
  const pixels = width * height;
  const strip = Math.max(1, Math.round(STRIP * Math.max(width, height)));
  const strips: ((x: number, y: number) => boolean)[] = [
    (x) => x < strip,
    (x) => x >= width - strip,
    (_, y) => y < strip,
    (_, y) => y >= height - strip,
  ];
  const total = new Float32Array(pixels);
  const largest = new Float32Array(pixels);
  for (const inside of strips) {
    const distance = normalised(mahalanobis(lab, width, inside));
    for (let i = 0; i < pixels; i++) {
      total[i] = total[i]! + distance[i]!;
      if (distance[i]! > largest[i]!) largest[i] = distance[i]!;
    }
  }
  return total.map((sum, i) => sum - largest[i]!);
}

function mahalanobis(lab: Float32Array, width: number, inside: (x: number, y: number) => boolean): Float32Array {
  const pixels = lab.length / 3;
  const mean = [0, 0, 0];
  const products = [0, 0, 0, 0, 0, 0];
  let count = 0;
  for (let i = 0; i < pixels; i++) {
    if (!inside(i % width, Math.floor(i / width))) continue;
    const [l, a, b] = [lab[3 * i]!, lab[3 * i + 1]!, lab[3 * i + 2]!];
    count++;
    mean[0]! += l;
    mean[1]! += a;
    mean[2]! += b;
    products[0]! += l * l;
    products[1]! += l * a;
    products[2]! += l * b;
    products[3]! += a * a;
    products[4]! += a * b;
    products[5]! += b * b;
  }
  const [ml, ma, mb] = mean.map((sum) => sum / count) as [number, number, number];
  // 25: the variance that noise and JPEG leave in a flat strip.
  const ll = products[0]! / count - ml * ml + 25;
  const la = products[1]! / count - ml * ma;
  const lb = products[2]! / count - ml * mb;
  const aa = products[3]! / count - ma * ma + 25;
  const ab = products[4]! / count - ma * mb;
  const bb = products[5]! / count - mb * mb + 25;
  const [c0, c1, c2] = [aa * bb - ab * ab, lb * ab - la * bb, la * ab - lb * aa];
  const [c3, c4, c5] = [ll * bb - lb * lb, la * lb - ll * ab, ll * aa - la * la];
  const determinant = ll * c0 + la * c1 + lb * c2;
  return Float32Array.from({ length: pixels }, (_, i) => {
    const [l, a, b] = [lab[3 * i]! - ml, lab[3 * i + 1]! - ma, lab[3 * i + 2]! - mb];
    const square = l * (c0 * l + 2 * (c1 * a + c2 * b)) + a * (c3 * a + 2 * c4 * b) + b * c5 * b;
    return Math.sqrt(Math.max(0, square / determinant));
  });
}

/** Scaled to 0..1; all zero where nothing differs. */
function normalised(map: Float32Array): Float32Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of map) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const scale = high > low ? 1 / (high - low) : 0;
  return map.map((value) => (value - low) * scale);
}
