const { availableParallelism } = require('node:os');

// For the workers, which get the arguments of this process. More files run than processors: threads that collect garbage
// beside a test only cost, and so do the many small collections of a young generation of the usual size.
process.execArgv.push('--single-threaded-gc', '--max-semi-space-size=32');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/scripts/testing/environment.cjs',
  globalSetup: '<rootDir>/scripts/testing/build-cli.ts',
  // Ends only what hangs: a whole run takes more than a minute on a machine with five times the work that it can do.
  testTimeout: 240_000,
  // One more than can run at once: tests that wait for a server, a process or a time limit leave the processor to others.
  maxWorkers: availableParallelism() + 1,
  workerIdleMemoryLimit: '1GB',
  // What takes long is left to `npm run test:long`, and to CI.
  testMatch: [{ only: '**/*.long.test.ts', too: '**/*.test.ts' }[process.env.LONG] ?? '**/!(*.long).test.ts'],
  roots: ['<rootDir>/scripts'],
  transform: {
    '\\.ts$|/jose/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // jose is published as an ES module only; jest requires it as CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  collectCoverageFrom: [
    'scripts/**/*.ts',
    '!scripts/**/*.test.ts',
    '!scripts/cli.ts',
    '!scripts/tools/nightly/cli.ts',
    '!scripts/tools/bench/**',
  ],
  coverageThreshold: { global: { lines: 90 } },
};
