import fs from 'node:fs';
import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { menuTemplate } from '../../main/app-menu.ts';

function items(platform: NodeJS.Platform, command: (id: string) => void = () => {}): MenuItemConstructorOptions[] {
  const menus = menuTemplate(platform, { command, method: () => {} });
  return menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
}

test("what a menu sends is in the page's own table of commands", () => {
  // Read, not imported: the table belongs to a page, and importing it opens its connections.
  const folder = 'renderer/commands';
  const table = fs
    .readdirSync(folder)
    .map((file) => fs.readFileSync(`${folder}/${file}`, 'utf8'))
    .join();
  const ids = items('linux').flatMap(({ id }) => id ?? []);
  expect(ids.length).toBeGreaterThan(12);
  expect(ids.filter((id) => !table.includes(`'${id}'`))).toEqual([]);
});

test('an item sends its own id', () => {
  const sent: string[] = [];
  const named = items('linux', (id) => sent.push(id)).filter(({ id }) => id);
  for (const { click } of named) click!(undefined as never, undefined as never, undefined as never);
  expect(sent).toEqual(named.map(({ id }) => id));
});

test('menus only show the keys: the page acts on them, and a key alone is not shown where showing is acting', () => {
  const keyed = (platform: NodeJS.Platform) => items(platform).filter(({ accelerator }) => accelerator);
  for (const item of [...keyed('linux'), ...keyed('darwin')]) expect(item.registerAccelerator).toBe(false);
  expect(keyed('linux').map(({ accelerator }) => accelerator)).toContain('R');
  for (const { accelerator } of keyed('darwin')) expect(accelerator).toMatch(/^CmdOrCtrl\+/);
});

test("macOS gets its app and window menus, and its recent documents; other systems don't", () => {
  const roles = (platform: NodeJS.Platform) => menuTemplate(platform, { command: () => {}, method: () => {} });
  expect(roles('darwin').map(({ role }) => role)).toEqual(expect.arrayContaining(['appMenu', 'windowMenu']));
  expect(roles('win32').some(({ role }) => role)).toBe(false);
  expect(items('darwin').some(({ role }) => role === 'recentDocuments')).toBe(true);
  expect(items('win32').some(({ role }) => role === 'recentDocuments')).toBe(false);
});
