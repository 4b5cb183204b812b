/**
 * From a key press to a command. Single keys never fire in a field; keys with Ctrl do, save those that a field knows
 * itself. What a part of the page has already dealt with is left alone.
 */

import { type Tool, useStore } from '../state/store.ts';
import { type Command, commands, run } from './table.ts';

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Keys that a text field has its own use for. */
const FIELDS_OWN = new Set(['Ctrl A', 'Ctrl C', 'Ctrl X', 'Ctrl V', 'Ctrl Z', 'Ctrl Shift Z', 'Ctrl Y']);

/**
 * A press as the table writes it: 'Ctrl Shift Z', '?', 'Shift 1'.
 *
 * @param code which key it was, whatever the layout makes of it with Shift
 */
export function writtenKey({ key, ctrlKey, metaKey, shiftKey, altKey }: Press, code = ''): string {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  const bare = digit && (shiftKey || ctrlKey) ? digit : code === 'Backslash' && shiftKey ? '\\' : key;
  const letter = bare.length === 1 && /[a-z0-9\\]/i.test(bare);
  const shifted = shiftKey && (letter || bare.length > 1 || ctrlKey || metaKey);
  const parts = [ctrlKey || metaKey ? 'Ctrl' : '', altKey ? 'Alt' : '', shifted ? 'Shift' : ''];
  return [...parts, letter ? bare.toUpperCase() : bare].filter(Boolean).join(' ');
}

/** The command of a key as it is written: the one of the tool in hand before everybody's. */
export function commandByKey(written: string, inHand: Tool | null = null): Command | undefined {
  const named = commands.filter(({ keys }) => keys.includes(written));
  return named.find(({ tool }) => tool !== undefined && tool === inHand) ?? named.find(({ tool }) => !tool);
}

/** Whether a key may press a command while this element has the focus. */
function mayFire(written: string, target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null;
  if (element?.closest('[inert]')) return false;
  const field = element?.closest('input:not([type=range]), textarea, select, [contenteditable=true]');
  if (!field) return true;
  return written.startsWith('Ctrl ') ? !FIELDS_OWN.has(written) : /^(Shift )?F\d+$/.test(written);
}

/** Whether a key could be a slip of whoever speaks or types: one that makes a character, alone or with Shift. */
export function isSingle(written: string): boolean {
  return /^(Shift )?.$/.test(written);
}

/** Listens for the page's lifetime; returns what ends it. */
export function listenForKeys(hasDialog: () => boolean): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const written = writtenKey(event, event.code);
    const command = commandByKey(written, useStore.getState().tool);
    if (!command || !mayFire(written, event.target)) return;
    if (isSingle(written) && !useStore.getState().singleKeys) return;
    if (hasDialog() && written !== 'Escape') return;
    // The browser brings what is pasted, and asks nobody for leave.
    if (written === 'Ctrl V') return;
    // Text that was selected on the page is what Ctrl C means.
    if (written === 'Ctrl C' && String(getSelection())) return;
    // A focused button or tab has its own use for arrows.
    const widget = (event.target as Element).closest?.(
      '[role=tablist], [role=radiogroup], [role=toolbar], [role=slider], input[type=range]',
    );
    if (widget && /Arrow/.test(written)) return;
    event.preventDefault();
    run(command.id);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
