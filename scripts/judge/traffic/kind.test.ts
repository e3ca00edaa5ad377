import type { Prediction } from '../../contract/model';
import type { Reason } from '../../contract/model/reasons';
import { trafficCase } from './kind';

const predicted = (outcome: Prediction['outcome'], all: readonly Reason[]): Prediction => ({
  ...{ outcome, status: [], evidence: 'C1', rows: [], unsafe: false, mayDisconnect: false },
  ...{ reasons: outcome === 'refused' ? all : [], openings: outcome === 'open' ? all : [] },
});
const header = (detail: string): Reason => ({ kind: 'unknown-header', detail });

describe('the case of exchanges', () => {
  it.each<[string, Prediction['outcome'], readonly Reason[], string]>([
    ['a valid request', 'accepted', [], 'valid'],
    ['a reference', 'refused', [{ kind: 'missing', reference: 'customerRef' }], 'missing-customer-ref'],
    ['a method', 'refused', [{ kind: 'method', detail: 'GET' }], 'method-get'],
    ['a detail that has many values', 'refused', [{ kind: 'other-scheme', detail: 'Basic' }], 'other-scheme'],
    ['what is open', 'open', [{ kind: 'unknown-credential' }], 'open:unknown-credential'],
    ['what was not recorded', 'open', [{ kind: 'not-recorded', detail: 'the body' }], 'open:not-recorded-the-body'],
    ['the same twice', 'open', [header('x-a'), header('x-b')], 'open:unknown-header'],
    ['what many send comes last', 'open', [header('x-a'), { kind: 'query' }], 'open:query+unknown-header'],
    [
      'three reasons',
      'refused',
      [{ kind: 'no-credential' }, { kind: 'no-media-type' }, { kind: 'empty-body' }],
      'no-credential+no-media-type+empty-body',
    ],
    [
      'more than three',
      'refused',
      [
        { kind: 'no-credential' },
        { kind: 'no-media-type' },
        { kind: 'null', reference: 'orderRef' },
        { kind: 'empty', reference: 'customerRef' },
      ],
      'no-credential+no-media-type+null-order-ref+more',
    ],
  ])('is named by %s', (_name, outcome, all, wanted) => {
    expect(trafficCase('payout-token', predicted(outcome, all)).id).toBe(`traffic:payout-token/${wanted}`);
  });

  it('has a title without what differs from request to request', () => {
    const titleOf = (outcome: Prediction['outcome'], ...all: readonly Reason[]) =>
      trafficCase('payout-token', predicted(outcome, all)).title.replace(/^[^:]*: /, '');
    expect(titleOf('accepted')).toBe('a valid request');
    expect(titleOf('refused', { kind: 'other-scheme', detail: 'Secret' })).toBe(
      'must be refused: the credential has the scheme …',
    );
    expect(titleOf('open', { kind: 'head-of-get' }, header('x-secret'))).toBe(
      'open: HEAD may be answered where GET is; a header …',
    );
    const four: Reason[] = [{ kind: 'query' }, { kind: 'long-url' }, { kind: 'odd-time' }, { kind: 'odd-nonce' }];
    expect(titleOf('open', ...four)).toMatch(/; the signed time is written in an unusual form; …$/);
  });
});
