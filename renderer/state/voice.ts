/**
 * What the page says of itself: polite words for screen readers, a notice under the sheet, and one line above the strip
 * for what went wrong, which stays until it is dealt with.
 */

import { type Fault, useStore } from './store.ts';

/** Milliseconds for which a notice stays under the sheet. */
const NOTICE = 4000;

let notices = 0;

/** Tells two sayings of the same words apart, and is not read out: a region whose text stays the same says nothing. */
const AGAIN = '\u00a0';

/** Says something to screen readers, politely; again too, where it was what was said last. */
export function announce(words: string): void {
  const again = useStore.getState().announced === words;
  useStore.setState({ announced: again ? words + AGAIN : words });
}

/** Says something for a while under the sheet, and to screen readers. */
export function notify(notice: string): void {
  const mine = ++notices;
  useStore.setState({ notice });
  announce(notice);
  setTimeout(() => {
    if (notices === mine) useStore.setState({ notice: null });
  }, NOTICE);
}

/** Says what went wrong, with what can be done about it: a sentence and the commands of its buttons. */
export function fail(text: string, actions: Fault['actions'] = [{ label: 'Close', command: 'fault.dismiss' }]): void {
  useStore.setState({ fault: { text, actions } });
}

export function dismissFault(): void {
  useStore.setState({ fault: null });
}

/** Does what may fail; its sentence is shown then, and nothing is thrown at the page. */
export async function guard(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    fail((error as Error).message);
  }
}
