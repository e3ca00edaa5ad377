import { parentPort } from 'node:worker_threads';
import { startSandbox } from '.';
import type { Sandbox } from './types';

/** What the thread tells, once it listens. */
export type FromThread = Pick<Sandbox, 'url' | 'credentials'>;

void startSandbox().then(({ url, credentials }) => {
  const started: FromThread = { url, credentials };
  parentPort?.postMessage(started);
});
