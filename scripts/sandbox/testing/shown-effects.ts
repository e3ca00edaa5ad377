import type { EffectId } from '../combined/effects';
import { withSegment } from './client';
import type { Draft, Step } from './draft';

/** The request that shows an effect, where a condition alone does not. */
export interface ShownEffect {
  readonly call?: Draft['call'];
  readonly step?: Step;
  /** Whether the same request must have come before. */
  readonly twice?: true;
}

const valid: ShownEffect = {};
const references = (changes: Readonly<Record<string, unknown>>): ShownEffect => ({
  call: 'payout',
  step: (draft) => ({ ...draft, references: { ...draft.references, ...changes } }),
});
const token = (
  call: Draft['call'],
  choose: (draft: Draft, known: Parameters<Step>[1]) => string | undefined,
): ShownEffect => ({
  call,
  step: (draft, known) => {
    const { token: _valid, ...rest } = draft;
    const chosen = choose(draft, known);
    return chosen === undefined ? rest : { ...rest, token: chosen };
  },
});
const hmac = (step: Step): ShownEffect => ({ call: 'hmac', step });
const forged = ({ token: text = '' }: Draft): string => withSegment(text, 2, 'A'.repeat(43));
const noneHeader = Buffer.from('{"alg":"none"}').toString('base64url');
const refused = references({ orderRef: 'a b' });
const ofPayout: ShownEffect = { call: 'payout' };

/** For each effect, the request that shows it once its condition is fulfilled as well. */
export const shownEffects: Readonly<Record<EffectId, ShownEffect>> = {
  '500': valid,
  'no-answer': valid,
  refused: valid,
  'value-refused': valid,
  unauthorised: ofPayout,
  conflict: valid,
  'references-unchecked': references({ orderRef: '' }),
  'customer-ref-optional': references({ customerRef: undefined }),
  'length-unchecked': references({ orderRef: 'x'.repeat(51) }),
  'characters-unchecked': references({ orderRef: 'a b' }),
  'caller-unchecked': token('payout', () => undefined),
  'signature-unchecked': token('payout', forged),
  'unsigned-accepted': token('payout', ({ token: text = '' }) => withSegment(withSegment(text, 0, noneHeader), 2, '')),
  'expiry-unchecked': token('payout', (_draft, { own }) => own.expiredToken),
  'audience-unchecked': token('payout', (_draft, { payoutToken }) => payoutToken),
  'role-unchecked': token('payout', (_draft, { own }) => own.noRoleToken),
  'media-type-unchecked': {
    call: 'payout',
    step: (draft) => ({ ...draft, headers: { ...draft.headers, 'content-type': 'text/plain' } }),
  },
  'token-empty': ofPayout,
  'token-lower-cased': references({ orderRef: 'UPPER' }),
  'token-cut': references({ orderRef: 'x'.repeat(30) }),
  'token-numbers': ofPayout,
  'expires-number': ofPayout,
  'expires-seconds': ofPayout,
  'body-wrapped': ofPayout,
  'body-html': ofPayout,
  'correlation-lost': {
    call: 'payout',
    step: (draft) => ({
      ...draft,
      headers: { 'x-correlation-id': 'Caller-1', ...draft.headers },
      references: { ...draft.references, orderRef: '' },
    }),
  },
  'stack-shown': refused,
  'token-shown': refused,
  'hmac-signature-unchecked': hmac((draft) => ({ ...draft, hmac: { ...draft.hmac, sign: () => 'A'.repeat(44) } })),
  'hmac-public-key-accepted': hmac((draft, { own }) => ({
    ...draft,
    hmac: { ...draft.hmac, privateKey: Buffer.from(own.publicKey).toString('base64') },
  })),
  'hmac-window-unchecked': hmac((draft) => ({
    ...draft,
    hmac: { ...draft.hmac, timestamp: Number(draft.hmac.timestamp) - 3600 },
  })),
  'hmac-replay-accepted': {
    call: 'hmac',
    step: (draft) => ({ ...draft, hmac: { nonce: 'once', ...draft.hmac } }),
    twice: true,
  },
  'hmac-key-unchecked': hmac((draft, { own }) => ({ ...draft, hmac: { publicKey: own.accountId, ...draft.hmac } })),
  'hmac-refused': { call: 'hmac' },
  'hmac-body-wrong': { call: 'hmac' },
  'options-refused': { call: 'options' },
  'options-unchecked': token('options', () => undefined),
  'options-expiry-unchecked': token('options', (_draft, { own }) => own.expiredPayoutToken),
  'options-signature-unchecked': token('options', forged),
  'options-empty': { call: 'options' },
};
