import { parentPort } from 'node:worker_threads';
import { startSandbox } from '.';
import type { Sandbox } from './types';

/** What the thread tells, once it listens. */
export type StartedInThread = Pick<Sandbox, 'url' | 'credentials'>;

void startSandbox().then(({ url, credentials }) => {
  const started: StartedInThread = { url, credentials };
  parentPort?.postMessage(started);
});
