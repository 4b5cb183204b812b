/**
 * `npm run package [-- TARGET] [--dir]`: icons, licences and bill of materials, then electron-builder. TARGET is such as
 * linux-x64 and this machine's without it; `--dir` makes the folder that would be packed. LINEAMENT_ELECTRON names a
 * folder with Electron's program, where it is not to be fetched.
 */

import fs from 'node:fs';
import { build, createTargets, Platform } from 'electron-builder';
import { packaging } from '../electron.config.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { writeIcons } from './icons.ts';
import { ingredients, product } from './ingredients.ts';
import { licenceText } from './licences.ts';
import { runtimeFolder, sharpFolders, type Target, targetOf } from './target.ts';

const MADE = 'out/packaging';
const PLATFORMS = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC };

const args = process.argv.slice(2);
const name = args.find((arg) => !arg.startsWith('-')) ?? `${process.platform}-${process.arch}`;
try {
  await make(targetOf(name), args.includes('--dir'));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function make(target: Target, folderOnly: boolean): Promise<void> {
  const lacking = [runtimeFolder(target), ...sharpFolders(target)].filter((folder) => !fs.existsSync(folder));
  if (lacking.length) {
    throw new Error(
      `${lacking.join(' and ')} must be there for ${target.platform}-${target.arch}, and npm installs what the machine ` +
        `needs: run \`npm ci --os=${target.platform} --cpu=${target.arch}\`, or package on such a machine.`,
    );
  }
  const parts = ingredients(target);
  await writeIcons(`${MADE}/icons`);
  fs.writeFileSync(`${MADE}/LICENSES.txt`, licenceText(parts));
  fs.writeFileSync(`${MADE}/bom.cdx.json`, billOfMaterials(product(), parts));
  const electron = process.env['LINEAMENT_ELECTRON'];
  const files = await build({
    targets: createTargets([PLATFORMS[target.platform]], folderOnly ? 'dir' : null, target.arch),
    config: { ...packaging(target, homepage()), ...(electron ? { electronDist: electron } : {}) },
    publish: 'never',
  });
  for (const file of files) console.log(file);
}

/** The page of the repository whose workflow packages, or that of the method. */
function homepage(): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  return server && repository ? `${server}/${repository}` : 'https://clipasso.github.io/clipasso/';
}
