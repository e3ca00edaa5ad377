import type { Behaviour, Context, Refusal, TokenBody } from '../behaviour';
import { cachedBy } from '../changes';
import type { ReceivedReferences } from '../references';
import { internalError, refuse, unauthorizedReply } from '../refusal';
import type { Change, Fault } from '../types';
import { group } from './define';
import { onPayoutToken } from './options';

/** Refuses known callers, depending on earlier requests. */
const afterwards =
  (decide: (count: number, context: Context) => boolean, refusal: Refusal): Change =>
  (baseline) => {
    let count = 0;
    return {
      checkOwner: (context) => {
        count += 1;
        return decide(count, context) ? refusal : baseline.checkOwner(context);
      },
    };
  };

/** Issues some of the tokens for other references. */
const issuedFrom =
  (choose: (references: ReceivedReferences, previous: ReceivedReferences) => ReceivedReferences): Change =>
  (baseline) => {
    let previous: ReceivedReferences | undefined;
    return {
      issue: (references, context) => {
        const chosen = choose(references, previous ?? references);
        previous = references;
        return baseline.issue(chosen, context);
      },
    };
  };

/** Behaves differently on every n-th token. */
const every =
  (n: number, change: (baseline: Behaviour) => Partial<Behaviour>): Change =>
  (baseline) => {
    let count = 0;
    return {
      issue: (references, context) => {
        count += 1;
        const behaviour = count % n === 0 ? { ...context.behaviour, ...change(baseline) } : context.behaviour;
        return baseline.issue(references, { ...context, behaviour });
      },
    };
  };

/** Faults that show only over several requests. */
export const timeFaults: readonly Fault[] = [
  ...group('violation', ['C6', 'C7'], {
    'every-third-request-fails': [
      'Returns 500 for every third request of a known caller',
      afterwards((count) => count % 3 === 0, internalError),
    ],
    'every-tenth-request-fails': [
      'Returns 500 for every tenth request of a known caller',
      afterwards((count) => count % 10 === 0, internalError),
    ],
    'fails-after-twenty': [
      'Returns 500 from the twenty-first request of a known caller on',
      afterwards((count) => count > 20, internalError),
    ],
    'second-identical-call-fails': [
      'Returns 409 if it has seen the references before',
      () => {
        const seen = new Set<string>();
        return {
          reply: (reply, context) => {
            if (context.call !== 'payout' || reply.status >= 300) return reply;
            const id = Buffer.from(context.request.body).toString();
            if (seen.has(id)) return refuse({ status: 409, codes: ['INSTRUCTION_REF_ALREADY_EXISTS'] }, context);
            seen.add(id);
            return reply;
          },
        };
      },
    ],
  }),
  ...group('violation', ['C7'], {
    'token-usable-once': [
      'Accepts a payout token only once',
      (baseline) => {
        const used = new Set<string>();
        return onPayoutToken((token) => {
          if (used.has(token)) return unauthorizedReply('Bearer');
          used.add(token);
          return undefined;
        })(baseline);
      },
    ],
    'token-ended-by-next': [
      'Invalidates a payout token when the next one is issued',
      (baseline) => {
        let last: unknown;
        return {
          ...onPayoutToken((token) => (token === last ? undefined : unauthorizedReply('Bearer')))(baseline),
          issue: async (references, context) => {
            const body = await baseline.issue(references, context);
            last = body.accessToken;
            return body;
          },
        };
      },
    ],
  }),
  ...group('violation', ['C8'], {
    'token-cached-for-all': ['Issues the first token to everyone', cachedBy(() => '')],
    'token-cached-by-customer': [
      'Issues one token for each customerRef',
      cachedBy(({ customerRef }) => String(customerRef)),
    ],
    'token-cached-by-order': ['Issues one token for each orderRef', cachedBy(({ orderRef }) => String(orderRef))],
    'token-cached-by-instruction': [
      'Issues one token for each instructionRef',
      cachedBy(({ instructionRef }) => String(instructionRef)),
    ],
    'token-cached-without-case': [
      'Issues one token for references that differ in case',
      cachedBy((references) => JSON.stringify(Object.values(references)).toLowerCase()),
    ],
    'token-cached-joined': [
      'Issues one token for references that are the same when joined',
      cachedBy((references) => Object.values(references).join('')),
    ],
    'token-cached-by-caller': [
      'Issues one token for each management token',
      cachedBy((_references, { request }) => request.header('authorization') ?? ''),
    ],
    'token-of-previous-caller': [
      'Issues the token of the previous request',
      (baseline) => {
        let previous: TokenBody | undefined;
        return {
          issue: async (references, context) => {
            const mine = await baseline.issue(references, context);
            const given = previous ?? mine;
            previous = mine;
            return given;
          },
        };
      },
    ],
    'order-ref-of-previous-request': [
      'Puts the orderRef of the previous request into the token',
      issuedFrom((references, previous) => ({ ...references, orderRef: previous.orderRef })),
    ],
    'customer-ref-of-first-request': [
      'Puts the customerRef of the first request into every token',
      (baseline) => {
        let first: unknown;
        return {
          issue: (references, context) => {
            first ??= references.customerRef;
            return baseline.issue({ ...references, customerRef: first }, context);
          },
        };
      },
    ],
    'every-third-token-without-references': [
      'Omits the references from every third token',
      every(3, () => ({ referenceClaims: () => ({}) })),
    ],
    'token-not-accepted-every-third': [
      'Signs every third token with a key that the options call does not know',
      every(3, (baseline) => ({
        sign: (claims, key, context) => baseline.sign(claims, { ...key, signWith: new Uint8Array(32) }, context),
      })),
    ],
  }),
  ...group('violation', ['T2'], {
    'every-third-expires-number': [
      'Sends every third expires as a number',
      every(3, () => ({ formatExpires: (ms) => ms })),
    ],
  }),
  ...group('violation', ['T3'], {
    'every-third-exp-late': [
      'Sets every third exp an hour late',
      every(3, () => ({ exp: (ms) => Math.floor(ms / 1000) + 3600 })),
    ],
  }),
];
