import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Claims, SigningKey } from '../behaviour';
import type { ReceivedReferences } from '../references';
import { hs256, signatureHolds } from '../tokens';
import type { Change, Variant } from '../types';
import { variantsOf } from './define';

/** Signs payout tokens with a key pair. */
const keyPair =
  (alg: string, generate: () => { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): Change =>
  (baseline) => {
    const { privateKey, publicKey } = generate();
    const key: SigningKey = {
      header: { alg, typ: 'JWT', kid: 'sandbox-1' },
      signWith: privateKey,
      verifyWith: publicKey,
    };
    return {
      payoutKey: () => key,
      signatureHolds: (token, kind, world) =>
        kind === 'payout' ? signatureHolds(token, key) : baseline.signatureHolds(token, kind, world),
    };
  };

/** Writes another header for payout tokens. */
const header =
  (edit: (header: SigningKey['header']) => SigningKey['header']): Change =>
  () => ({
    payoutKey: (world) => ({ ...hs256(world), header: edit(hs256(world).header) }),
  });

/** Adds, replaces or removes claims of payout tokens. */
const claims =
  (edit: (claims: Claims, now: number) => Claims): Change =>
  (baseline) => ({
    claims: (references, expiresMs, context) => edit(baseline.claims(references, expiresMs, context), context.now),
  });

/** Puts the references elsewhere in the token. */
const references =
  (place: (references: ReceivedReferences) => Claims): Change =>
  () => ({ referenceClaims: place });

/** Writes and reads the audience of payout tokens differently. */
const audience =
  (aud: unknown, fits: (claims: Claims) => boolean): Change =>
  (baseline) => ({
    ...claims((good) => ({ ...good, aud }))(baseline),
    isFor: (kind, good) => (kind === 'payout' ? fits(good) : baseline.isFor(kind, good)),
  });

/** Uses another clock for all times. */
const clock =
  (aheadMs: number): Change =>
  (baseline) => ({
    issue: (references, context) => baseline.issue(references, { ...context, now: context.now + aheadMs }),
    timestamp: (now) => baseline.timestamp(now + aheadMs),
  });

/** Servers whose payout tokens differ. */
export const tokenVariants: readonly Variant[] = variantsOf({
  rs256: [
    'Signs payout tokens with RS256',
    keyPair('RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })),
  ],
  es256: ['Signs payout tokens with ES256', keyPair('ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }))],
  'token-header-longer': [
    'Adds parameters to the token header',
    header(({ alg }) => ({ kid: 'sandbox-1', alg, typ: 'at+jwt', x5t: 'c2FuZGJveA' })),
  ],
  'token-header-short': ['Sends only alg in the token header', header(({ alg }) => ({ alg }))],
  'claim-names-short': [
    'Uses short names for the reference claims',
    references((all) => ({ cref: all.customerRef, oref: all.orderRef, iref: all.instructionRef })),
  ],
  'claim-names-camel-case': [
    'Names the reference claims like the request properties',
    references((all) => ({ ...all })),
  ],
  'claim-names-uris': [
    'Uses URIs as names of the reference claims',
    references((all) =>
      Object.fromEntries(
        Object.entries(all).map(([name, value]) => [
          `http://schemas.imbursepayments.com/claims/${name.toLowerCase()}`,
          value,
        ]),
      ),
    ),
  ],
  'claims-nested': [
    'Nests the references in the token',
    references((all) => ({
      payout: {
        customer: { ref: all.customerRef },
        order: { ref: all.orderRef, instruction: { ref: all.instructionRef } },
      },
    })),
  ],
  'claims-in-array': [
    'Lists the references in the token',
    references((all) => ({ references: Object.entries(all).map(([type, value]) => ({ type, value })) })),
  ],
  'claims-in-strings': [
    'Puts a list of the bare references into the token',
    references((all) => ({ sub: all.customerRef, refs: [all.orderRef, all.instructionRef] })),
  ],
  'claims-repeated': [
    'Puts the references into the token twice',
    references((all) => ({ sub: all.customerRef, ...all, links: { order: { orderRef: all.orderRef } } })),
  ],
  'claims-more': [
    'Adds claims to the token, some about customer and order',
    claims((good) => ({
      ...good,
      role: ['payout'],
      customer_role: 'payee',
      order_count: 1,
      instruction_allowed: true,
      amr: ['hmac'],
      sub: null,
    })),
  ],
  'audience-array': [
    'Issues tokens for a list of audiences',
    audience(
      ['payout-api', 'https://payout.imbursepayments.com/'],
      ({ aud }) => Array.isArray(aud) && aud.includes('payout-api'),
    ),
  ],
  'audience-missing': ['Issues tokens without aud', audience(undefined, ({ aud }) => aud === undefined)],
  'audience-of-the-sample': [
    'Issues payout tokens for management-api, distinguished by their references',
    (baseline) => ({
      ...claims((good) => ({ ...good, aud: 'management-api' }))(baseline),
      isFor: (kind, { aud, customer_ref }) =>
        aud === 'management-api' && (customer_ref !== undefined) === (kind === 'payout'),
    }),
  ],
  'exp-rounded-up': ['Rounds exp up', () => ({ exp: (ms) => Math.ceil(ms / 1000) })],
  'exp-fractional': ['Sends exp with milliseconds', () => ({ exp: (ms) => ms / 1000 })],
  'iat-fractional': ['Sends iat with milliseconds', claims((good, now) => ({ ...good, iat: now / 1000 }))],
  'iat-missing': ['Issues tokens without iat and jti', claims(({ iat, jti, ...good }) => good)],
  'nbf-present': ['Issues tokens with nbf', claims((good, now) => ({ ...good, nbf: Math.floor(now / 1000) }))],
  'payout-tokens-for-ten-seconds': ['Issues payout tokens for ten seconds', () => ({ lifetimeSeconds: 10 })],
  'exchanged-tokens-for-ten-seconds': [
    'Issues management tokens by HMAC for ten seconds',
    () => ({ managementLifetimeSeconds: 10 }),
  ],
  'clock-ahead': ['Has a clock that is thirty seconds ahead', clock(30_000)],
  'clock-behind': ['Has a clock that is thirty seconds behind', clock(-30_000)],
});
