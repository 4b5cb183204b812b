/**
 * A zip's table of contents and the checksums in it, which fflate does not look at.
 *
 * The table stands at the end of a zip, so a file that was cut off has none; the sums tell a byte that changed on the
 * way. Source: PKWARE APPNOTE 6.3, sections 4.3.12 (central directory) and 4.3.16 (its end).
 */

export interface ZipEntry {
  name: string;
  /** CRC-32 of its contents. */
  crc: number;
  /** Bytes, unpacked, as the table says. */
  size: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** An end of directory is 22 bytes and a comment of at most 65 535. */
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;

/** The entries in the table, or null where there is no whole one. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lowest = Math.max(0, bytes.length - END_SIZE - LONGEST_COMMENT);
  let end = bytes.length - END_SIZE;
  while (end >= lowest && view.getUint32(end, true) !== END) end--;
  if (end < lowest) return null;
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) return null;
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.push({ name, crc: view.getUint32(at + 16, true), size: view.getUint32(at + 24, true) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The CRC-32 of the bytes, as zip and PNG have it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
