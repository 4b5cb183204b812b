/** Pictures, or folders of them, dropped or pasted anywhere on the page open; while some hang over it, what would be. */

import { useEffect, useState } from 'react';
import { takeDrop, takeSeveral } from '../batch/opening.ts';
import { sayNoPicture } from '../commands/paste.ts';
import { useStore } from '../state/store.ts';

/** @returns what letting go would do, in words; null: nothing hangs over the page */
export function useDrops(): string | null {
  const [over, setOver] = useState<string | null>(null);
  useEffect(() => {
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(wordsFor(event.dataTransfer!));
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(null);
    };
    const onDrop = (event: DragEvent) => {
      setOver(null);
      if (!carries(event)) return;
      event.preventDefault();
      void takeDrop(event.dataTransfer!);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const field = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable=true]');
      if (!files.length) {
        if (!field) sayNoPicture();
        return;
      }
      event.preventDefault();
      takeSeveral(files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, []);
  return over;
}

/** How many files hang there is known, but of a folder not how many are in it. */
function wordsFor({ items }: DataTransfer): string {
  const count = [...items].filter(({ kind }) => kind === 'file').length;
  if (useStore.getState().batch?.shown) return count > 1 ? `Let go to add ${count} photos.` : 'Let go to add it.';
  return count > 1 ? `Let go to make a batch of ${count}.` : 'Let go to open it.';
}
