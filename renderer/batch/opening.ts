/**
 * Several photos, or a folder, become a batch, whichever way they come: dropped, chosen, or named to the host. One alone
 * opens as it always does, except onto a batch that is shown.
 */

import type { HostFile } from '../../main/contract.ts';
import { app } from '../state/app.ts';
import { chooseInBrowser } from '../state/browser-files.ts';
import { useStore } from '../state/store.ts';
import { fail, guard } from '../state/voice.ts';
import { batch } from './batch.ts';
import { type Given, givenByChooser, givenByDrop, photosAmong } from './intake.ts';

type Photo = File | HostFile;

/** Asks for a folder and makes the photos in it a batch. */
export async function openFolder(): Promise<void> {
  if (!app.files.dialogs) return chooseInBrowser('folder', (files) => takeGiven(givenByChooser(files)));
  await guard(async () => {
    const folder = await app.connection.host.call('pickPhotoFolder', {});
    if (folder) await batch.add(folder.files);
  });
}

/** Asks for photos and adds them to the batch, be it one. */
export async function addPhotos(): Promise<void> {
  if (!app.files.dialogs) return chooseInBrowser('files', (files) => takeGiven({ files, folders: [] }, true));
  await guard(async () => {
    const { files } = await app.connection.host.call('pickFiles', {});
    if (files) take(files, true);
  });
}

/** What was dropped on the page. To be called while the drop is told. */
export async function takeDrop(transfer: DataTransfer): Promise<void> {
  await guard(async () => takeGiven(await givenByDrop(transfer)));
}

/** Files of the browser's or the host's: several, or one, which opens alone where no batch is shown. */
export function takeSeveral(files: readonly Photo[]): void {
  take(files, false);
}

function takeGiven({ files, folders }: Given, toBatch = false): void {
  const [folder] = folders;
  if (!files.length && folder !== undefined)
    fail(`The folder ${folder} has no photos in it. Folders in it are not looked into.`);
  else take(files, toBatch || folder !== undefined);
}

/** @param toBatch whether one alone is to be a batch too */
function take(files: readonly Photo[], toBatch: boolean): void {
  const { photos, note } = photosAmong<Photo>(files);
  const [only] = files.length === 1 ? files : photos;
  const many = photos.length > 1 || toBatch || useStore.getState().batch?.shown;
  if (photos.length && many) void batch.add(photos);
  else if (only) void openAlone(only);
  // One that opens alone says for itself what is wrong with it.
  if (note !== null && files.length > 1) fail(note);
}

function openAlone(file: Photo): Promise<unknown> {
  return file instanceof File ? app.files.open([file]) : app.files.openFromHost(file.id);
}
