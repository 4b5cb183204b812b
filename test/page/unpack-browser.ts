/**
 * Unpacks the packed Chromium once, before any test starts: two tests that unpacked it at once would each find half of
 * it. Its package carries the libraries that it needs too, but unpacks them only where it believes to run on Lambda.
 */

import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

/** Where the package puts the libraries. */
const LIBRARIES = path.join(os.tmpdir(), 'al2023', 'lib');

export default async function setup(): Promise<void> {
  const { AWS_EXECUTION_ENV, LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  const { default: packed } = await import('@sparticuz/chromium');
  await packed.executablePath();
  // The libraries are the browser's: other programs of the tests shall not find them.
  for (const [name, value] of Object.entries({ AWS_EXECUTION_ENV, LD_LIBRARY_PATH, FONTCONFIG_PATH })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** The environment to start the browser in: with the package's libraries where the system lacks its own. */
export function browserEnvironment(executable: string): Record<string, string> {
  const plain = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
  const runs = spawnSync(executable, ['--version'], { timeout: 20_000 }).status === 0;
  return (runs ? plain : { ...plain, LD_LIBRARY_PATH: LIBRARIES }) as Record<string, string>;
}
