/// <reference types="vite/types/importMeta.d.ts" />
/**
 * Pictures to try the app on: the photos of assets/samples, taken along when the page is built, so that both hosts have
 * them. What is known of them beside (their depth, what is in them) stays behind.
 */

import index from '../../assets/samples/index.json';

export interface SamplePicture {
  /** One word or two: "Still life". */
  label: string;
  /** What is in it, for people. */
  title: string;
  /** Of the file that it opens as. */
  name: string;
  url: string;
}

const urls = import.meta.glob<string>('../../assets/samples/*.jpg', { eager: true, query: '?url', import: 'default' });

/** In the order in which they are offered. */
export const SAMPLES: readonly SamplePicture[] = index.samples.flatMap(({ name, title, photo }) => {
  const url = urls[`../../assets/samples/${photo}`];
  const words = name.replaceAll('-', ' ');
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  return url ? [{ label, title, name: `${label}.jpg`, url }] : [];
});
