/**
 * The one build configuration: of three builds (the Node side with command line, hosts and engine; the preload script;
 * the page), and of the packages that are made of them.
 */

import fs from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { Configuration } from 'electron-builder';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { noteBundled } from './packaging/bundled.ts';
import { queueOnlyFolders } from './packaging/queue-only.ts';
import { foreignNatives, type Target } from './packaging/target.ts';

/**
 * Makes `npx lineament` work in the checkout: npm links the commands of dependencies into node_modules/.bin, but not
 * those of the project itself.
 */
function linkCommand(command: string, entry: string): Plugin {
  return {
    name: 'link-command',
    closeBundle() {
      const folder = path.resolve('node_modules/.bin');
      const target = path.resolve(entry);
      if (!fs.existsSync(target) || !fs.existsSync(folder)) return;
      fs.chmodSync(target, 0o755);
      const link = path.join(folder, command);
      fs.rmSync(link, { force: true });
      if (process.platform === 'win32') fs.writeFileSync(`${link}.cmd`, `@node "${target}" %*\r\n`);
      else fs.symlinkSync(path.relative(folder, target), link);
    },
  };
}

export default defineConfig({
  main: {
    plugins: [linkCommand('lineament', 'out/main/cli.js'), noteBundled('main')],
    build: {
      outDir: 'out/main',
      // Most of it runs under plain Node, so the target is the oldest Node we support, not Electron's.
      target: 'node20',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          cli: 'main/cli.ts',
          start: 'main/start.ts',
          web: 'main/web.ts',
          engine: 'main/engine.ts',
          drawer: 'main/queue/drawer.ts',
          app: 'main/app-entry.ts',
        },
        // Entries and what they share lie in one folder: code that looks for files from where it lies finds them.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [noteBundled('preload')],
    build: {
      outDir: 'out/preload',
      externalizeDeps: true,
      rollupOptions: {
        input: { preload: 'main/preload.ts' },
        // A sandboxed preload script has to be CommonJS, in a package of modules under an ending that says so.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), noteBundled('renderer')],
    build: {
      outDir: path.resolve('out/renderer'),
      // Not Electron's Chromium alone: the same page runs in anybody's browser.
      target: 'es2022',
      minify: true,
      // The page's policy allows no data: scripts, and small files inside others would be loaded twice.
      assetsInlineLimit: 0,
      // One file that is read from the same computer: nothing to gain by splitting it.
      chunkSizeWarningLimit: 1000,
      modulePreload: false,
      rollupOptions: { input: path.resolve('renderer/index.html') },
    },
  },
});

/** Made by `npm run package` before electron-builder is called. */
const MADE = 'out/packaging';

/**
 * What electron-builder makes: one target at a time, so that only its own libraries are inside.
 *
 * @param target the system and processor; its sharp must be installed (npm installs the one of the machine it runs on)
 * @param homepage said in the Linux packages
 */
export function packaging(target: Target, homepage: string): Configuration {
  return {
    appId: 'app.lineament.desktop',
    productName: 'Lineament',
    copyright: 'Copyright (c) 2026 The Lineament authors',
    directories: { output: 'out/packages', buildResources: `${MADE}/icons` },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own placeholders.
    artifactName: 'Lineament-${version}-${os}-${arch}.${ext}',
    extraMetadata: { homepage, author: 'The Lineament authors' },
    // All native modules speak Node-API: nothing is compiled, and nothing is fetched for it.
    npmRebuild: false,
    nodeGypRebuild: false,
    publish: null,
    electronLanguages: ['en-US', 'en'],
    files: [
      'package.json',
      'models/*.{onnx,json}',
      'out/{main,preload,renderer}/**',
      '!**/*.map',
      // What the modules bring for compilers, for readers and for downloading more.
      '!node_modules/**/*.{md,markdown,d.ts,d.mts,d.cts,ts,c,cc,cpp,h,hpp,gyp,flow}',
      '!node_modules/**/{test,tests,__tests__,example,examples,docs,.github}/**',
      '!node_modules/onnxruntime-node/script/**',
      '!node_modules/sharp/{src,install}/**',
      ...foreignNatives(target),
      ...queueOnlyFolders().map((folder) => `!${folder}/**`),
    ],
    asar: true,
    // Libraries are opened by the system, which cannot look into an archive; what loads them looks for them beside itself.
    asarUnpack: ['node_modules/onnxruntime-node/**', 'node_modules/sharp/**', 'node_modules/@img/**'],
    extraResources: [
      { from: MADE, to: '.', filter: ['LICENSES.txt', 'bom.cdx.json'] },
      { from: `${MADE}/icons/document.png`, to: 'document.png' },
    ],
    // The program is the app and nothing else: no plain Node, no debugger, no code from beside the archive.
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    },
    fileAssociations: [
      {
        ext: 'lineament',
        name: 'Lineament drawing',
        description: 'Lineament drawing',
        mimeType: 'application/vnd.lineament+zip',
        role: 'Editor',
        icon: target.platform === 'darwin' ? `${MADE}/icons/document.icns` : `${MADE}/icons/document.ico`,
      },
    ],
    win: { target: 'nsis', icon: `${MADE}/icons/icon.ico` },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, license: 'LICENSE' },
    mac: {
      target: 'dmg',
      icon: `${MADE}/icons/icon.icns`,
      category: 'public.app-category.graphics-design',
      minimumSystemVersion: '13.0',
      hardenedRuntime: true,
      // Signed where a certificate is given; Apple silicon starts nothing that is not signed at least by itself.
      ...(process.env['CSC_LINK']
        ? { notarize: Boolean(process.env['APPLE_ID']) }
        : { identity: '-', notarize: false }),
    },
    linux: {
      target: ['AppImage', 'deb'],
      icon: `${MADE}/icons/linux`,
      executableName: 'lineament',
      category: 'Graphics',
      synopsis: 'A photo becomes a sketch of Bézier strokes',
      maintainer: 'The Lineament authors <lineament@localhost>',
    },
  };
}
