/** How large a file is, in words that leave the digits that matter: "2.1 KB", "340 KB", "12 MB". */

/** Bytes in words; a kilobyte is a thousand bytes, as file managers count. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [unit, name] = bytes < 999_500 ? [1000, 'KB'] : [1_000_000, 'MB'];
  const value = bytes / unit;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${name}`;
}
