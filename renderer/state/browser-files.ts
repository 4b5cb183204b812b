/** Files by the browser's own means, where the host has no dialogs: a file chooser, and downloads. */

/** Downloads are read from their address a moment after the click. */
const READ_BY = 10_000;

/**
 * Asks for photos or documents, for a folder, of which the files in it are taken, or for one picture. Nothing happens
 * when the chooser is left.
 */
export function chooseInBrowser(what: 'files' | 'folder' | 'picture', take: (files: File[]) => void): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: what !== 'picture' });
  if (what === 'folder') input.webkitdirectory = true;
  else input.accept = what === 'picture' ? 'image/*' : 'image/*,.heic,.heif,.lineament';
  input.addEventListener('change', () => take([...(input.files ?? [])]));
  input.click();
}

/** Hands bytes to the browser's downloads. */
export function download(bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), READ_BY);
}
