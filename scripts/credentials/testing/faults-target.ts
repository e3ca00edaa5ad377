import { error, issue, page } from './api';
import { atSandbox, seeded } from './arrange';
import { keysOf } from './check';

const filtered = { status: 400, body: { supportId: '17411', rejected: true } };
const notFound = error(404, 'RESOURCE_NOT_FOUND');

/** Faults of the target. */
export const targetFaults = seeded(3, [
  [
    'no HMAC exchange at either path',
    'exchange-not-offered',
    'hmac-exchange',
    { hmac: notFound, hmacOther: { status: 405 } },
  ],
  [
    'a web server that has neither path',
    'exchange-not-offered',
    'hmac-exchange',
    { first: page(404), hmac: page(404), hmacOther: page(404) },
  ],
  ['a page in place of the call', 'call-not-offered', 'payout-token', { payout: page(404) }],
  ['the call no longer offered', 'call-not-offered', 'payout-token', { payout: notFound }],
  [
    'a management token that is refused at once',
    'fetched-token-refused',
    'payout-token',
    () => atSandbox('hmac-token-not-accepted', (sandbox) => ({ settings: keysOf(sandbox) })),
  ],
  [
    'a payout token without references',
    'payout-token-broken',
    'payout-claims',
    { payout: issue({ aud: 'payout-api' }) },
  ],
  [
    'a payout token that the options refuse',
    'payout-token-refused',
    'payout-options',
    () => atSandbox('options-refuses-token', (sandbox) => ({ settings: keysOf(sandbox) })),
  ],
  ['no payout options', 'options-not-offered', 'payout-options', { options: notFound }],
  [
    'a filter that answers everything with a 400 of its own',
    'answer-unexpected',
    'hmac-exchange',
    { first: filtered, hmac: filtered, payout: filtered },
  ],
  [
    'a 400 of another form at the exchange alone',
    'answer-unexpected',
    'hmac-exchange',
    { hmac: { status: 400, body: { error: 'invalid_request' } } },
  ],
  [
    '404 for something else than the call',
    'answer-unexpected',
    'payout-token',
    { payout: error(404, 'SCHEME_NOT_FOUND') },
  ],
  [
    'a header that the exchange is said to need',
    'answer-unexpected',
    'hmac-exchange',
    { hmac: error(400, 'IDEMPOTENCY_KEY_IS_REQUIRED') },
  ],
  ['no token at the exchange', 'answer-unexpected', 'hmac-exchange', { hmac: { status: 200, body: {} } }],
  ['an odd status', 'answer-unexpected', 'payout-token', { payout: { status: 418, body: {} } }],
  [
    'a body that is longer than 1 MiB',
    'answer-unexpected',
    'first-answer',
    { first: { status: 401, body: 'a'.repeat(1024 * 1024 + 1) } },
  ],
  ['options of another shape', 'answer-unexpected', 'payout-options', { options: { status: 200, body: [] } }],
]);
