/// <reference types="vite/types/importMeta.d.ts" />
/**
 * Pictures to try the app on: the photos of assets/samples, taken along when the page is built, so that both hosts have
 * them. What is known of them beside (their depth, what is in them) stays behind.
 */

export interface SamplePicture {
  /** "Still life" of still-life.jpg. */
  title: string;
  /** Of the file, with its ending: what it opens under. */
  name: string;
  url: string;
}

const files = import.meta.glob<string>('../../assets/samples/*.{jpg,webp}', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** In the order of their names. */
export const SAMPLES: readonly SamplePicture[] = Object.entries(files).map(([path, url]) => {
  const file = path.replace(/^.*\//, '');
  const words = file.replace(/\.\w+$/, '').replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { title, name: title + file.slice(file.lastIndexOf('.')), url };
});
