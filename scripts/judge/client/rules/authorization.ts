import { isGuid } from '../../../lib/guid';
import { secretShape } from '../../../lib/secret-shape';
import { isToken, looksLikeHmac, tokensInQuery } from '../authorization';
import type { ClientReading } from '../reading';
import type { ClientRule } from '../rule';
import type { ClientMismatch, Knowledge } from '../types';

const expected = 'Authorization: Bearer {token}';
const expectedHmac = 'Authorization: Hmac {publicKey}:{nonce}:{epochSeconds}:{signature}';
const where = 'Authorization';

/** Headers in which clients of other APIs send their key or token. */
const otherHeader = /^(x-)?(api-?key|auth|auth-?token|access-?token|authentication|token|jwt|bearer|id-?token)$/i;

/** What programs write if a variable has no value. */
const placeholder =
  /^(undefined|null|none|nil|nan|\[object \w+\]|\{\{.*\}\}|\{.*token.*\}|<.*>|\$\{?\w+\}?|%s|your[-_ ].*|\.\.\.)$/i;

/** A placeholder of words only: any other may hold a secret between its brackets. */
const plainPlaceholder = /^[^\w]{0,3}[a-z _.-]{1,30}[^\w]{0,2}$/i;

const mismatch = (
  kind: string,
  message: string,
  actual: string,
  row: ClientMismatch['evidence'] = 'C2',
): ClientMismatch[] => [
  { evidence: row, kind, message, where, expected: row.startsWith('H2') ? expectedHmac : expected, actual },
];

/** An API key in place of a token: the public key, the private key, or the id of an account. */
function isKey(text: string, { privateKeyOf, accountId, tenantId }: Knowledge): boolean {
  return (
    isGuid(text) ||
    privateKeyOf(text) !== undefined ||
    text === accountId ||
    text === tenantId ||
    secretShape(text) === 'key'
  );
}

const keyAsToken = (actual: string): ClientMismatch[] =>
  mismatch(
    'key-as-token',
    'The client sends an API key or an account id where the token belongs: exchange the key for a token first.',
    actual,
    'H1',
  );

function withoutHeader({ exchange: { request } }: ClientReading): ClientMismatch[] {
  // The rule about tokens in the query has said it.
  if (tokensInQuery(request.url).length > 0) return [];
  const other = request.headers.find(
    ([name, value]) => otherHeader.test(name) || isToken(value.replace(/^Bearer +/i, '')),
  );
  if (other)
    return mismatch(
      'other-header',
      'The client sends its credential in a header other than Authorization.',
      other[0].slice(0, 40),
    );
  return mismatch('no-header', 'The client sends no Authorization header.', 'no such header');
}

function withoutScheme(value: string, knowledge: Knowledge): ClientMismatch[] {
  if (value === '') return mismatch('empty-header', 'The client sends an empty Authorization header.', 'empty');
  if (/^bearer:?$/i.test(value))
    return mismatch('no-token', 'The client sends "Bearer" without a token: the token is empty.', value);
  if (isToken(value))
    return mismatch('no-scheme', 'The client sends the token without the word "Bearer" before it.', '{token}');
  if (looksLikeHmac(value))
    return mismatch(
      'hmac-for-token',
      'The client signs the request by HMAC where the token belongs.',
      'an HMAC credential without a scheme',
    );
  if (isKey(value, knowledge)) return keyAsToken('a key without a scheme');
  return mismatch('other-word', 'The client sends an Authorization header that has no scheme.', 'one word');
}

function otherScheme(scheme: string, credential: string, knowledge: Knowledge): ClientMismatch[] {
  if (scheme === 'bearer:') return mismatch('colon', 'The client writes a colon after "Bearer".', 'Bearer: {token}');
  if (scheme === 'hmac')
    return mismatch(
      'hmac-for-token',
      'The client signs the request by HMAC where the token belongs.',
      'Hmac {credential}',
    );
  const shown = /^[a-z][a-z0-9-]{0,19}$/.test(scheme) ? scheme : 'another word';
  if (scheme !== 'basic' && !isToken(credential) && isKey(credential, knowledge))
    return keyAsToken(`a key with the scheme ${shown}`);
  return mismatch('other-scheme', 'The client sends a scheme other than Bearer.', `${shown} {credential}`);
}

/** What is wrong with the text after `Bearer`, if it is not a token. */
function badToken(token: string, knowledge: Knowledge): ClientMismatch[] {
  if (/^bearer[\s:]/i.test(token))
    return mismatch('scheme-twice', 'The client writes "Bearer" twice.', 'Bearer Bearer {token}');
  if (/^["'`].*["'`]$/.test(token))
    return mismatch('quotes', 'The client sends the token in quotes.', 'Bearer "{token}"');
  if (/^\{\s*["}]/.test(token))
    return mismatch('whole-json', 'The client sends a whole JSON text instead of its accessToken.', 'Bearer {…}');
  if (placeholder.test(token))
    return mismatch(
      'placeholder',
      'The client sends a placeholder instead of a token: a variable has no value.',
      `Bearer ${plainPlaceholder.test(token) ? token : '…'}`,
    );
  if (/^eyJ[\w-]*\.[\w-]*$/.test(token))
    return mismatch(
      'cut-off',
      'The client sends a token that is cut off: it has two segments.',
      '{header}.{payload}',
      'T1',
    );
  if (/^eyJ.*(%2e|\s)/i.test(token))
    return mismatch(
      'more-after-it',
      'The client encodes the token or sends more after it.',
      '{token} with other characters',
    );
  if (looksLikeHmac(token))
    return mismatch(
      'hmac-as-bearer',
      'The client sends an HMAC credential with the scheme Bearer.',
      'Bearer {publicKey}:{nonce}:…',
    );
  if (isKey(token, knowledge)) return keyAsToken('Bearer {key}');
  return mismatch(
    'not-a-jwt',
    'The client sends a bearer token that is not a JWT.',
    'Bearer {text without three segments}',
    'T1',
  );
}

function forToken(reading: ClientReading, knowledge: Knowledge): ClientMismatch[] {
  const sent = reading.authorization;
  if (sent === undefined) return withoutHeader(reading);
  if (sent.count > 1)
    return mismatch('several-headers', 'The client sends several Authorization headers.', `${sent.count} headers`);
  if (sent.scheme === undefined) return withoutScheme(sent.value, knowledge);
  if (sent.scheme !== 'bearer') return otherScheme(sent.scheme, sent.credential, knowledge);
  return isToken(sent.credential) ? [] : badToken(sent.credential, knowledge);
}

function forExchange(reading: ClientReading): ClientMismatch[] {
  const sent = reading.authorization;
  const wrong = (kind: string, message: string, actual: string) => mismatch(kind, message, actual, 'H2');
  if (sent === undefined)
    return wrong('no-header', 'The client sends no Authorization header to the HMAC exchange.', 'no such header');
  if (sent.count > 1)
    return wrong('several-headers', 'The client sends several Authorization headers.', `${sent.count} headers`);
  const { scheme, credential } = sent;
  if (isToken(credential))
    return wrong(
      'token-for-hmac',
      'The client sends a token to the HMAC exchange, which takes a signed request.',
      `${scheme ?? ''} {token}`.trim(),
    );
  if (scheme === undefined && looksLikeHmac(credential))
    return wrong(
      'no-scheme',
      'The client sends the HMAC credential without the word "Hmac" before it.',
      '{publicKey}:{nonce}:…',
    );
  if (scheme === undefined)
    return wrong('other-word', 'The client sends an Authorization header that is not an HMAC credential.', 'one word');
  if (scheme === 'hmac') return [];
  const shown = /^[a-z][a-z0-9-]{0,19}$/.test(scheme) ? scheme : 'another word';
  return wrong(
    'other-scheme',
    'The client sends a scheme other than Hmac to the HMAC exchange.',
    `${shown} {credential}`,
  );
}

export const clientAuthorization = {
  id: 'client-authorization',
  title: 'The client sends the right kind of credential, with its scheme, in one Authorization header.',
  why: 'The API reads nothing else. An Account key, a key that was not exchanged, or a token without its scheme gets 401.',
  remedy: 'Exchange the Tenant API key by HMAC for a management token, and send it as `Authorization: Bearer {token}`.',
  evidence: ['C2', 'H1', 'H2', 'T1'],
  check({ reading, knowledge }) {
    if (reading.call === undefined || reading.method === 'OPTIONS') return [];
    if (reading.authorization === undefined && reading.lacks('authorization', 'request-headers')) return [];
    return reading.security === 'hmac' ? forExchange(reading) : forToken(reading, knowledge);
  },
} as const satisfies ClientRule;
