import { nodeDigests } from '../../../run/host';
import { exampleToken } from '../../rules/example';
import { ClientChecker } from '../judge-client';
import type { ClientExchange, Knowledge } from '../types';

const baseUrl = 'https://api.example.com';
const start = Date.UTC(2026, 0, 15, 12);
const token = exampleToken({ aud: 'management-api', exp: start / 1000 + 3600 });
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const privateKey = 'aW52ZW50ZWQgcHJpdmF0ZSBrZXksIDMyIGJ5dGVzISE=';
const hmac = `${guid}:n:1:c2ln`;
type Headers = ClientExchange['request']['headers'];

const knowledge: Knowledge = {
  baseUrl,
  digests: nodeDigests,
  privateKeyOf: (key) => (key === 'known-key' ? privateKey : undefined),
  accountId: 'my-account',
  tenantId: 'my-tenant',
};

/** What the rule says of a request with these headers: messages and what came. */
function said(path: string, headers: Headers, more: Partial<ClientExchange> = {}, method = 'POST'): string[] {
  const findings = new ClientChecker(knowledge).check({
    request: { method, url: baseUrl + path, headers },
    ...{ startedAt: start, endedAt: start + 1, response: { status: 401, headers: [], body: '' } },
    ...more,
  });
  return findings.flatMap(({ rule, evidence, message, actual, expected }) => {
    if (rule !== 'client-authorization') return [];
    expect(expected).toMatch(evidence === 'H2' ? /^Authorization: Hmac/ : /^Authorization: Bearer/);
    return [`${evidence} ${message} | ${actual}`];
  });
}

describe('client-authorization, where a token belongs', () => {
  const scheme = (shown: string) => `C2 The client sends a scheme other than Bearer. | ${shown} {credential}`;
  const key = (shown: string) =>
    `H1 The client sends an API key or an account id where the token belongs: exchange the key for a token first. | ${shown}`;
  const wholeJson = 'C2 The client sends a whole JSON text instead of its accessToken. | Bearer {…}';
  const placeholder = (shown: string) =>
    `C2 The client sends a placeholder instead of a token: a variable has no value. | Bearer ${shown}`;
  const quotes = 'C2 The client sends the token in quotes. | Bearer "{token}"';
  const signed = 'C2 The client signs the request by HMAC where the token belongs. | ';
  const noJwt = 'T1 The client sends a bearer token that is not a JWT. | Bearer {text without three segments}';
  const encoded = 'C2 The client encodes the token or sends more after it. | {token} with other characters';
  const twice = 'C2 The client writes "Bearer" twice. | Bearer Bearer {token}';
  const noToken = 'C2 The client sends "Bearer" without a token: the token is empty. | ';

  it.each<[string, string | undefined]>([
    [`Bearer ${token}`, undefined],
    [`bearer  ${token}`, undefined],
    ['', 'C2 The client sends an empty Authorization header. | empty'],
    ['Bearer ', `${noToken}Bearer`],
    ['bearer:', `${noToken}bearer:`],
    [token, 'C2 The client sends the token without the word "Bearer" before it. | {token}'],
    [hmac, `${signed}an HMAC credential without a scheme`],
    [guid, key('a key without a scheme')],
    ['my-account', key('a key without a scheme')],
    ['my-tenant', key('a key without a scheme')],
    ['known-key', key('a key without a scheme')],
    [privateKey, key('a key without a scheme')],
    ['word', 'C2 The client sends an Authorization header that has no scheme. | one word'],
    [`Bearer: ${token}`, 'C2 The client writes a colon after "Bearer". | Bearer: {token}'],
    [`Hmac ${hmac}`, `${signed}Hmac {credential}`],
    [`Token ${token}`, scheme('token')],
    [`Token ${guid}`, key('a key with the scheme token')],
    [`Basic ${privateKey}`, scheme('basic')],
    ['Token word', scheme('token')],
    [`${'a'.repeat(20)} word`, scheme('a'.repeat(20))],
    [`${'a'.repeat(21)} word`, scheme('another word')],
    ['<b> word', scheme('another word')],
    [`Bearer Bearer ${token}`, twice],
    [`Bearer bearer:${token}`, twice],
    [`Bearer "${token}"`, quotes],
    [`Bearer '${token}'`, quotes],
    [`Bearer "${token}`, noJwt],
    ['Bearer undefined', placeholder('undefined')],
    ['Bearer {{managementToken}}', placeholder('{{managementToken}}')],
    ['Bearer $TOKEN', placeholder('$TOKEN')],
    ['Bearer <q8fKx1bTzR5vNw3yHc7Jd0mLpUe2sAgO9iXkVtBhMrY=>', placeholder('…')],
    ['Bearer {{q8fKx1bTzR5vNw3yHc7Jd0mLpUe2sAgO9iXkVtBhMrY=}}', placeholder('…')],
    [`Bearer your-${'x'.repeat(60)}`, placeholder('…')],
    [`Bearer < ${privateKey} >`, placeholder('…')],
    ['Bearer undefined2', noJwt],
    ['Bearer {"accessToken":"x"}', wholeJson],
    ['Bearer {"expires":"1"}', wholeJson],
    [
      `Bearer ${token.split('.').slice(0, 2).join('.')}`,
      'T1 The client sends a token that is cut off: it has two segments. | {header}.{payload}',
    ],
    [`Bearer ${token.replaceAll('.', '%2E')}`, encoded],
    [`Bearer ${token} x`, encoded],
    [`Bearer ${hmac}`, 'C2 The client sends an HMAC credential with the scheme Bearer. | Bearer {publicKey}:{nonce}:…'],
    [`Bearer ${guid}`, key('Bearer {key}')],
    ['Bearer word', noJwt],
  ])('of %j', (value, wanted) => {
    expect(said('/v1/identity/payout', [['authorization', value]])).toEqual(wanted === undefined ? [] : [wanted]);
  });

  const none = 'C2 The client sends no Authorization header. | no such header';
  const elsewhere = (name: string) =>
    `C2 The client sends its credential in a header other than Authorization. | ${name}`;
  const long = `X-${'a'.repeat(48)}`;
  it.each<[string, Headers, string | undefined]>([
    ['none', [], none],
    ['another', [['Accept', '*/*']], none],
    ['an API key', [['X-Api-Key', 'word']], elsewhere('X-Api-Key')],
    ['a token under any name', [[long, `Bearer ${token}`]], elsewhere(long.slice(0, 40))],
    [
      'two',
      [
        ['Authorization', `Bearer ${token}`],
        ['authorization', `Bearer ${token}`],
      ],
      'C2 The client sends several Authorization headers. | 2 headers',
    ],
  ])('with headers: %s', (_name, headers, wanted) => {
    expect(said('/v1/identity/payout', headers)).toEqual(wanted === undefined ? [] : [wanted]);
  });

  it('leaves a token in the query to another rule', () => {
    expect(said('/v1/identity/payout?token=x', [])).toEqual([]);
    expect(said('/v1/identity/payout?other=x', [])).toEqual([none]);
  });

  it('says nothing of what was not recorded, of other paths and of what browsers ask before', () => {
    expect(said('/v1/identity/payout', [], { notRecorded: new Set(['authorization']) })).toEqual([]);
    expect(said('/v1/identity/payout', [], { notRecorded: new Set(['request-headers']) })).toEqual([]);
    expect(said('/v1/identity/payout', [], { notRecorded: new Set(['time', 'request-body']) })).toEqual([none]);
    expect(
      said('/v1/identity/payout', [['Authorization', 'word']], { notRecorded: new Set(['authorization']) }),
    ).toHaveLength(1);
    expect(said('/v1/orders', [])).toEqual([]);
    expect(said('/v1/identity/payout', [], {}, 'OPTIONS')).toEqual([]);
  });
});

describe('client-authorization, at the HMAC exchange', () => {
  const scheme = (shown: string) =>
    `H2 The client sends a scheme other than Hmac to the HMAC exchange. | ${shown} {credential}`;
  const isToken = (shown: string) =>
    `H2 The client sends a token to the HMAC exchange, which takes a signed request. | ${shown}`;
  it.each<[string, readonly string[], string | undefined]>([
    ['a signed request', [`Hmac ${hmac}`], undefined],
    ['no header', [], 'H2 The client sends no Authorization header to the HMAC exchange. | no such header'],
    ['two headers', [`Hmac ${hmac}`, `Hmac ${hmac}`], 'H2 The client sends several Authorization headers. | 2 headers'],
    ['a token', [`Bearer ${token}`], isToken('bearer {token}')],
    ['a token alone', [token], isToken('{token}')],
    [
      'no scheme',
      [hmac],
      'H2 The client sends the HMAC credential without the word "Hmac" before it. | {publicKey}:{nonce}:…',
    ],
    ['one word', ['word'], 'H2 The client sends an Authorization header that is not an HMAC credential. | one word'],
    ['another scheme', [`Bearer ${hmac}`], scheme('bearer')],
    ['a scheme of 21 letters', [`${'a'.repeat(21)} ${hmac}`], scheme('another word')],
  ])('of %s', (_name, values, wanted) => {
    const headers = values.map((value) => ['Authorization', value] as const);
    expect(said('/v1/identity/hmac', headers)).toEqual(wanted === undefined ? [] : [wanted]);
  });
});
