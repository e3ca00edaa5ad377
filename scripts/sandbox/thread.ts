import { startThread } from '../lib/thread';
import type { StartedInThread } from './thread-worker';
import type { Sandbox } from './types';

/** What another thread can know of a sandbox. */
export type ThreadedSandbox = Pick<Sandbox, 'url' | 'credentials' | 'close'>;

/**
 * Starts a sandbox as it is by default, in a thread of its own, so that it does not share the time of who calls it.
 *
 * @throws Error if it cannot listen
 */
export async function startSandboxThread(): Promise<ThreadedSandbox> {
  const worker = startThread('sandbox/thread-worker');
  const started = await new Promise<StartedInThread>((resolve, reject) => {
    worker.once('message', resolve);
    // Later, a sandbox that failed no longer answers, and its caller says so.
    worker.on('error', reject);
  });
  return {
    ...started,
    close: async () => {
      await worker.terminate();
    },
  };
}
