/** Zooming by command: there is no pointer to zoom at, so that the middle of the canvas stays where it is. */

import { fitted, roomAbove, zoomAt } from '../canvas/view.ts';
import { useStore } from '../state/store.ts';

/** Screen px a photo px, below which no command zooms. */
const LEAST_SCALE = 0.05;
/** Above which the selection is not zoomed to, and the screen px that stay free around it. */
const LARGEST_SCALE = 16;
const AROUND = 48;

/** Zooms in (above 1) or out, about the middle of the canvas. */
export function zoomBy(factor: number): void {
  zoomTo(useStore.getState().shownScale * factor);
}

/** Zooms about the middle of the canvas. @param scale screen px a photo px */
export function zoomTo(scale: number): void {
  const { document: record, zoom, tool: current } = useStore.getState();
  const stage = document.querySelector('.stage')?.getBoundingClientRect();
  if (!record || !stage) return;
  const view = zoom ?? fitted(stage, record.photo, roomAbove(current));
  useStore.setState({
    zoom: zoomAt(view, stage.width / 2, stage.height / 2, Math.max(LEAST_SCALE, scale) / view.scale),
  });
}

/** Shows the selected strokes as large as they fit, at most sixteen times. */
export function zoomToSelection(): void {
  const { document: record, selection } = useStore.getState();
  const stage = document.querySelector('.stage')?.getBoundingClientRect();
  const chosen = record?.strokes.filter(({ id }) => selection.includes(id)) ?? [];
  if (!stage || !chosen.length) return;
  const side = (axis: number) => {
    const values = chosen.flatMap(({ points }) => points.filter((_, i) => i % 2 === axis));
    return { least: Math.min(...values), most: Math.max(...values) };
  };
  const [x, y] = [side(0), side(1)];
  const room = (length: number, most: number) => (length - 2 * AROUND) / Math.max(8, most);
  const scale = Math.min(LARGEST_SCALE, room(stage.width, x.most - x.least), room(stage.height, y.most - y.least));
  const corner = (length: number, { least, most }: { least: number; most: number }) =>
    length / 2 - ((least + most) / 2) * scale;
  useStore.setState({ zoom: { scale, x: corner(stage.width, x), y: corner(stage.height, y) } });
}
