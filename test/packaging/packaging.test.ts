import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeStubElectron } from './stub-electron.ts';

/** A fuse's state on the wire: the characters 0 and 1. */
const [OFF, ON] = [0x30, 0x31];

/** Where electron-builder's offline path is known to work; elsewhere it would fetch what it packs with. */
const here = process.platform === 'linux';
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lineament-package-'));
const resources = path.resolve('out/packages/linux-unpacked/resources');
const archive = path.join(resources, 'app.asar');
afterAll(() => fs.rmSync(scratch, { recursive: true }));

describe.skipIf(!here)('the folder that is packed for Linux, around a stand-in for Electron', () => {
  let inside: string[] = [];
  beforeAll(() => {
    makeStubElectron(path.join(scratch, 'electron'));
    const vite = path.resolve('node_modules/vite/bin/vite.js');
    execFileSync(process.execPath, [vite, 'build', '--ssr', 'packaging/make.ts', '--outDir', 'out/packager'], {
      stdio: 'pipe',
    });
    fs.rmSync('out/packages', { recursive: true, force: true });
    execFileSync(process.execPath, ['out/packager/make.js', '--dir'], {
      stdio: 'pipe',
      env: { ...process.env, LINEAMENT_ELECTRON: path.join(scratch, 'electron') },
    });
    inside = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
  }, 120_000);

  test('engine, page, its sample photos and networks are inside', () => {
    const needed = ['/out/main/app.js', '/out/main/engine.js', '/out/preload/preload.cjs', '/out/renderer/index.html'];
    expect(inside).toEqual(expect.arrayContaining([...needed, '/models/encoder.onnx', '/models/mask.onnx']));
    expect(inside.filter((name) => /renderer\/assets\/elephant-.*\.jpg$/.test(name))).toHaveLength(1);
  });

  test('no sources, source maps, tests, types or development packages are', () => {
    const strange = /\.(map|ts|tsx|md)$|^\/(test|bench|renderer|main|packaging)\/|\/\.scratch|^\/out\/(bench|packager)/;
    expect(inside.filter((name) => strange.test(name))).toEqual([]);
    const packages = inside
      .filter((name) => /^\/node_modules\/(?!@)[^/]+$/.test(name))
      .map((name) => path.basename(name));
    for (const name of [
      'react',
      'electron',
      'vite',
      'vitest',
      'paper',
      'typescript',
      'bullmq',
      'ioredis',
      'msgpackr',
    ]) {
      expect(packages).not.toContain(name);
    }
  });

  test("native libraries lie unpacked, this system's only", () => {
    const modules = path.join(resources, 'app.asar.unpacked', 'node_modules');
    const runtime = path.join(modules, 'onnxruntime-node', 'bin', 'napi-v6');
    expect(fs.readdirSync(runtime)).toEqual(['linux']);
    expect(fs.readdirSync(path.join(runtime, 'linux'))).toEqual([process.arch]);
    const sharps = fs.readdirSync(path.join(modules, '@img')).filter((name) => name.startsWith('sharp'));
    expect(sharps.sort()).toEqual([`sharp-libvips-linux-${process.arch}`, `sharp-linux-${process.arch}`]);
    expect(fs.statSync(path.join(runtime, 'linux', process.arch, 'onnxruntime_binding.node')).size).toBeGreaterThan(0);
  });

  test('it is no larger than the engine, its libraries and networks need to be', () => {
    const bytes = (folder: string): number =>
      fs.readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
        const file = path.join(folder, entry.name);
        return sum + (entry.isDirectory() ? bytes(file) : fs.statSync(file).size);
      }, 0);
    expect(bytes(resources) / 2 ** 20).toBeLessThan(110);
  });

  test('the fuses are flipped in the program itself', async () => {
    const wire = await getCurrentFuseWire(path.join(resources, '..', 'lineament'));
    const states = (...fuses: FuseV1Options[]) => fuses.map((fuse) => wire[fuse]);
    const off = states(
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    );
    expect(off).toEqual(off.map(() => OFF));
    const on = states(
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    );
    expect(on).toEqual(on.map(() => ON));
  });

  test('every import of the main bundle is inside, down to the last chunk, or is Node or Electron', () => {
    const [seen, packages] = [new Set<string>(), new Set<string>()];
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = extractFile(archive, file.slice(1)).toString();
      for (const [, name] of text.matchAll(/(?:from|import)\s*\(?["']([^"'\n]+)["']/g)) {
        if (name!.startsWith('.')) visit(path.posix.join(path.posix.dirname(file), name!));
        else if (/^[@\w][\w./@-]*$/.test(name!) && !isBuiltin(name!) && name !== 'electron') packages.add(name!);
      }
    };
    for (const entry of ['app', 'engine']) visit(`/out/main/${entry}.js`);
    for (const file of seen) expect(inside).toContain(file);
    expect([...packages]).toEqual(expect.arrayContaining(['onnxruntime-node', 'sharp']));
    // Loaded in a thread of its own, by a path that no import names.
    packages.add('heic-decode');
    for (const name of packages) expect(inside).toContain(`/node_modules/${name}`);
    expect(seen.size).toBeGreaterThan(5);
  });

  test('what is inside draws a sketch with nothing from beside it', () => {
    const alone = path.join(scratch, 'alone');
    extractAll(archive, alone);
    const sketch = path.join(scratch, 'sketch.svg');
    const photo = path.resolve('assets/samples/elephant.jpg');
    const words = ['sketch', photo, '-o', sketch, '--strokes', '4', '--quality', 'draft'];
    execFileSync(process.execPath, [path.join(alone, 'out', 'main', 'cli.js'), ...words], { stdio: 'pipe' });
    expect(fs.readFileSync(sketch, 'utf8').match(/<path/g)).toHaveLength(4);
  });

  test('licences and the bill of materials name what is inside', () => {
    const licences = fs.readFileSync(path.join(resources, 'LICENSES.txt'), 'utf8');
    const bill = JSON.parse(fs.readFileSync(path.join(resources, 'bom.cdx.json'), 'utf8'));
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    const names: string[] = bill.components.map(({ name }: { name: string }) => name);
    for (const name of ['electron', 'onnxruntime-node', 'sharp', 'react', 'paper', 'encoder.onnx']) {
      expect(names).toContain(name);
      if (!name.endsWith('.onnx')) expect(licences).toContain(`\n${name} `);
    }
    const modules = inside.filter((name) => /^\/node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(name));
    for (const file of modules)
      expect(names).toContain(JSON.parse(extractFile(archive, file.slice(1)).toString()).name);
    expect(names).not.toContain('bullmq');
  });
});

/** Packages with an install script, and why none fetches anything. */
const SCRIPTS: Record<string, string> = {
  'node_modules/onnxruntime-node': 'skipped by .npmrc and by allowScripts: it would fetch CUDA libraries',
  'node_modules/electron-winstaller': 'copies one of its own files',
  'node_modules/msgpackr-extract': 'skipped by allowScripts; would look whether its library loads, and is not needed',
};

test('no package has an install script that is not known to fetch nothing', () => {
  const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
  const scripted = Object.keys(packages).filter((name) => packages[name].hasInstallScript);
  expect(scripted.sort()).toEqual(Object.keys(SCRIPTS).sort());
  expect(fs.readFileSync('.npmrc', 'utf8')).toContain('onnxruntime-node-install=skip');
});
