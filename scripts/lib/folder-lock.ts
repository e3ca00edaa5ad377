import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { inputProblemText, outputProblemText } from './file-problem';
import { jsonObject } from './json';
import { InputProblem, readInput } from './read-input';
import { UserError } from './user-error';

/** Who holds a folder. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process started, as the system counts; tells it from a later one of the same number. */
  readonly started?: string;
  readonly token: string;
}

const fileName = '.lock';
const mostAttempts = 5;
/** How often a holder shows that it lives, for processes on other machines and in other containers. */
const signOfLifeMs = 10_000;
/** After this time without a sign of life, a holder on another machine counts as dead. */
const longestSilenceMs = 90_000;
/** In bytes. */
const longestLock = 4096;

/** Field 22 of `/proc/PID/stat`, after the name in parentheses, which may contain anything. Only Linux has it. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isRunning({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs and belongs to another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

/** The text of a lock, if there is one. A pipe in its place would keep us waiting. */
function readLock(path: string): string | undefined {
  try {
    return readInput(path, longestLock).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof InputProblem)) throw error;
    throw new UserError(`${path} cannot be read: ${inputProblemText(error)}`, 'delete it, or use another folder');
  }
}

function readHolder(path: string): { readonly text: string; readonly holder: Holder | undefined } | undefined {
  const text = readLock(path);
  if (text === undefined) return undefined;
  const { host, pid, started, token } = jsonObject(text) ?? {};
  if (typeof host !== 'string' || !Number.isSafeInteger(pid) || Number(pid) <= 0 || typeof token !== 'string')
    return { text, holder: undefined };
  return { text, holder: { host, pid: Number(pid), token, ...(typeof started === 'string' && { started }) } };
}

/** Takes away the lock of a dead process. If another process was faster, its lock is put back. */
function takeAway(path: string, text: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (readLock(aside) !== text) linkSync(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Of a folder in which this process may create nothing. */
const unwritable: readonly string[] = ['EACCES', 'ENOENT', 'ENOTDIR', 'EPERM', 'EROFS'];

function writeNew(path: string, text: string, shown: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o644, flush: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!unwritable.includes(code)) throw error;
    throw new UserError(
      `nothing can be written to ${shown}: ${outputProblemText(error)}`,
      'choose another folder with --out',
    );
  }
}

/** Removes a file that this process may have made; where that fails, what happened before it is what counts. */
function removeOwn(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Another name than that of the lock: nobody reads it.
  }
}

/** Makes the lock with its content at once, so that nobody reads an empty one. Else tells whether its holder is silent. */
function tryLock(path: string, text: string, shown: string): boolean | 'silent' {
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeNew(own, text, shown);
    try {
      linkSync(own, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return tryPlainLock(path, text);
    }
    // Both times are those of the file system that the machines share.
    const found = statSync(path, { throwIfNoEntry: false });
    return found && statSync(own).mtimeMs - found.mtimeMs > longestSilenceMs ? 'silent' : false;
  } finally {
    removeOwn(own);
  }
}

/** Shows signs of life, by the clock of the file system, until the returned function is called. */
function showLife(path: string, text: string): () => void {
  const timer = setInterval(() => {
    try {
      if (readLock(path) === text) writeFileSync(path, text, { flag: 'r+' });
    } catch {
      // The folder may be gone; the run says so itself.
    }
  }, signOfLifeMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** For file systems without hard links. */
function tryPlainLock(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Holds a folder for this process until the returned function is called. A process that died no longer holds it.
 *
 * @param shown the folder, for messages
 * @throws UserError if another process holds it, or nothing can be written to it
 */
export function lockFolder(folder: string, shown: string): () => void {
  const path = join(folder, fileName);
  const started = startOf(process.pid);
  const token = randomBytes(8).toString('hex');
  const own: Holder = { host: hostname(), pid: process.pid, token, ...(started !== undefined && { started }) };
  const text = `${JSON.stringify(own)}\n`;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const taken = tryLock(path, text, shown);
    if (taken === true) {
      const stopShowing = showLife(path, text);
      return () => {
        stopShowing();
        if (readHolder(path)?.holder?.token === token) rmSync(path, { force: true });
      };
    }
    const found = readHolder(path);
    if (!found) continue;
    const { holder } = found;
    if (holder && holder.host !== own.host && taken !== 'silent')
      throw new UserError(
        `${shown} is used by a process on ${JSON.stringify(holder.host.slice(0, 80))}`,
        'use another folder; if that process was killed, try again in two minutes',
      );
    if (holder && holder.host === own.host && isRunning(holder))
      throw new UserError(`${shown} is used by process ${holder.pid}`, 'wait until it ends, or use another folder');
    takeAway(path, found.text);
  }
  throw new UserError(`${shown} is used by other processes`, 'use another folder');
}
