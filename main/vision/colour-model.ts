/**
 * What a region's colours are: a mixture of Gaussians in Lab, each with a full covariance, as GrabCut has it.
 *
 * Rother, Kolmogorov, Blake, GrabCut, SIGGRAPH 2004, section 3. The mixture is fitted by splitting: one Gaussian of the
 * whole, then again and again the one that spreads most is cut across its longest axis (Orchard and Bouman, 1991). No
 * random start, so the same pixels give the same model.
 */

export interface ColourModel {
  components: number;
  /** Log of weight / √((2π)³ det), one a component. */
  bias: Float64Array;
  /** [components · 3] */
  mean: Float64Array;
  /** The inverse covariance's six numbers xx xy xz yy yz zz [components · 6]. */
  precision: Float64Array;
}

/** Added to every variance, in Lab units²: about what JPEG and sensor noise add; keeps flat regions invertible. */
const NOISE = 6;

interface Moments {
  weight: number;
  mean: [number, number, number];
  /** xx xy xz yy yz zz */
  covariance: number[];
  /** The largest eigenvalue and its axis. */
  spread: number;
  axis: [number, number, number];
}

/**
 * @param lab [pixels · 3]
 * @param weight how much each pixel belongs to the region, ≥ 0 [pixels]
 * @param components at most so many Gaussians; none where no pixel belongs to the region
 */
export function fitColourModel(lab: Float32Array, weight: Float32Array, components: number): ColourModel {
  const pixels = weight.length;
  const part = new Uint8Array(pixels);
  const parts = [momentsOf(lab, weight, part, 0)];
  if (parts[0]!.weight === 0) return modelOf([]);
  while (parts.length < components) {
    const widest = parts.reduce((best, { weight: w, spread }, k) => {
      const { weight: bestWeight, spread: bestSpread } = parts[best]!;
      return w * spread > bestWeight * bestSpread ? k : best;
    }, 0);
    const { mean, axis, spread } = parts[widest]!;
    if (spread < NOISE) break;
    const fresh = parts.length;
    for (let i = 0; i < pixels; i++) {
      if (part[i] !== widest) continue;
      let along = 0;
      for (let c = 0; c < 3; c++) along += (lab[3 * i + c]! - mean[c]!) * axis[c]!;
      if (along > 0) part[i] = fresh;
    }
    const [low, high] = [momentsOf(lab, weight, part, widest), momentsOf(lab, weight, part, fresh)];
    if (!(low.weight > 0 && high.weight > 0)) break;
    parts[widest] = low;
    parts.push(high);
  }
  return modelOf(parts);
}

/** −log of the density of every pixel's colour under the model [pixels]; infinite under a model of nothing. */
export function colourCost(model: ColourModel, lab: Float32Array): Float32Array {
  const cost = new Float32Array(lab.length / 3);
  const { components, bias, mean, precision } = model;
  for (let i = 0; i < cost.length; i++) {
    let largest = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let k = 0; k < components; k++) {
      const x = lab[3 * i]! - mean[3 * k]!;
      const y = lab[3 * i + 1]! - mean[3 * k + 1]!;
      const z = lab[3 * i + 2]! - mean[3 * k + 2]!;
      const at = 6 * k;
      const square =
        x * (precision[at]! * x + 2 * (precision[at + 1]! * y + precision[at + 2]! * z)) +
        y * (precision[at + 3]! * y + 2 * precision[at + 4]! * z) +
        z * precision[at + 5]! * z;
      const log = bias[k]! - square / 2;
      if (log > largest) {
        sum = sum * Math.exp(largest - log) + 1;
        largest = log;
      } else {
        sum += Math.exp(log - largest);
      }
    }
    cost[i] = -(largest + Math.log(sum));
  }
  return cost;
}

function momentsOf(lab: Float32Array, weight: Float32Array, part: Uint8Array, which: number): Moments {
  let total = 0;
  const first = [0, 0, 0];
  const second = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < weight.length; i++) {
    if (part[i] !== which) continue;
    const w = weight[i]!;
    if (w === 0) continue;
    const x = lab[3 * i]!;
    const y = lab[3 * i + 1]!;
    const z = lab[3 * i + 2]!;
    total += w;
    first[0]! += w * x;
    first[1]! += w * y;
    first[2]! += w * z;
    second[0]! += w * x * x;
    second[1]! += w * x * y;
    second[2]! += w * x * z;
    second[3]! += w * y * y;
    second[4]! += w * y * z;
    second[5]! += w * z * z;
  }
  const scale = total > 0 ? 1 / total : 0;
  const mean: Moments['mean'] = [first[0]! * scale, first[1]! * scale, first[2]! * scale];
  const [x, y, z] = mean;
  const products = [x * x, x * y, x * z, y * y, y * z, z * z];
  const covariance = second.map((sum, k) => sum * scale - products[k]!);
  return { weight: total, mean, covariance, ...longestAxis(covariance) };
}

/** By power iteration: near enough for a cut across it. */
function longestAxis([xx, xy, xz, yy, yz, zz]: number[]): Pick<Moments, 'spread' | 'axis'> {
  let axis: Moments['axis'] = [1, 0.31, 0.17];
  let spread = 0;
  for (let step = 0; step < 24; step++) {
    const [x, y, z] = axis;
    const next: Moments['axis'] = [
      xx! * x + xy! * y + xz! * z,
      xy! * x + yy! * y + yz! * z,
      xz! * x + yz! * y + zz! * z,
    ];
    spread = Math.hypot(...next) / Math.hypot(x, y, z);
    const length = Math.hypot(...next);
    if (!(length > 1e-12)) return { spread: 0, axis };
    axis = [next[0] / length, next[1] / length, next[2] / length];
  }
  return { spread, axis };
}

function modelOf(parts: Moments[]): ColourModel {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const model: ColourModel = {
    components: parts.length,
    bias: new Float64Array(parts.length),
    mean: Float64Array.from(parts.flatMap(({ mean }) => mean)),
    precision: new Float64Array(6 * parts.length),
  };
  parts.forEach(({ weight, covariance }, k) => {
    const [xx, xy, xz, yy, yz, zz] = covariance.map((v, c) => v + (c === 0 || c === 3 || c === 5 ? NOISE : 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const cofactors = [
      yy * zz - yz * yz,
      xz * yz - xy * zz,
      xy * yz - xz * yy,
      xx * zz - xz * xz,
      xy * xz - xx * yz,
      xx * yy - xy * xy,
    ];
    const determinant = xx * cofactors[0]! + xy * cofactors[1]! + xz * cofactors[2]!;
    model.precision.set(
      cofactors.map((c) => c / determinant),
      6 * k,
    );
    model.bias[k] = Math.log(weight / total) - 0.5 * Math.log((2 * Math.PI) ** 3 * determinant);
  });
  return model;
}
