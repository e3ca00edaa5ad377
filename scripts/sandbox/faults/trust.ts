import { createHmac } from 'node:crypto';
import type { TokenKind, World } from '../behaviour';
import type { ReceivedRequest } from '../http';
import { readObject } from '../references';
import { audience, readClaims, readSegment } from '../tokens';
import type { Change, Fault } from '../types';
import { group } from './define';

type Find = (request: ReceivedRequest) => string | undefined;

/** Accepts a valid token of one kind from another part of the request. */
export const takenFrom =
  (wanted: TokenKind, find: Find): Change =>
  (right) => ({
    authenticate: async (kind, context) => {
      const refusal = await right.authenticate(kind, context);
      const token = find(context.request);
      const claims = readClaims(token ?? '');
      if (!refusal || kind !== wanted || token === undefined || !claims) return refusal;
      const genuine = await right.signatureHolds(token, kind, context.world);
      return genuine && right.isCurrent(claims, context.now) && right.isFor(kind, claims) ? undefined : refusal;
    },
  });

const cookie: Find = (request) => /(?:^|; *)access_token=([^;]+)/.exec(request.header('cookie') ?? '')?.[1];
/** A token in the query. */
export const inQuery: Find = (request) => [...request.query.values()].find((value) => value.split('.').length === 3);
/** The token in a header, after any word. */
export const afterScheme =
  (name: string): Find =>
  (request) =>
    request.header(name)?.split(' ').at(-1);
const bare: Find = (request) => {
  const sent = request.header('authorization');
  return sent?.includes(' ') ? undefined : sent;
};
const property: Find = ({ body }) => {
  const token = readObject(body)?.access_token;
  return typeof token === 'string' ? token : undefined;
};

type Alike = (given: string, right: string) => boolean;

const signatureWith = (token: string, key: string | Uint8Array): string => {
  const [header, payload] = token.split('.');
  return createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
};

/** Accepts tokens of one kind, or of any, that another test finds genuine. */
export const alsoGenuine =
  (wanted: TokenKind | 'any', test: (token: string, world: World) => boolean): Change =>
  (right) => ({
    signatureHolds: async (token, kind, world) =>
      (await right.signatureHolds(token, kind, world)) || ((wanted === 'any' || kind === wanted) && test(token, world)),
  });

/** Trusts tokens that are signed with a key that is not secret. */
const trusting = (kind: TokenKind, key: (token: string, world: World) => string | Uint8Array | undefined): Change =>
  alsoGenuine(kind, (token, world) => {
    const trusted = key(token, world);
    return trusted !== undefined && token.split('.')[2] === signatureWith(token, trusted);
  });

/** Accepts signatures that are only partly right. */
export const comparing = (kind: TokenKind | 'any', alike: Alike): Change =>
  alsoGenuine(kind, (token, { secret }) => alike(token.split('.')[2] ?? '', signatureWith(token, secret)));

const keyInHeader = (token: string): Uint8Array | undefined => {
  const jwk = readSegment(token, 0)?.jwk as { readonly k?: unknown } | undefined;
  return typeof jwk?.k === 'string' ? Buffer.from(jwk.k, 'base64url') : undefined;
};

const halfSent: Alike = (given, right) => given.length > 8 && right.startsWith(given);
const withoutCase: Alike = (given, right) => given.toLowerCase() === right.toLowerCase();

const firstThree =
  (kind: TokenKind): Change =>
  (right) => ({
    signatureHolds: (token, of, world) =>
      right.signatureHolds(of === kind ? token.split('.').slice(0, 3).join('.') : token, of, world),
  });

/** Faults of trust: credentials from elsewhere, keys that are not secret, signatures that are nearly right. */
export const trustFaults: readonly Fault[] = [
  ...group('violation', ['E1b', 'C2'], {
    'signed-hmac-accepted': [
      'Accepts a signed HMAC credential in place of a management token',
      (right) => ({
        authenticate: async (kind, context) => {
          const refusal = await right.authenticate(kind, context);
          return refusal && kind === 'management' && right.hmac.holds(context) ? undefined : refusal;
        },
      }),
    ],
    'token-in-cookie-accepted': ['Accepts the management token from a cookie', takenFrom('management', cookie)],
    'token-in-body-accepted': ['Accepts the management token from the body', takenFrom('management', property)],
    'token-in-proxy-authorization-accepted': [
      'Accepts the management token from Proxy-Authorization',
      takenFrom('management', afterScheme('proxy-authorization')),
    ],
    'token-in-x-authorization-accepted': [
      'Accepts the management token from X-Authorization',
      takenFrom('management', afterScheme('x-authorization')),
    ],
    'token-in-x-access-token-accepted': [
      'Accepts the management token from X-Access-Token',
      takenFrom('management', afterScheme('x-access-token')),
    ],
    'token-without-scheme-accepted': ['Accepts the management token without a scheme', takenFrom('management', bare)],
    'empty-key-trusted': ['Accepts a management token signed with an empty key', trusting('management', () => '')],
    'public-key-trusted': [
      'Accepts a management token signed with the public key',
      trusting('management', (_token, { credentials }) => credentials.publicKey),
    ],
    'header-key-trusted': [
      'Accepts a management token signed with the key in its header',
      trusting('management', keyInHeader),
    ],
    'kid-file-trusted': [
      'Reads the key of a management token from the file that its kid names',
      trusting('management', (token) => (String(readSegment(token, 0)?.kid).endsWith('/dev/null') ? '' : undefined)),
    ],
    'half-signature-accepted': [
      'Compares only the part of the signature of the management token that was sent',
      comparing('management', halfSent),
    ],
    'signature-without-case-accepted': [
      'Compares the signature of the management token without regard to case',
      comparing('management', withoutCase),
    ],
    'fourth-segment-ignored': ['Ignores a fourth segment of the management token', firstThree('management')],
  }),
  ...group('violation', ['H7'], {
    'role-not-checked': ['Accepts the token of a key without the role', () => ({ hasRole: () => true })],
  }),
  ...group('violation', ['E1b', 'C8'], {
    'options-expired-token-accepted': [
      'Accepts an expired payout token',
      (right) => ({ isCurrent: (claims, now) => claims.aud === audience('payout') || right.isCurrent(claims, now) }),
    ],
    'options-token-in-query-accepted': ['Accepts the payout token from the query', takenFrom('payout', inQuery)],
    'options-token-in-cookie-accepted': ['Accepts the payout token from a cookie', takenFrom('payout', cookie)],
    'options-empty-key-trusted': ['Accepts a payout token signed with an empty key', trusting('payout', () => '')],
    'options-header-key-trusted': [
      'Accepts a payout token signed with the key in its header',
      trusting('payout', keyInHeader),
    ],
    'options-half-signature-accepted': [
      'Compares only the part of the signature of the payout token that was sent',
      comparing('payout', halfSent),
    ],
    'options-signature-without-case-accepted': [
      'Compares the signature of the payout token without regard to case',
      comparing('payout', withoutCase),
    ],
  }),
];
