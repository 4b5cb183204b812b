/**
 * Linear maps along one axis, as constant matrices: resizing, padding by reflection and overlapping average pools are
 * all such maps, one for each axis, and the gradient of such a map is the map by the transposed matrix.
 */

import type { GraphBuilder } from '../builder.ts';

/** A matrix [rows, columns], row by row: result[r] = Σ_c matrix[r][c]·input[c]. */
export type AxisMap = Float32Array[];

/** The same map the other way round. */
export function transposed(map: AxisMap, columns: number): AxisMap {
  return Array.from({ length: columns }, (_, c) => Float32Array.from(map, (row) => row[c]!));
}

/** Whether the map changes nothing. */
export function isIdentity(map: AxisMap): boolean {
  return map.every((row, r) => row.length === map.length && row.every((value, c) => value === (r === c ? 1 : 0)));
}

/** Applies a map along one axis of a tensor. */
export function applyAlong(builder: GraphBuilder, tensor: string, axis: number, map: AxisMap): string {
  if (isIdentity(map)) return tensor;
  const rank = builder.shape(tensor).length;
  const columns = map[0]!.length;
  if (axis === rank - 2) {
    return builder.op('MatMul', [constantMatrix(builder, map, columns), tensor]);
  }
  const right = constantMatrix(builder, transposed(map, columns), map.length);
  if (axis === rank - 1) return builder.op('MatMul', [tensor, right]);
  const order = Array.from({ length: rank }, (_, i) => i);
  [order[axis], order[rank - 1]] = [rank - 1, axis];
  const product = builder.op('MatMul', [builder.transpose(tensor, order), right]);
  return builder.transpose(product, order);
}

function constantMatrix(builder: GraphBuilder, map: AxisMap, columns: number): string {
  const data = new Float32Array(map.length * columns);
  map.forEach((row, r) => {
    data.set(row, r * columns);
  });
  // Layers of one size share their matrices; the numbers themselves are the key.
  return builder.once(`map ${map.length} ${columns} ${data}`, () =>
    builder.constant(data, [map.length, columns], 'map'),
  );
}
