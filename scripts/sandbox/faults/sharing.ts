import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Context, TokenBody } from '../behaviour';
import { cachedBy } from '../changes';
import type { ReceivedReferences } from '../references';
import type { Change, Fault } from '../types';
import { group } from './define';

/** Issues one token for all requests whose references are the same after an edit. */
const editedKey = (edit: (value: string) => string): Change =>
  cachedBy((references) => JSON.stringify(Object.values(references).map((value) => edit(String(value)))));

/** Issues one token for all requests with the same header. */
const headerKey = (name: string): Change =>
  cachedBy((references, { request }) => request.header(name) ?? JSON.stringify(references));

const joined = (separator: string, arrange: (values: string[]) => string[]): Change =>
  cachedBy((references) => arrange(Object.values(references).map(String)).join(separator));

/** How long a token takes to issue, so that requests meet. */
const issuingMs = 25;

/** Gives the token that is being issued to all who come in the meantime. */
const together: Change = (right) => {
  let running: Promise<TokenBody> | undefined;
  const start = async (references: ReceivedReferences, context: Context) => {
    await sleep(issuingMs);
    await turn();
    running = undefined;
    return right.issue(references, context);
  };
  return {
    issue: (references, context) => {
      running ??= start(references, context);
      return running;
    },
  };
};

/** Faults by which requests get what belongs to others. */
export const sharingFaults: readonly Fault[] = group('violation', ['C8'], {
  'token-cached-sorted': [
    'Issues one token for the same references in another order',
    joined('\n', (values) => values.sort()),
  ],
  'token-cached-sorted-letters': [
    'Issues one token for references of the same letters',
    editedKey((value) => [...value].sort().join('')),
  ],
  'token-cached-cut': [
    'Issues one token for references with the same 20 characters',
    editedKey((value) => value.slice(0, 20)),
  ],
  'token-cached-cut-late': [
    'Issues one token for references with the same 40 characters',
    editedKey((value) => value.slice(0, 40)),
  ],
  'token-cached-by-end': [
    'Issues one token for references with the same last 20 characters',
    editedKey((value) => value.slice(-20)),
  ],
  'token-cached-as-numbers': [
    'Issues one token for references that are the same number',
    editedKey((value) => (/^[\d.]+$/.test(value) ? String(Number(value)) : value)),
  ],
  'token-cached-without-punctuation': [
    'Issues one token for references that differ in punctuation',
    editedKey((value) => value.replace(/[._-]/g, '')),
  ],
  'token-cached-by-hyphens': [
    'Issues one token for references that are the same when joined by hyphens',
    joined('-', (values) => values),
  ],
  'token-cached-by-customer-and-order': [
    'Issues one token for each customerRef and orderRef',
    cachedBy(({ customerRef, orderRef }) => JSON.stringify([customerRef, orderRef])),
  ],
  'token-cached-by-correlation-id': ['Issues one token for each correlation id', headerKey('x-correlation-id')],
  'token-cached-by-idempotency-key': ['Issues one token for each Idempotency-Key', headerKey('idempotency-key')],
  'token-cached-by-cookie': ['Issues one token for each cookie', headerKey('cookie')],
  'token-shared-at-once': ['Issues one token for all requests that come at once', together],
});
