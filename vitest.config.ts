import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-first.ts', 'test/page/unpack-browser.ts'],
    // onnxruntime-node is a native addon that aborts when a worker thread ends inside a run; child processes are safe.
    pool: 'forks',
    testTimeout: 120_000,
    // Nothing of a person's own folders is read, and nothing is written there.
    env: {
      LINEAMENT_MODELS: path.join(os.tmpdir(), 'lineament-test-models'),
      LINEAMENT_STATE: path.join(os.tmpdir(), 'lineament-test-state'),
    },
    // A real browser beside real networks on two cores now and then misses a beat; what is wrong fails twice.
    retry: 1,
    coverage: {
      provider: 'v8',
      include: ['main/**/*.ts', 'renderer/**/*.{ts,tsx}', 'packaging/**/*.ts', 'models/*.ts'],
      exclude: ['test/**'],
      reporter: ['json-summary'],
      // A test that fails still says what it ran.
      reportOnFailure: true,
    },
  },
});
