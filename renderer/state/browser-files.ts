/** Files by the browser's own means, where the host has no dialogs: a file chooser, and downloads. */

/** Downloads are read from their address a moment after the click. */
const READ_BY = 10_000;

/** What may be asked for, and which files that are. */
const ACCEPTED = { files: 'image/*,.heic,.heif,.lineament', picture: 'image/*', model: '.onnx', folder: '' };

/**
 * Asks for photos or documents, for a folder, of which the files in it are taken, or for one picture or model. Nothing
 * happens when the chooser is left.
 */
export function chooseInBrowser(what: keyof typeof ACCEPTED, take: (files: File[]) => void): void {
  const several = what === 'files' || what === 'folder';
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: several });
  if (what === 'folder') input.webkitdirectory = true;
  else input.accept = ACCEPTED[what];
  input.addEventListener('change', () => take([...(input.files ?? [])]));
  input.click();
}

/** Hands bytes to the browser's downloads. */
export function download(bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), READ_BY);
}
