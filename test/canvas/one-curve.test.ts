import { describe, expect, it } from 'vitest';
import { insertNode } from '../../renderer/geometry/nodes.ts';
import { oneCurve } from '../../renderer/tools/one-curve.ts';

describe('a drawn line for a running sketch', () => {
  it('is one curve with the ends of the chain', () => {
    const arc = [0, 0, 10, 40, 60, 40, 100, 0];
    const chain = insertNode(insertNode(arc, 0, 0.3), 1, 0.5);
    const curve = oneCurve(chain);
    expect(curve).toHaveLength(8);
    expect(curve.slice(0, 2)).toEqual([0, 0]);
    expect(curve.slice(6)).toEqual([100, 0]);
  });

  it('is left as it is where it is one curve already', () => {
    expect(oneCurve([0, 0, 1, 2, 3, 4, 5, 6])).toEqual([0, 0, 1, 2, 3, 4, 5, 6]);
  });
});
