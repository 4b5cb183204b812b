/** How large a PNG says it is, before anything decodes it: a browser takes four bytes a pixel at once. */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The header chunk's name, by ISO/IEC 15948 always the first. */
const HEADER = 0x49484452;

/** The pixels that its header (IHDR) claims; 0 for what is no PNG. */
export function claimedPixels(bytes: Uint8Array): number {
  if (bytes.length < 24 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 24);
  return view.getUint32(12) === HEADER ? view.getUint32(16) * view.getUint32(20) : 0;
}
