/**
 * How depth is looked at: as greys, in colours, or as a relief that turns; and how the relief is turned.
 *
 * Nothing of it is the document's: it is a way of looking, as zoom is.
 */

import type { AppState } from './store.ts';

export type DepthView = 'grey' | 'colour' | 'relief';

/** What lies under the strokes: the photo or paper as depth lifts it, or a flat sheet over which the strokes float. */
export type Surface = 'photo' | 'paper' | 'flat';

export interface Pose {
  /** Degrees that its near parts are turned to the right. */
  turn: number;
  /** Degrees that its near parts are turned downwards. */
  tilt: number;
}

export interface Relief extends Pose {
  surface: Surface;
  /** 0 flat to 1: how far near and far lie apart. */
  height: number;
}

export const FIRST_RELIEF: Relief = { turn: 0, tilt: 0, surface: 'photo', height: 0.5 };

/** Degrees to either side: farther round there is only what the photo does not show. */
export const MOST_TURN = 45;
export const MOST_TILT = 35;

/** The pose turned further by so many degrees, as far as it goes. */
export function turned({ turn, tilt }: Pose, right: number, down: number): Pose {
  const within = (value: number, most: number) => Math.min(most, Math.max(-most, value));
  return { turn: within(turn + right, MOST_TURN), tilt: within(tilt + down, MOST_TILT) };
}

/** A pose in words. */
export function poseWords({ turn, tilt }: Pose): string {
  const side = (degrees: number, [less, more]: readonly [string, string]) =>
    Math.round(degrees) === 0 ? [] : [`${Math.abs(Math.round(degrees))}° ${degrees < 0 ? less : more}`];
  const parts = [...side(turn, ['left', 'right']), ...side(tilt, ['up', 'down'])];
  return parts.length ? `turned ${parts.join(', ')}` : 'from the front';
}

type Seen = Pick<AppState, 'depth' | 'depthView' | 'layers' | 'looking' | 'reliefFault'>;

/** How depth is shown on the sheet: a relief that cannot be drawn here is shown in colours. */
export function depthViewOf({ depthView, reliefFault }: Pick<Seen, 'depthView' | 'reliefFault'>): DepthView {
  return depthView === 'relief' && reliefFault ? 'colour' : depthView;
}

/** Whether the sheet is a relief now. Before and Compare show it flat. */
export function isReliefShown(state: Seen): boolean {
  return (
    state.depth !== null && state.layers.depth.shown && state.looking === 'after' && depthViewOf(state) === 'relief'
  );
}
