/**
 * A picture from the clipboard. Ctrl V needs no leave, as the browser brings what is pasted; a button has to ask for it.
 */

import { app } from '../state/app.ts';
import { notify } from '../state/voice.ts';
import { keyWords } from './key-words.ts';

/** Opens the clipboard's picture, or says that there is none. */
export async function pastePicture(): Promise<void> {
  try {
    const items = await navigator.clipboard.read();
    for (const item of items) {
      const type = item.types.find((one) => one.startsWith('image/'));
      if (!type) continue;
      const blob = await item.getType(type);
      await app.files.open([new File([blob], `Pasted.${type.slice('image/'.length)}`)]);
      return;
    }
    sayNoPicture();
  } catch {
    notify(keyWords('The clipboard is not open to buttons here: press Ctrl V.'));
  }
}

export function sayNoPicture(): void {
  notify('There is no picture on the clipboard. Copy one, then paste it here.');
}
