/**
 * The native menus: a table of the page's own commands, by the ids of its command table. The page knows what can be
 * done now and says so itself; a menu only sends what was chosen. Text fields get the system's own cut, copy and paste.
 */

import type { MenuItemConstructorOptions } from 'electron';

/** Under the menu's name, rows of id, words and key; a dash is a line, a word alone one of the system's own items. */
type Row = readonly [id: string, label: string, key?: string] | string;

const MENUS: readonly (readonly [name: string, rows: readonly Row[]])[] = [
  [
    'File',
    [
      ['file.open', 'Open…', 'CmdOrCtrl+O'],
      ['batch.openFolder', 'Open a Folder as a Batch…', 'CmdOrCtrl+Shift+O'],
      'recentDocuments',
      '-',
      ['file.save', 'Save', 'CmdOrCtrl+S'],
      ['file.saveAs', 'Save As…', 'CmdOrCtrl+Shift+S'],
      ['file.rename', 'Rename'],
      ['file.showInFolder', 'Show in Folder'],
      '-',
      ['file.export', 'Export…', 'CmdOrCtrl+E'],
      '-',
      'close',
    ],
  ],
  [
    'Edit',
    [
      ['edit.undo', 'Undo', 'CmdOrCtrl+Z'],
      ['edit.redo', 'Redo', 'CmdOrCtrl+Shift+Z'],
      ['edit.history', 'History…'],
      '-',
      'cut',
      'copy',
      'paste',
      ['file.copySvg', 'Copy as SVG'],
      ['file.copyPng', 'Copy as PNG', 'CmdOrCtrl+Alt+C'],
      '-',
      ['edit.duplicate', 'Duplicate', 'CmdOrCtrl+D'],
      ['edit.delete', 'Delete', 'Delete'],
      '-',
      ['app.settings', 'Settings…', 'CmdOrCtrl+,'],
    ],
  ],
  [
    'View',
    [
      ['view.fit', 'Fit', 'Shift+1'],
      ['view.actualSize', '100 %', 'CmdOrCtrl+0'],
      ['view.compare', 'Compare', '\\'],
      '-',
      'togglefullscreen',
    ],
  ],
  [
    'Sketch',
    [
      ['slot.primary', 'Sketch', 'CmdOrCtrl+Enter'],
      ['sketch.stop', 'Stop', 'CmdOrCtrl+.'],
      ['sketch.replay', 'Replay', 'R'],
    ],
  ],
  [
    'Help',
    [
      ['app.palette', 'Commands', 'CmdOrCtrl+K'],
      ['app.shortcuts', 'Shortcuts', '?'],
    ],
  ],
];

export interface MenuActions {
  /** Sends the page a command of its own. */
  command(id: string): void;
  /** Opens the page of the method's authors in the system's browser. */
  method(): void;
}

/** The menu bar, as Electron builds it. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const menus = MENUS.map(([label, rows]) => ({
    label,
    // Only macOS fills a menu of recent documents by itself; elsewhere the page shows them.
    submenu: rows.filter((row) => mac || row !== 'recentDocuments').map((row) => item(row, mac, actions.command)),
  }));
  const help = menus.at(-1)!.submenu;
  help.push({ label: 'How the method works', click: actions.method });
  return mac ? [{ role: 'appMenu' }, ...menus, { role: 'windowMenu' }] : menus;
}

function item(row: Row, mac: boolean, command: MenuActions['command']): MenuItemConstructorOptions {
  if (row === '-') return { type: 'separator' };
  if (row === 'recentDocuments') return { role: row, submenu: [{ role: 'clearRecentDocuments' }] };
  if (typeof row === 'string') return { role: row as NonNullable<MenuItemConstructorOptions['role']> };
  const [id, label, accelerator] = row;
  // Shown only: the page has its keys in its own hands. macOS acts on what it shows, so there a key alone, which
  // somebody may be typing, is not shown.
  const shown = accelerator !== undefined && (!mac || accelerator.startsWith('CmdOrCtrl'));
  return {
    id,
    label,
    ...(shown ? { accelerator, registerAccelerator: false } : {}),
    click: () => command(id),
  };
}
