import { createHash } from 'node:crypto';
import {
  askPayout,
  bearer,
  byCurl,
  byFetch,
  byNode,
  byUndici,
  exchange,
  getOptions,
  getToken,
  hmacHeader,
  inTurn,
  jsonType,
  type Partner,
  payout,
  payoutTokenOf,
  references,
  type Sender,
  type Signing,
} from './client-programs';

/** A client that is wrong in one way, and the words that name its mistake. */
export interface WrongClient {
  readonly name: string;
  readonly says: RegExp;
  readonly evidence: string;
  /** Started with a fault or variant of the sandbox. */
  readonly sandbox?: string;
  readonly needsCurl?: true;
  readonly run: (partner: Partner) => Promise<unknown>;
}

const wrong = (
  name: string,
  says: RegExp,
  evidence: string,
  run: WrongClient['run'],
  more: Pick<WrongClient, 'sandbox' | 'needsCurl'> = {},
): WrongClient => ({ name, says, evidence, run, ...more });

/** A client that is right but for the Authorization header of its payout request. */
const authorized = (
  name: string,
  says: RegExp,
  evidence: string,
  header: (token: string, partner: Partner) => string,
) =>
  wrong(name, says, evidence, async (partner) => {
    const token = await getToken(partner);
    await askPayout(partner, token, { headers: { ...jsonType, Authorization: header(token, partner) } });
  });

const sending = (
  name: string,
  says: RegExp,
  evidence: string,
  body: string,
  send: Sender = byFetch,
  headers: Record<string, string> = jsonType,
) =>
  wrong(
    name,
    says,
    evidence,
    async (partner) => {
      const token = await getToken(partner);
      await askPayout(partner, token, { body, headers: { ...bearer(token), ...headers } }, send);
    },
    send === byCurl ? { needsCurl: true } : {},
  );

const signing = (name: string, says: RegExp, how: Signing, send: Sender = byFetch, evidence = 'H2') =>
  wrong(
    name,
    says,
    evidence,
    (partner) =>
      send(partner, {
        path: exchange,
        headers: { Authorization: hmacHeader(partner, how), ...(how.body && jsonType) },
        ...(how.body && { body: how.body }),
      }),
    send === byCurl ? { needsCurl: true } : {},
  );

const withReference = (customerRef: unknown): string => JSON.stringify({ ...references, customerRef });
const secondsFromNow = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);

const requests: readonly WrongClient[] = [
  sending(
    'curl -d, which sends a form',
    /a Content-Type other than application\/json/,
    'C3',
    JSON.stringify(references),
    byCurl,
    {},
  ),
  sending(
    'fetch with a text body, which sends text/plain',
    /a Content-Type other/,
    'C3',
    JSON.stringify(references),
    byFetch,
    {},
  ),
  sending('node:http without a Content-Type', /sends no Content-Type/, 'C3', JSON.stringify(references), byNode, {}),
  sending(
    'single quotes for JSON',
    /says that its body is JSON, but it is not/,
    'C4',
    "{'customerRef':'a','orderRef':'1','instructionRef':'1'}",
  ),
  sending(
    'a JSON text in a JSON string',
    /encodes its JSON twice/,
    'C4',
    JSON.stringify(JSON.stringify(references)),
    byUndici,
  ),
  sending(
    'a reference under another name',
    /writes the name of customerRef differently/,
    'R1',
    '{"customer_ref":"a","orderRef":"1","instructionRef":"1"}',
  ),
  sending('no body', /sends no body/, 'C4', ''),
  sending(
    'a reference with a space',
    /customerRef with a character that is not allowed/,
    'R3',
    withReference('my customer'),
  ),
  sending(
    'a reference of 51 characters',
    /customerRef with more than 50 characters/,
    'R2',
    withReference('a'.repeat(51)),
  ),
  sending('a reference that is null', /customerRef as null/, 'R1', withReference(null)),
  sending('a number for a reference', /customerRef as another type than a string/, 'C4', withReference(12)),
  sending('no customerRef', /sends no customerRef/, 'R1', JSON.stringify({ orderRef: '1', instructionRef: '1' })),
  sending(
    'customerref in lower case',
    /writes customerRef in another case/,
    'C4',
    JSON.stringify({ customerref: 'a', orderRef: '1', instructionRef: '1' }),
  ),
  wrong('GET where POST is needed', /sends GET where POST is needed/, 'C1', async (partner) =>
    byFetch(partner, { method: 'GET', headers: bearer(await getToken(partner)) }),
  ),
  wrong('a trailing slash', /writes the path differently/, 'C1', async (partner) =>
    askPayout(partner, await getToken(partner), { path: `${payout}/` }),
  ),
  wrong('no version in the path', /writes the path differently/, 'C1', async (partner) =>
    askPayout(partner, await getToken(partner), { path: '/identity/payout' }),
  ),
  wrong('an account id that is not a GUID', /x-account-id that is not a GUID/, 'C12', async (partner) => {
    const token = await getToken(partner);
    await askPayout(partner, token, { headers: { ...bearer(token), ...jsonType, 'x-account-id': 'acme' } });
  }),
];

const credentials: readonly WrongClient[] = [
  authorized('no word before the token', /without the word "Bearer"/, 'C2', (token) => token),
  authorized('the scheme Token', /a scheme other than Bearer/, 'C2', (token) => `Token ${token}`),
  authorized('the token in quotes', /token in quotes/, 'C2', (token) => `Bearer "${token}"`),
  authorized('an undefined variable', /placeholder instead of a token/, 'C2', () => 'Bearer undefined'),
  authorized(
    'Basic with both keys',
    /a scheme other than Bearer/,
    'C2',
    (_token, { publicKey, privateKey }) => `Basic ${Buffer.from(`${publicKey}:${privateKey}`).toString('base64')}`,
  ),
  authorized(
    'the private key as a bearer token',
    /API key or an account id where the token belongs/,
    'H1',
    (_token, { privateKey }) => `Bearer ${privateKey}`,
  ),
  authorized(
    'the account id as a bearer token',
    /API key or an account id/,
    'H1',
    (_token, { accountId }) => `Bearer ${accountId}`,
  ),
  authorized(
    'HMAC on the payout request',
    /signs the request by HMAC where the token belongs/,
    'C2',
    (_token, partner) => hmacHeader(partner),
  ),
  authorized(
    'a token of another environment',
    /token that this environment did not issue/,
    'C11',
    (token) =>
      `Bearer ${[...token.split('.').slice(0, 2), Buffer.from('another signature, of 32 bytes!!').toString('base64url')].join('.')}`,
  ),
  wrong('no Authorization header', /no Authorization header/, 'C2', (partner) =>
    byUndici(partner, { headers: jsonType, body: JSON.stringify(references) }),
  ),
  wrong('an x-api-key header', /a header other than Authorization/, 'C2', (partner) =>
    byNode(partner, { headers: { ...jsonType, 'X-Api-Key': partner.publicKey }, body: JSON.stringify(references) }),
  ),
  wrong('the token in the query', /token in the query/, 'C2', async (partner) =>
    byFetch(partner, {
      path: `${payout}?access_token=${await getToken(partner)}`,
      headers: jsonType,
      body: JSON.stringify(references),
    }),
  ),
  wrong('an expired token', /token that has expired/, 'C7', (partner) => askPayout(partner, partner.expiredToken)),
  wrong(
    'the payout token for the next payout token',
    /payout token where the management token belongs/,
    'C2',
    async (partner) => askPayout(partner, await payoutTokenOf(partner, await getToken(partner))),
  ),
  wrong(
    'the management token for the options',
    /management token where the payout token belongs/,
    'C8',
    async (partner) => getOptions(partner, await getToken(partner)),
  ),
  wrong(
    "the references of one customer with another's token",
    /customerRef of one customer with the token of another/,
    'C8',
    async (partner) => {
      const token = await payoutTokenOf(partner, await getToken(partner), { ...references, customerRef: 'alice' });
      await getOptions(partner, token, '?customerRef=bob');
    },
  ),
];

const jsonBody = JSON.stringify(references);

const signatures: readonly WrongClient[] = [
  signing('no body hash', /the body hash is missing/, { body: jsonBody, bodyHash: () => '' }),
  signing('a hash of another text of the body', /the hashed body differs/, {
    body: JSON.stringify(references, null, 2),
    bodyHash: () => digestOf('sha256', jsonBody),
  }),
  signing('MD5 of the body', /hashed with MD5/, { body: jsonBody, bodyHash: (text) => digestOf('md5', text) }),
  signing('milliseconds', /time in milliseconds/, { time: String(Date.now()) }, byFetch, 'H4'),
  signing('local time', /local time instead of UTC/, { time: secondsFromNow(2 * 3600) }, byUndici, 'H4'),
  signing(
    'a clock that is ten minutes slow',
    /more than five minutes old: its clock is slow/,
    { time: secondsFromNow(-607) },
    byFetch,
    'H4',
  ),
  signing(
    'a clock that is ten minutes fast',
    /in the future: its clock is fast/,
    { time: secondsFromNow(607) },
    byNode,
    'H4',
  ),
  signing('hex instead of base64', /hex instead of base64/, { encoding: 'hex' }),
  signing('base64url instead of base64', /base64url instead of base64/, { encoding: 'base64url' }),
  signing('the key as text', /used as text, not decoded from base64/, { key: ({ privateKey }) => privateKey }, byCurl),
  signing('the public key as the key', /public key is used instead of the private key/, {
    key: ({ publicKey }) => publicKey,
  }),
  signing('SHA-1', /HMAC-SHA1 instead of HMAC-SHA256/, { algorithm: 'sha1' }),
  signing('SHA-512', /HMAC-SHA512 instead of HMAC-SHA256/, { algorithm: 'sha512' }),
  signing('the parts in another order', /another order \(publicKey:epochSeconds:nonce:bodyHash\)/, {
    text: ({ publicKey, nonce, time, bodyHash }) => `${publicKey}:${time}:${nonce}:${bodyHash}`,
  }),
  signing('line breaks for colons', /line breaks instead of colons/, {
    text: ({ publicKey, nonce, time, bodyHash }) => [publicKey, nonce, time, bodyHash].join('\n'),
  }),
  signing('no last colon', /colon before the empty body hash is missing/, {
    text: ({ publicKey, nonce, time }) => `${publicKey}:${nonce}:${time}`,
  }),
  signing('method and path too', /the lower-case method and the path are signed too/, {
    text: ({ publicKey, nonce, time, bodyHash }) => `post:${exchange}:${publicKey}:${nonce}:${time}:${bodyHash}`,
  }),
  signing('the key as text, and hex', /not decoded from base64; .*hex instead of base64/, {
    key: ({ privateKey }) => privateKey,
    encoding: 'hex',
  }),
  wrong('swapped keys', /private key where the public key belongs: the two are swapped/, 'H1', (partner) =>
    byFetch(partner, {
      path: exchange,
      headers: {
        Authorization: hmacHeader({ ...partner, publicKey: partner.privateKey, privateKey: partner.publicKey }),
      },
    }),
  ),
  wrong('an unknown public key', /public key that this environment does not know/, 'H1', (partner) =>
    byFetch(partner, {
      path: exchange,
      headers: { Authorization: hmacHeader({ ...partner, publicKey: '7b0c3a52-8a4b-4a8e-9d58-2f7f6f0f5f11' }) },
    }),
  ),
  wrong('Bearer for Hmac', /a scheme other than Hmac/, 'H2', (partner) =>
    byFetch(partner, { path: exchange, headers: { Authorization: hmacHeader(partner).replace('Hmac', 'Bearer') } }),
  ),
];

const habits: readonly WrongClient[] = [
  wrong('the same nonce again', /sends a nonce again/, 'H3', async (partner) => {
    await getToken(partner, byFetch, { nonce: 'my-nonce' });
    await byFetch(partner, { path: exchange, headers: { Authorization: hmacHeader(partner, { nonce: 'my-nonce' }) } });
  }),
  wrong('a new management token for every call', /new management token for every call/, 'C7', (partner) =>
    inTurn(4, async (index) =>
      askPayout(partner, await getToken(partner), { body: withReference(`customer-${index}`) }),
    ),
  ),
  wrong('a new payout token for every call', /new payout token for every call/, 'C7', async (partner) => {
    const token = await getToken(partner);
    await inTurn(4, async () => getOptions(partner, await payoutTokenOf(partner, token)));
  }),
  wrong(
    'a retry that ignores Retry-After',
    /ignores Retry-After/,
    'E1e',
    (partner) => inTurn(3, () => byFetch(partner, { path: exchange, headers: { Authorization: hmacHeader(partner) } })),
    { sandbox: 'rate-limited-at-first' },
  ),
];

/** Clients that are wrong in one way each. */
export const wrongClients: readonly WrongClient[] = [...requests, ...credentials, ...signatures, ...habits];

function digestOf(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('base64');
}
