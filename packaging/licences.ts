/**
 * The licences of everything inside a package, in one text file: who each part is by and on which terms, and once each
 * text that the parts bring. Chromium's own list is a file beside it that Electron brings.
 */

import fs from 'node:fs';
import path from 'node:path';
import type { Ingredient } from './ingredients.ts';

/** Files with terms or with names to be told, in whatever spelling. */
const TERMS = /^(licen[cs]e|copying|notice|third[-_]?party)/i;

/**
 * What is said where a package brings no text of its own: which text holds, and where the rest of it is told.
 * libvips is a library of its own that may be exchanged, as the LGPL asks: it lies unpacked beside the app's archive.
 */
const WITHOUT_TEXT: Record<string, string> = {
  MIT: 'Under the MIT licence, whose words are those of Lineament’s own licence, above, with its authors’ copyright.',
  'LGPL-3.0-or-later':
    'Under the GNU Lesser General Public License, version 3 or later: https://www.gnu.org/licenses/lgpl-3.0.html. ' +
    'The library lies unpacked in app.asar.unpacked and may be exchanged for another build of it.',
  'BSD-3-Clause': 'Under the 3-clause BSD licence: https://opensource.org/license/bsd-3-clause.',
  'LGPL-3.0': 'Under the GNU Lesser General Public License, version 3: https://www.gnu.org/licenses/lgpl-3.0.html.',
  ISC: 'Under the ISC licence: https://opensource.org/license/isc-license-txt.',
};

/** The file's text. @throws Error naming a part whose licence is neither told by it nor known here */
export function licenceText(parts: readonly Ingredient[]): string {
  const own = fs.readFileSync('LICENSE', 'utf8').trim();
  const blocks = parts
    .filter(({ kind }) => kind !== 'machine-learning-model')
    .map((part) => `${part.name} ${part.version} (${part.licence})\n\n${termsOf(part)}`);
  const networks = parts.filter(({ kind }) => kind === 'machine-learning-model').map(({ folder }) => folder);
  const learned = `The networks ${networks.join(', ')} are Lineament's own and under its licence.`;
  return `${[`Lineament\n\n${own}\n\n${learned}`, ...blocks].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function termsOf({ name, folder, licence }: Ingredient): string {
  const files = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((file) => file.isFile() && TERMS.test(file.name));
  const texts = files.map((file) => fs.readFileSync(path.join(folder, file.name), 'utf8').replaceAll('\r', '').trim());
  if (texts.length) return texts.join('\n\n');
  // sharp's libvips package names the licences of all that is linked into it in its README.
  const readme = path.join(folder, 'README.md');
  const told = WITHOUT_TEXT[licence];
  if (!told) throw new Error(`${name} brings no licence text for ${licence}: add what is to be said to licences.ts.`);
  const more =
    licence.startsWith('LGPL') && fs.existsSync(readme) ? `\n\n${fs.readFileSync(readme, 'utf8').trim()}` : '';
  return told + more;
}
