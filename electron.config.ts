// The one build configuration, of three builds: the Node side (command line, hosts, engine), the preload script, the page.

import fs from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

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
    plugins: [linkCommand('lineament', 'out/main/cli.js')],
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
          app: 'main/app-entry.ts',
        },
        // Entries and what they share lie in one folder: code that looks for files from where it lies finds them.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
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
    plugins: [react()],
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
