/**
 * Another try takes the canvas: what was painted stays above it as a still picture and fades, while the new one comes up
 * beneath. With reduced motion it is simply there.
 */

/** Milliseconds. */
const FADE = 160;

/** Fades from what the canvas shows now to what it is about to be painted with. */
export function crossFade(canvas: HTMLCanvasElement): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const still = document.createElement('canvas');
  still.width = canvas.width;
  still.height = canvas.height;
  still.className = canvas.className;
  still.style.cssText = `${canvas.style.cssText};pointer-events:none`;
  still.setAttribute('aria-hidden', 'true');
  still.getContext('2d')?.drawImage(canvas, 0, 0);
  canvas.after(still);
  const timing = { duration: FADE, easing: 'ease-out' };
  canvas.animate([{ opacity: 0 }, { opacity: 1 }], timing);
  const fading = still.animate([{ opacity: 1 }, { opacity: 0 }], timing);
  const gone = () => still.remove();
  fading.finished.then(gone, gone);
}
