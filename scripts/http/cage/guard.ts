import { spawn } from 'node:child_process';

/** Waits for a line; if the other end closes without one, its owner was killed. */
const program = `trap '' INT TERM HUP; read _ || kill -9 "$1"`;

/**
 * Ends a process when this one is killed: an endless loop does not notice that its parent is gone. A shell waits at the
 * other end of a pipe, which the system closes. Windows has no such shell; there the process has to be ended by hand.
 *
 * @returns what is called when the process has ended
 */
export function endWithParent(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guard = spawn('/bin/sh', ['-c', program, 'guard', String(pid)], {
    ...{ env: {}, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] },
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => guard.stdin.end('\n');
}
