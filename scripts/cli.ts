#!/usr/bin/env node
import { main } from './cli/main';

const io = {
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => {
    process.on('SIGINT', listener).on('SIGTERM', listener);
    return () => process.off('SIGINT', listener).off('SIGTERM', listener);
  },
};

/** Whatever reads our output may go away first, as `head` does: that is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));

main(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode = exitCode;
  // Requests that were given up may still hold sockets open; all output has been written.
  if (process.stdout.writableLength === 0) process.exit();
  process.stdout.once('drain', () => process.exit());
});
