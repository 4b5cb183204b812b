/**
 * A disk that fails as it is told, beneath node:fs/promises: the real files of a folder, with every operation counted.
 *
 * A power cut comes at one of them. A write under way leaves half of its bytes, nothing works afterwards (not the tidying
 * up either), and on the next start what was written but never flushed is cut in half as well, since it was in memory
 * alone; a file that was given another's name before it was flushed is cut under that name, and a name that was given
 * but whose folder was not flushed is taken back. A full disk lets everything
 * pass but writes. Used by `vi.mock('node:fs/promises', ...)`, as the code under test imports the module by name.
 */

import type real from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';

type Fs = typeof real;

/** What ends the run: no code of ours may take it for an error that it knows. */
export class PowerCut extends Error {
  override name = 'PowerCut';
}

/** Operations that change something; all others are counted, and fail after the cut, but never leave traces. */
const COUNTED = [
  'writeFile',
  'rename',
  'rm',
  'unlink',
  'mkdir',
  'truncate',
  'utimes',
  'open',
  'copyFile',
  'appendFile',
  'link',
] as const;

export class FaultyDisk {
  /** Operations so far. */
  count = 0;
  /** Whether a write to an open file takes half of its bytes and says so, as a disk may that is nearly full. */
  shortWrites = false;
  /** Whether a file can have one name alone, as on FAT. */
  withoutLinks = false;
  private cutAt = Number.POSITIVE_INFINITY;
  private error: { at: number; code: string; times: number } | null = null;
  private off = false;
  /** Files that were written to and not flushed. */
  private readonly unflushed = new Set<string>();
  /** Names given in folders that were not flushed, and what had them before. */
  private names: { to: string; before: Buffer | null }[] = [];

  constructor(private readonly real: Fs) {}

  /** Whether the power is on: what is said without it, nobody hears. */
  get powered(): boolean {
    return !this.off;
  }

  /** Cuts the power at the n-th operation from now, 1 the first. */
  cutPowerAt(n: number): void {
    this.count = 0;
    this.cutAt = n;
  }

  /** Lets writes fail with this code from the n-th operation on, so many times. */
  failAt(n: number, code: string, times = Number.POSITIVE_INFINITY): void {
    this.count = 0;
    this.error = { at: n, code, times };
  }

  /** There is room again, or whatever it was. */
  heal(): void {
    this.error = null;
  }

  /** The power is back: what had not been flushed is cut in half. */
  async restart(): Promise<void> {
    this.off = false;
    this.cutAt = Number.POSITIVE_INFINITY;
    this.error = null;
    for (const { to, before } of this.names.reverse()) {
      this.unflushed.delete(to);
      if (before) await this.real.writeFile(to, before);
      else await this.real.rm(to, { force: true, recursive: true });
    }
    this.names = [];
    for (const file of this.unflushed) {
      const stat = await this.real.stat(file).catch(() => null);
      if (stat?.isFile()) await this.real.truncate(file, stat.size >> 1);
    }
    this.unflushed.clear();
  }

  /** The module as code sees it. */
  module(): Fs {
    const { real } = this;
    const module: Record<string, unknown> = { ...real };
    for (const name of COUNTED) module[name] = (...args: unknown[]) => this.operation(name, args);
    for (const name of ['readFile', 'readdir', 'stat', 'lstat', 'access', 'realpath'] as const)
      module[name] = async (...args: unknown[]) => {
        this.expectPower();
        return (real[name] as (...args: unknown[]) => Promise<unknown>)(...args);
      };
    return { ...module, default: module } as unknown as Fs;
  }

  private expectPower(): void {
    if (this.off) throw new PowerCut('the power is off');
  }

  /** Counts an operation. @returns whether it is the one in the middle of which the power goes */
  private step(writes: boolean): boolean {
    this.expectPower();
    this.count++;
    if (this.count >= this.cutAt) {
      this.off = true;
      return true;
    }
    if (writes && this.error && this.count >= this.error.at && this.error.times-- > 0) {
      const { code } = this.error;
      throw Object.assign(new Error(`${code}: as it was told, write`), { code });
    }
    return false;
  }

  private async operation(name: (typeof COUNTED)[number], args: unknown[]): Promise<unknown> {
    const file = String(args[0]);
    if (name === 'link' && this.withoutLinks) throw Object.assign(new Error('no links'), { code: 'EPERM' });
    const writes = ['writeFile', 'mkdir', 'copyFile', 'appendFile', 'link'].includes(name);
    const opensNew = name === 'open' && /[wax]/.test(String(args[1] ?? 'r'));
    const cut = this.step(writes || opensNew);
    if (name === 'writeFile' || name === 'appendFile') {
      this.unflushed.add(file);
      const bytes = Buffer.from(args[1] as string);
      await this.real[name](file, cut ? bytes.subarray(0, bytes.length >> 1) : bytes, args[2] as object);
      if (cut) throw new PowerCut(`in the middle of ${name}`);
      return undefined;
    }
    if (cut) throw new PowerCut(`before ${name}`);
    if (name === 'rename' || name === 'link') {
      const to = String(args[1]);
      this.names.push({ to, before: await this.real.readFile(to).catch(() => null) });
    }
    const done = await (this.real[name] as (...args: unknown[]) => Promise<unknown>)(...args);
    if (name === 'rename' && this.unflushed.delete(file)) this.unflushed.add(String(args[1]));
    if (name === 'link' && this.unflushed.has(file)) this.unflushed.add(String(args[1]));
    return name === 'open' ? this.handle(done as FileHandle, file) : done;
  }

  private handle(handle: FileHandle, file: string): FileHandle {
    const write = async (bytes: Uint8Array, more: unknown[], all: boolean) => {
      const cut = this.step(true);
      this.unflushed.add(file);
      const part = cut || (this.shortWrites && !all && bytes.length > 1) ? bytes.subarray(0, bytes.length >> 1) : bytes;
      if (all) await handle.writeFile(part);
      else if (part.length) await handle.write(part, 0, part.length, more[2] as number);
      if (cut) throw new PowerCut('in the middle of a write');
      return { bytesWritten: part.length, buffer: bytes };
    };
    const own: Partial<Record<keyof FileHandle, unknown>> = {
      writeFile: (bytes: string | Uint8Array) => write(Buffer.from(bytes), [], true),
      write: (bytes: Uint8Array, from = 0, length = bytes.length, at?: number) =>
        write(bytes.subarray(from, from + length), [0, 0, at], false),
      sync: async () => {
        if (this.step(true)) throw new PowerCut('before a flush');
        await handle.sync();
        this.unflushed.delete(file);
        this.names = this.names.filter(({ to }) => path.dirname(to) !== file);
      },
    };
    return new Proxy(handle, {
      get: (target, name) => {
        const found = own[name as keyof FileHandle] ?? Reflect.get(target, name, target);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    });
  }
}
