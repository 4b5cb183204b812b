/** Pictures dropped or pasted anywhere on the page open; whether one hangs over it is returned. */

import { useEffect, useState } from 'react';
import { sayNoPicture } from '../commands/paste.ts';
import { app } from '../state/app.ts';

export function useDrops(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!carries(event)) return;
      event.preventDefault();
      void app.files.open([...event.dataTransfer!.files]);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const field = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable=true]');
      if (!files.length) {
        if (!field) sayNoPicture();
        return;
      }
      event.preventDefault();
      void app.files.open(files);
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
