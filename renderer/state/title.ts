/**
 * What stands outside the page: the window's or the tab's title, the mark of unsaved changes, and progress in the
 * taskbar. One reading of the state, told to the host where it changed, and not oftener than a percent of progress does.
 */

import { photoWords } from '../batch/words.ts';
import type { Host } from './connection.ts';
import { type AppState, useStore } from './store.ts';

export interface Title {
  /** '': nothing is open. */
  name: string;
  edited: boolean;
  /** 0..1 in hundredths; null: nothing is under way. */
  progress: number | null;
}

/** What the state is called. A batch that is under way is what the taskbar follows, else the sketch. */
export function titleOf({ batch, document, edited, job }: AppState): Title {
  const items = batch?.queue.items ?? [];
  const left = items.filter(({ state }) => state === 'waiting' || state === 'running').length;
  const share = batch?.queue.going ? (items.length - left) / items.length : (job?.latest?.progress ?? null);
  const progress = share === null ? null : Math.round(share * 100) / 100;
  if (batch?.shown) return { name: photoWords(items.length), edited: false, progress };
  return { name: document?.name ?? '', edited, progress };
}

/** Tells the host, and in a browser the tab, for the page's lifetime. */
export function followTitle(host: Pick<Host, 'call'>): void {
  let told = '';
  const tell = (state: AppState) => {
    const title = titleOf(state);
    const now = JSON.stringify(title);
    if (now === told) return;
    told = now;
    // A window's title is its host's to write.
    if (!state.desktop) document.title = `${title.edited ? '• ' : ''}${title.name || 'Lineament'}`;
    void host.call('showState', title).catch(() => undefined);
  };
  useStore.subscribe(tell);
  tell(useStore.getState());
}
