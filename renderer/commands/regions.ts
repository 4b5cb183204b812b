/** F6 walks the page's regions: top bar, tools, canvas, ruler, panel, slot, in the order in which they stand. */

const ORDER = ['top', 'tools', 'canvas', 'ruler', 'panel', 'slot'];
const FOCUSABLE =
  '[tabindex="0"], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), [role=application]';

/** Moves the focus to the next region that has something to focus. */
export function cycleRegions(by: 1 | -1): void {
  const regions = ORDER.flatMap((name) => document.querySelector<HTMLElement>(`[data-region=${name}]`) ?? []);
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  for (let step = 1; step <= regions.length; step++) {
    const start = current < 0 && by < 0 ? 0 : current;
    const region = regions[(((start + by * step) % regions.length) + regions.length) % regions.length]!;
    const target = region.querySelector<HTMLElement>(FOCUSABLE);
    if (!target?.getClientRects().length) continue;
    target.focus();
    return;
  }
}
