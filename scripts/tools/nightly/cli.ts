import { setTimeout as wait } from 'node:timers/promises';
import { nightly } from './main';

const io = {
  env: process.env,
  now: Date.now,
  wait: (ms: number) => wait(ms),
  stdout: process.stdout,
  stderr: process.stderr,
};

nightly(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode = exitCode;
});
