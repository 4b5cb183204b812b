// The one build configuration. For now it builds the Node side alone (the command line); the page and Electron's
// own entry points join it as they arrive.

import fs from 'node:fs';
import path from 'node:path';
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
      // The command line runs under plain Node, so the target is the oldest Node we support, not Electron's.
      target: 'node20',
      externalizeDeps: true,
      rollupOptions: {
        input: { cli: 'main/cli.ts' },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
});
