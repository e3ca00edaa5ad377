import type { Context } from '../behaviour';
import { withoutHeader } from '../http';
import { internalError, unauthorizedReply } from '../refusal';
import { readClaims, readSegment } from '../tokens';
import type { Change, Fault } from '../types';
import { decideOn, group, instead, onStatus } from './define';
import { afterScheme, alsoGenuine, comparing, inQuery, takenFrom } from './trust';

const authorization = ({ request }: Context): string | undefined => request.header('authorization');

const letIn = (trigger?: (context: Context) => boolean): Change => decideOn('management', undefined, trigger);

/** Throws for a caller who should be refused. */
const crashOn =
  (trigger: (context: Context) => boolean): Change =>
  (baseline) => ({
    authenticate: async (kind, context) => {
      const refusal = await baseline.authenticate(kind, context);
      return refusal && kind === 'management' && trigger(context) ? internalError : refusal;
    },
  });

/** Refuses callers who should be accepted. */
const refuseAll = (trigger: (context: Context) => boolean): Change =>
  decideOn('management', unauthorizedReply('Bearer'), trigger);

/** The token that follows any word. */
const lastWord = (context: Context): string => authorization(context)?.split(' ').at(-1) ?? '';

const claimsOf = (context: Context) => readClaims(lastWord(context));

/** Faults of authentication. */
export const authFaults: readonly Fault[] = [
  ...group('violation', ['E1b', 'C2'], {
    'authorization-not-checked': ['Ignores Authorization', letIn()],
    'missing-authorization-accepted': [
      'Issues a token for a request without Authorization',
      letIn((context) => authorization(context) === undefined),
    ],
    'empty-authorization-accepted': [
      'Issues a token for an empty Authorization',
      letIn((context) => authorization(context)?.trim() === ''),
    ],
    'bearer-alone-accepted': [
      'Issues a token for the scheme without a token',
      letIn((context) => authorization(context)?.trim().toLowerCase() === 'bearer'),
    ],
    'any-bearer-accepted': [
      'Issues a token for any bearer token',
      letIn((context) => /^bearer \S/i.test(authorization(context) ?? '')),
    ],
    'any-scheme-accepted': ['Ignores the scheme', takenFrom('management', afterScheme('authorization'))],
    'signature-not-checked': [
      'Reads the management token without checking its signature',
      () => ({ signatureHolds: async () => true }),
    ],
    'signature-checked-in-part': [
      'Compares only the beginning of the signature of the management token',
      comparing('any', (given, right) => given.length >= 8 && right.startsWith(given.slice(0, 8))),
    ],
    'signature-end-not-checked': [
      'Compares all but the end of the signature of the management token',
      comparing('any', (given, right) => given.slice(0, 36) === right.slice(0, 36)),
    ],
    'longer-signature-accepted': [
      'Ignores extra characters at the end of a signature',
      comparing('any', (given, right) => given.startsWith(right)),
    ],
    'header-not-covered': [
      'Does not check whether the header of the management token was changed',
      (baseline) => ({
        signatureHolds: async (token, kind, world) => {
          const [, ...rest] = token.split('.');
          const [header] = world.credentials.managementToken.split('.');
          return baseline.signatureHolds([header, ...rest].join('.'), kind, world);
        },
      }),
    ],
    'payload-not-covered': [
      'Accepts the signature of any other token that the server issued',
      alsoGenuine('any', (token, { credentials: { managementToken, expiredToken } }) =>
        [managementToken, expiredToken].some((other) => other.split('.')[2] === token.split('.')[2]),
      ),
    ],
    'alg-none-accepted': [
      'Accepts an unsigned management token with alg none',
      alsoGenuine('any', (token) => String(readSegment(token, 0)?.alg).toLowerCase() === 'none'),
    ],
    'alg-none-capital-accepted': [
      'Accepts an unsigned management token with alg None',
      alsoGenuine('any', (token) => readSegment(token, 0)?.alg === 'None'),
    ],
    'unsigned-token-accepted': [
      'Accepts a management token without its signature',
      alsoGenuine('any', (token) => !token.split('.')[2]),
    ],
    'expired-token-accepted': ['Accepts an expired management token', () => ({ isCurrent: () => true })],
    'expired-token-accepted-for-a-day': [
      'Accepts a management token for a day after it has expired',
      (baseline) => ({ isCurrent: (claims, now) => baseline.isCurrent(claims, now - 86_400_000) }),
    ],
    'payout-token-accepted': [
      'Accepts a payout token as a management token',
      (baseline) => ({
        isFor: (kind, claims) => claims.aud === 'payout-api' || baseline.isFor(kind, claims),
      }),
    ],
    'token-in-query-accepted': ['Accepts the management token from the query string', takenFrom('management', inQuery)],
  }),
  ...group('violation', ['E1b', 'E1f'], {
    'missing-authorization-500': [
      'Returns 500 for a request without Authorization',
      crashOn((context) => authorization(context) === undefined),
    ],
    'garbage-token-500': [
      'Returns 500 for a bearer token that is not a JWT',
      crashOn((context) => /^bearer \S/i.test(authorization(context) ?? '') && claimsOf(context) === undefined),
    ],
    'malformed-token-500': [
      'Returns 500 for a token with three segments that cannot be decoded',
      crashOn((context) => lastWord(context).split('.').length === 3 && claimsOf(context) === undefined),
    ],
    'changed-token-500': [
      'Returns 500 for a token with an invalid signature',
      (baseline) => ({
        signatureHolds: async (token, kind, world) => {
          if (await baseline.signatureHolds(token, kind, world)) return true;
          throw new Error('signature');
        },
      }),
    ],
    'expired-token-500': [
      'Returns 500 for an expired token',
      crashOn((context) => Number(claimsOf(context)?.exp) * 1000 < context.now),
    ],
    'payout-token-500': [
      'Returns 500 for a token of another kind',
      crashOn((context) => claimsOf(context)?.aud === 'payout-api'),
    ],
    'other-scheme-500': [
      'Returns 500 for another scheme',
      crashOn((context) => /^(?!bearer\b)\w+ /i.test(authorization(context) ?? '')),
    ],
    'expired-token-403': [
      'Returns 403 for an expired token',
      instead(401, 403, (context) => Number(claimsOf(context)?.exp) * 1000 < context.now),
    ],
    'missing-authorization-400': [
      'Returns 400 for a request without Authorization',
      instead(401, 400, (context) => authorization(context) === undefined),
    ],
  }),
  ...group('violation', ['H6'], {
    'lower-case-bearer-refused': [
      'Refuses the scheme bearer',
      refuseAll((context) => authorization(context)?.startsWith('bearer ') === true),
    ],
    'upper-case-bearer-refused': [
      'Refuses the scheme BEARER',
      refuseAll((context) => authorization(context)?.startsWith('BEARER ') === true),
    ],
  }),
  ...group('violation', ['C12'], {
    'own-account-refused': [
      "Refuses the header with the caller's own account id",
      (baseline) => ({
        checkOwner: (context) =>
          context.request.header('x-account-id') === undefined
            ? baseline.checkOwner(context)
            : { status: 403, codes: ['ACCOUNT_ACCESS_DENIED'] },
      }),
    ],
    'own-tenant-refused': [
      'Compares the tenant header with the account id',
      (baseline) => ({
        checkOwner: (context) => {
          const tenant = context.request.header('x-tenant-id');
          return tenant === undefined || tenant === context.world.credentials.accountId
            ? baseline.checkOwner(context)
            : { status: 403, codes: ['TENANT_ACCESS_DENIED'] };
        },
      }),
    ],
  }),
  ...group('warning', ['E6'], {
    'www-authenticate-missing': [
      'Sends 401 without WWW-Authenticate',
      onStatus([401], (reply) => withoutHeader(reply, 'WWW-Authenticate')),
    ],
  }),
];
