/** Keys as they are called here. The command table writes 'Ctrl', which is the command key on macOS, and shows as there. */

const MAC_KEYS: Record<string, string> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };

/** Keys, or words that name some, as this computer's people know them. */
export function keyWords(words: string, isMac = globalThis.navigator?.platform.startsWith('Mac')): string {
  return isMac ? words.replace(/\b(Ctrl|Shift|Alt)\b/g, (key) => MAC_KEYS[key]!) : words;
}
