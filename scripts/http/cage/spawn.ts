import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Duplex, Writable } from 'node:stream';
import { once } from '../../lib/once';
import { codeRoot } from '../../lib/package-root';
import { FrameReader, frameOf, longestPiece } from './channel.cjs';
import type { FromChild, ToChild } from './protocol';

/** In MiB; the heap of a large collection with its responses takes a tenth of it. */
const heapMiB = 512;
/** What the process may take in all, where the system tells: buffers are not in the heap. */
const residentBytes = 3 * heapMiB * 1024 * 1024;
/** What is kept of what the process writes to standard error. */
const longestComplaint = 16 * 1024;

/** Of one message of the process, in bytes; nothing that it tells is longer. */
const longestMessage = { longestText: 4 * 1024 * 1024, longestBytes: longestPiece };
/** In bytes: what the process has asked for, and does not read. */
const mostUnread = 128 * 1024 * 1024;

/** A process in which a collection runs. */
export interface Cage {
  readonly send: (message: ToChild) => void;
  /** Ends the process at once. */
  readonly kill: () => void;
}

export interface CageHooks {
  /** A script that left its machine may have written any of it. The length of its text is in bytes. */
  readonly onMessage: (message: FromChild, textLength: number) => void;
  /** The process ended; `because` says why, unless it was killed by `kill` or ended by itself. */
  readonly onEnd: (because: string | undefined) => void;
}

const newmanFile = once(() => realpathSync(require.resolve('newman')));

/** The folder of packages that Newman and all that it needs are in. */
function packageFolder(): string {
  const file = newmanFile();
  const outermost = file.indexOf(`${sep}node_modules${sep}`);
  return outermost === -1 ? dirname(file) + sep : file.slice(0, outermost + `${sep}node_modules${sep}`.length);
}

/** Node's permission model, by the name that this version has for it. */
function permissionFlags(file: string): string[] {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
  return [flag, `--allow-fs-read=${dirname(file)}${sep}*`, `--allow-fs-read=${packageFolder()}*`];
}

const outOfMemory = 'its scripts needed too much memory';

/** How many bytes of memory a process has, where the system says so; in `statm`, the size of a page would matter. */
function residentSize(pid: number): number {
  try {
    return 1024 * Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Waits for a line; if the other end closes without one, its owner was killed. */
const guardProgram = `trap '' INT TERM HUP; read _ || kill -9 "$1"`;

/**
 * Ends a process when this one is killed: an endless loop does not notice that its parent is gone. A shell waits at the
 * other end of a pipe, which the system closes. Windows has no such shell; there the process has to be ended by hand.
 *
 * @returns what is called when the process has ended
 */
function endWithParent(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guard = spawn('/bin/sh', ['-c', guardProgram, 'guard', String(pid)], {
    ...{ env: {}, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] },
  });
  guard.on('error', () => undefined);
  // Where too many files are open, there is no pipe either.
  const pipe: Writable | undefined = guard.stdin;
  pipe?.on('error', () => undefined);
  guard.unref();
  return () => pipe?.end('\n');
}

/** Starts the process in which a collection runs: nothing of the environment, no rights, no descriptors but the channel. */
export function openCage({ onMessage, onEnd }: CageHooks): Cage {
  const file = realpathSync(join(codeRoot, 'http/cage/child.cjs'));
  const child: ChildProcess = spawn(
    process.execPath,
    [
      ...permissionFlags(file),
      '--no-warnings',
      '--disable-proto=delete',
      `--max-old-space-size=${heapMiB}`,
      file,
      newmanFile(),
    ],
    { cwd: dirname(file), env: {}, stdio: ['ignore', 'ignore', 'pipe', 'overlapped'] },
  );
  const release = child.pid === undefined ? () => undefined : endWithParent(child.pid);
  let complaint = '';
  let because: string | undefined;
  let ended = false;
  let killed = false;
  const end = (reason?: string): void => {
    if (ended) return;
    ended = true;
    clearInterval(watch);
    child.kill('SIGKILL');
    release();
    onEnd(reason);
  };
  const watch = setInterval(() => {
    if (child.pid === undefined || residentSize(child.pid) < residentBytes) return;
    because = outOfMemory;
    child.kill('SIGKILL');
  }, 500);
  watch.unref();
  child.stderr?.on('data', (bytes: Buffer) => {
    if (complaint.length < longestComplaint) complaint += bytes.toString('utf8');
  });
  // Where too many files are open, there are no streams at all.
  const channel = (child.stdio as typeof child.stdio | undefined)?.[3] as Duplex | undefined;
  const reader = new FrameReader(longestMessage, (message: FromChild, textLength: number) => {
    if (!ended) onMessage(message, textLength);
  });
  channel?.on('error', () => undefined);
  channel?.on('data', (chunk: Buffer) => {
    if (ended) return;
    try {
      reader.push(chunk);
    } catch {
      // Only a script that left its machine sends what cannot be read.
      end('its process sent something that cannot be read');
    }
  });
  child.on('error', (error) => end(`its process could not be started: ${error.message}`));
  // After the last message and the last of standard error.
  child.on('close', (code, signal) => {
    if (killed) return end();
    // V8 ends the process with these words alone.
    if (/heap out of memory|Allocation failed/.test(complaint)) return end(outOfMemory);
    if (because !== undefined) return end(because);
    end(code === 0 ? undefined : `its process ended with ${signal ?? `code ${code}`}`);
  });
  return {
    send: (message) => {
      if (ended || !channel?.writable) return;
      if (channel.writableLength > mostUnread) end('its process does not read what it asked for');
      else channel.write(frameOf(message));
    },
    kill: () => {
      killed = true;
      end();
    },
  };
}
