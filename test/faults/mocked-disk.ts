/** node:fs/promises with a faulty disk beneath, for `vi.mock('node:fs/promises', mockedDisk)`; one disk a test file. */

import { FaultyDisk } from './faulty-disk.ts';

let disk: FaultyDisk | null = null;

export async function mockedDisk(original: () => Promise<unknown>): Promise<object> {
  disk = new FaultyDisk((await original()) as ConstructorParameters<typeof FaultyDisk>[0]);
  return disk.module();
}

/** To be called once the module was imported by somebody. */
export function theDisk(): FaultyDisk {
  if (!disk) throw new Error('Nothing has imported node:fs/promises yet.');
  return disk;
}
