/** A line in the pen's hand: finished when another tool is taken, gone with the photo that it was drawn on. */

import { beforeEach, expect, test, vi } from 'vitest';

const steps: string[] = [];
vi.mock('../../renderer/state/app.ts', () => ({ app: { change: (label: string) => steps.push(label) } }));

import { newDocument } from '../../renderer/document/document.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';
import { useGhost } from '../../renderer/tools/ghost.ts';
import { penTool } from '../../renderer/tools/pen.ts';
import type { Tool } from '../../renderer/tools/tool.ts';

let pen: Tool;
beforeEach(() => {
  steps.length = 0;
  const document = newDocument({ asset: 'a', name: 'x.jpg', width: 100, height: 100 });
  useStore.setState({ ...initialState, document });
  pen = penTool();
  for (const x of [10, 50]) {
    const at = { x, y: 10, pixel: 1, shift: false, alt: false, free: false, count: 1 };
    pen.down(at);
    pen.up(at);
  }
  expect(useGhost.getState().draft).not.toBeNull();
});

test('another tool finishes the line', () => {
  pen.leave!();
  expect(steps).toEqual(['Draw with the pen']);
});

test('another photo takes the line away, and the tool after it adds nothing', () => {
  pen.forget!();
  expect(useGhost.getState().draft).toBeNull();
  pen.leave!();
  expect(steps).toEqual([]);
});
