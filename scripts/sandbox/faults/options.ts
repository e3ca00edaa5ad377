import type { Behaviour } from '../behaviour';
import { internalError, unauthorised } from '../refusal';
import type { Change, Fault } from '../types';
import { group } from './define';

const body =
  (value: (good: { readonly rewards: readonly unknown[] }) => unknown): Change =>
  (baseline) => ({
    optionsBody: (context) => value(baseline.optionsBody(context) as { readonly rewards: readonly unknown[] }),
  });

/** Decides anew about payout tokens that the baseline accepts. */
export const onPayoutToken =
  (decide: (token: string) => ReturnType<Behaviour['admit']>): Change =>
  (baseline) => ({
    authenticate: async (kind, context) => {
      const refusal = await baseline.authenticate(kind, context);
      if (refusal || kind === 'management') return refusal;
      return decide(baseline.findToken(context.request) ?? '');
    },
  });

/** What is wrong when the payout token is put to use. */
export const optionsFaults: readonly Fault[] = [
  ...group('violation', ['C8'], {
    'options-refuses-token': [
      'Refuses the payout token at the options call',
      onPayoutToken(() => unauthorised('Bearer')),
    ],
    'options-forbids-token': [
      'Answers the payout token at the options call with 403',
      onPayoutToken(() => ({ status: 403, codes: ['ROLE_MISSING'] })),
    ],
    'options-500': ['Breaks down over the payout token at the options call', onPayoutToken(() => internalError)],
    'options-not-found': [
      'Knows no options for the payout token',
      onPayoutToken(() => ({ status: 404, codes: ['INSTRUCTION_NOT_FOUND'] })),
    ],
    'options-empty-object': ['Answers the options call with an empty object', body(() => ({}))],
    'options-bare-array': ['Answers the options call with a bare array', body(({ rewards }) => rewards)],
    'options-renamed': ['Calls the rewards options', body(({ rewards }) => ({ options: rewards }))],
    'options-null': ['Gives the rewards as null', body(() => ({ rewards: null }))],
    'options-object': ['Gives the rewards as an object', body(({ rewards }) => ({ rewards: rewards[0] }))],
    'options-wrapped': ['Wraps the options in a data property', body((good) => ({ data: good }))],
  }),
];
