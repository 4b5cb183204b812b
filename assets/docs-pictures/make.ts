/**
 * Makes the pictures of the user's pages:  npm run docs-pictures [-- NAME...]
 *
 * Each is made by the program from its own sample pictures: drawings and cut-outs by its jobs, the app by a real browser
 * on the built page (npm run build first). They land in docs/pictures. Without names all are made.
 */

import path from 'node:path';
import { writeWhole } from '../../main/files/whole-file.ts';
import { DRAWINGS } from './drawings.ts';
import { makeScreens, SCREENS } from './screens.ts';

const FOLDER = path.resolve('docs/pictures');

const write = async (name: string, bytes: string | Uint8Array): Promise<void> => {
  await writeWhole(path.join(FOLDER, name), bytes);
  console.log(name);
};

const asked = process.argv.slice(2);
const known = [...Object.keys(DRAWINGS), ...SCREENS];
const stranger = asked.find((name) => !known.includes(name));
if (stranger !== undefined) {
  console.error(`There is no picture '${stranger}'; there are ${known.join(', ')}.`);
  process.exit(2);
}
const wanted = (name: string): boolean => !asked.length || asked.includes(name);
for (const [name, make] of Object.entries(DRAWINGS)) if (wanted(name)) await write(name, await make());
await makeScreens(wanted, write);
