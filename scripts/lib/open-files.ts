import { readFileSync } from 'node:fs';

/** How many files this process may have open; `undefined` where the system does not say so. */
function mostOpenFiles(): number | undefined {
  try {
    const [, most] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return most === undefined ? undefined : Number(most);
  } catch {
    return undefined;
  }
}

/** @throws Error as the system would throw it, if fewer files than this may be open */
export function requireOpenFiles(count: number): void {
  if ((mostOpenFiles() ?? count) < count)
    throw Object.assign(new Error('too many files would be open'), { code: 'EMFILE', syscall: 'open' });
}
