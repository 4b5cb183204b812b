/**
 * The page's files, as both hosts serve them: Electron under its own protocol, the browser version over http.
 *
 * A request names a path; it gets a file of the page's folder or nothing. Links that lead out of the folder, `..` in
 * any spelling, drives and streams of Windows and what is no plain file are nothing. The headers let the page load itself and nothing else: no inline
 * script or style, no other origin, no frame.
 */

import fs from 'node:fs/promises';
import path from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What every answer of a host carries, refusals too. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

export interface PageFile {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}

/**
 * The file that a URL's path names; `/` is index.html.
 * @param folder where the page was built to
 * @param pathname as it came, still percent-encoded
 * @returns null where there is none, or none that may be had
 */
export async function pageFile(folder: string, pathname: string): Promise<PageFile | null> {
  const name = decoded(pathname);
  if (name === null || !name.startsWith('/') || /[\\:\0]/.test(name)) return null;
  const parts = name.slice(1).split('/');
  if (parts.some((part) => part.startsWith('.'))) return null;
  const type = TYPES[path.extname(name === '/' ? 'index.html' : name).toLowerCase()];
  if (!type) return null;
  try {
    const root = await fs.realpath(folder);
    const file = await fs.realpath(path.join(root, ...(name === '/' ? ['index.html'] : parts)));
    if (!file.startsWith(root + path.sep)) return null;
    return { bytes: await fs.readFile(file), type };
  } catch {
    return null;
  }
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
