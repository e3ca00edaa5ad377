import type { Behaviour } from '../behaviour';
import { internalError, unauthorizedReply } from '../refusal';
import { readSegment } from '../tokens';
import type { Change, Fault } from '../types';
import { group } from './define';

const body =
  (value: (good: { readonly rewards: readonly unknown[] }) => unknown): Change =>
  (baseline) => ({
    optionsBody: (context) => value(baseline.optionsBody(context) as { readonly rewards: readonly unknown[] }),
  });

/** Decides again about payout tokens that the baseline accepts. */
export const onPayoutToken =
  (decide: (token: string) => ReturnType<Behaviour['admit']>): Change =>
  (baseline) => ({
    authenticate: async (kind, context) => {
      const refusal = await baseline.authenticate(kind, context);
      if (refusal || kind === 'management') return refusal;
      return decide(baseline.findToken(context.request) ?? '');
    },
  });

/** Accepts payout tokens with an invalid signature. Each server remembers only what it has seen itself. */
const takeForged =
  (start: () => (token: string, genuine: boolean) => boolean): Change =>
  (baseline) => {
    const take = start();
    return {
      signatureHolds: async (token, kind, world) => {
        const genuine = await baseline.signatureHolds(token, kind, world);
        return kind === 'payout' ? take(token, genuine) : genuine;
      },
    };
  };

const saysAlg =
  (alg: RegExp) =>
  (token: string, genuine: boolean): boolean =>
    genuine || alg.test(String(readSegment(token, 0)?.alg));

/** Faults in the use of the payout token. */
export const optionsFaults: readonly Fault[] = [
  ...group('violation', ['E1b', 'C8'], {
    'options-signature-not-checked': [
      'Reads the payout token without checking its signature',
      takeForged(() => () => true),
    ],
    'options-payload-not-covered': [
      'Accepts any payout token that has a signature it has seen before',
      takeForged(() => {
        const seen = new Set<string | undefined>();
        return (token, genuine) => {
          const signature = token.split('.')[2];
          if (genuine) seen.add(signature);
          return seen.has(signature);
        };
      }),
    ],
    'options-unsigned-token-accepted': [
      'Accepts a payout token without its signature',
      takeForged(() => (token, genuine) => genuine || !token.split('.')[2]),
    ],
    'options-alg-none-accepted': [
      'Accepts an unsigned payout token with alg none',
      takeForged(() => saysAlg(/^none$/)),
    ],
    'options-alg-none-capital-accepted': [
      'Accepts an unsigned payout token with alg None',
      takeForged(() => saysAlg(/^None$/)),
    ],
  }),
  ...group('violation', ['C8'], {
    'options-refuses-token': [
      'Refuses the payout token at the options call',
      onPayoutToken(() => unauthorizedReply('Bearer')),
    ],
    'options-forbids-token': [
      'Returns 403 for the payout token at the options call',
      onPayoutToken(() => ({ status: 403, codes: ['ROLE_MISSING'] })),
    ],
    'options-long-token-refused': [
      'Refuses a payout token of more than 620 characters at the options call',
      onPayoutToken((token) => (token.length > 620 ? { status: 431, codes: ['HEADERS_TOO_LARGE'] } : undefined)),
    ],
    'options-500': ['Returns 500 for the payout token at the options call', onPayoutToken(() => internalError)],
    'options-not-found': [
      'Finds no options for the payout token',
      onPayoutToken(() => ({ status: 404, codes: ['INSTRUCTION_NOT_FOUND'] })),
    ],
    'options-empty-object': ['Returns an empty object for the options call', body(() => ({}))],
    'options-bare-array': ['Returns a bare array for the options call', body(({ rewards }) => rewards)],
    'options-renamed': ['Renames rewards to options', body(({ rewards }) => ({ options: rewards }))],
    'options-null': ['Sends the rewards as null', body(() => ({ rewards: null }))],
    'options-object': ['Sends the rewards as an object', body(({ rewards }) => ({ rewards: rewards[0] }))],
    'options-wrapped': ['Wraps the options in a data property', body((good) => ({ data: good }))],
  }),
];
