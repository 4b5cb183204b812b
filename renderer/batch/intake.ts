/**
 * From what was dropped or chosen to photos for a batch: files, and of each folder the pictures that lie in it itself, in
 * the order of their names, numbers by their size.
 *
 * Only names are looked at, as a picture may be gigabytes away; what turns out to be none fails in its turn.
 */

/** Endings of the pictures that the engine reads, of those picked from folders, where SVGs are mostly our own. */
const FROM_FOLDERS = /\.(jpe?g|jfif|png|webp|avif|tiff?|gif|hei[cf])$/i;
const NAMED = /\.svgz?$/i;

/** A file's name, and where the browser knows it, its type. */
interface Named {
  name: string;
  type?: string;
}

export interface Given {
  files: File[];
  /** Names of the folders that were among what was given. */
  folders: string[];
}

/** Whether a file that somebody chose by itself is a picture, as its name or its type says. */
export function isPicture({ name, type = '' }: Named): boolean {
  return FROM_FOLDERS.test(name) || NAMED.test(name) || type.startsWith('image/');
}

/** What a drop holds. To be called while the drop is told, as what it holds is gone afterwards. */
export async function givenByDrop(transfer: DataTransfer): Promise<Given> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const given = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found = await Promise.all(
    given.map(async ({ entry, file }) =>
      entry?.isDirectory ? picturesIn(entry as FileSystemDirectoryEntry) : file ? [file] : [],
    ),
  );
  const folders = given.flatMap(({ entry }) => (entry?.isDirectory ? [entry.name] : []));
  return { files: found.flat(), folders };
}

/** The pictures of a folder that a browser's chooser gave, which gives those of its folders too. */
export function givenByChooser(files: readonly File[]): Given {
  const own = files.filter(({ webkitRelativePath }) => webkitRelativePath.split('/').length <= 2);
  const folder = files[0]?.webkitRelativePath.split('/')[0];
  return { files: picked(own), folders: folder ? [folder] : [] };
}

/** The photos among files, and what is to be said of those that are none; null: nothing. */
export function photosAmong<F extends Named>(files: readonly F[]): { photos: F[]; note: string | null } {
  const photos = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  const [first] = others;
  if (!first) return { photos, note: null };
  const rest = others.length - 1;
  const names = rest
    ? `${first.name} and ${rest} other ${rest === 1 ? 'file are' : 'files are'} no pictures`
    : `${first.name} is not a picture`;
  return { photos, note: `${names}. Drop JPEG, PNG, HEIC, WebP, TIFF, GIF or SVG.` };
}

async function picturesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  // A reader hands out its entries in portions, and an empty one at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) break;
    entries.push(...some);
  }
  const files = entries.filter(({ isFile, name }) => isFile && FROM_FOLDERS.test(name) && !name.startsWith('.'));
  const read = files.map(
    (entry) => new Promise<File | null>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(null))),
  );
  return picked((await Promise.all(read)).filter((file) => file !== null));
}

/** A folder's pictures in the order of their names. */
function picked(files: readonly File[]): File[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return files
    .filter(({ name }) => FROM_FOLDERS.test(name) && !name.startsWith('.'))
    .toSorted((a, b) => compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
}
