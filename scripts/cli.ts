#!/usr/bin/env node
const [usage, noVerdict] = [2, 3];

// Before anything is loaded: Node's own exit code would say that the contract is broken, and its message might hold a
// secret.
process.on('uncaughtException', ({ name, stack = '' }) => {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  process.stderr.write(`internal error: ${[name, ...frames].join('\n')}\n`);
  process.exit(noVerdict);
});

/** npm passes a signal on that the terminal has raised in our process too: the second one so soon is not the user's. */
const echoMs = 250;

function end(exitCode: number, what: string, next: string): never {
  process.stderr.write(`error: ${what}\n  next: ${next}\n`);
  process.exit(exitCode);
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return end(noVerdict, `the working folder cannot be read (${code})`, 'change to a folder that exists');
  }
}

const cwd = workingFolder();
// Loaded only now, so that a file that cannot be loaded does not end with Node's exit code.
require('./cli/compile-cache');
const { main } = require('./cli/main') as typeof import('./cli/main');
const { writeWholly } = require('./cli/whole-output') as typeof import('./cli/whole-output');
const { debugProblem, takeVariables } = require('./cli/private-process') as typeof import('./cli/private-process');

const env = takeVariables(process.env);
const problem = debugProblem(env);
if (problem !== undefined) end(usage, problem, 'unset NODE_DEBUG');

const io: Parameters<typeof main>[1] = {
  env,
  cwd,
  stdout: process.stdout,
  stderr: process.stderr,
  // Not opened before it is read: an open one would keep the process from ending.
  get stdin() {
    return process.stdin;
  },
  onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => {
    let first: number | undefined;
    const raised = (signal: 'SIGINT' | 'SIGTERM'): void => {
      if (first === undefined) {
        first = performance.now();
        listener(signal);
      } else if (performance.now() - first > echoMs) process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    process.on('SIGINT', raised).on('SIGTERM', raised);
    return () => process.off('SIGINT', raised).off('SIGTERM', raised);
  },
};

writeWholly(process.stdout);
// Whatever reads our output may go away first, as `head` does: the verdict still is the exit code.
let outputLost = false;
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE' || outputLost) return;
  outputLost = true;
  const why =
    code === 'ENOSPC' ? 'there is no space left' : code === 'EFBIG' ? 'the file would be too large' : String(code);
  process.stderr.write(
    `error: standard output could not be written: ${why}\n  next: free some space, or write the output elsewhere; files in --out are not affected\n`,
  );
});
process.stderr.on('error', () => undefined);

main(process.argv.slice(2), io).then(async (exitCode) => {
  // Node tells only after the write that the last output was lost.
  await new Promise((resolve) => setImmediate(resolve));
  process.exitCode = outputLost && exitCode === 0 ? noVerdict : exitCode;
  // Requests that were given up may still hold sockets open; all output has been written.
  if (process.stdout.writableLength === 0 || process.stdout.errored) process.exit();
  process.stdout.once('drain', () => process.exit());
});
