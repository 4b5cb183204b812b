/// <reference types="vite/types/importMeta.d.ts" />
/**
 * Pictures to try the app on: those of assets/samples, taken along when the page is built, so that both hosts have them.
 */

export interface SamplePicture {
  /** "Still life" of still-life.webp. */
  title: string;
  /** Of the file, with its ending: what it opens under. */
  name: string;
  url: string;
}

const files = import.meta.glob<string>('../../assets/samples/*.{webp,jpg,png}', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** In the order of their names. A file whose name has a second dot belongs to another, as its depth does. */
export const SAMPLES: readonly SamplePicture[] = Object.entries(files).flatMap(([path, url]) => {
  const [, stem, ending] = /([^/.]+)(\.\w+)$/.exec(path.replace(/^.*\//, '')) ?? [];
  if (!stem || !ending || path.endsWith(`.${stem}${ending}`)) return [];
  const words = stem.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return [{ title, name: title + ending, url }];
});
