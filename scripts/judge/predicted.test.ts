import type { Exchange } from '../contract/exchange';
import type { Prediction } from '../contract/model';
import { judgePredicted, predictedCase } from './predicted';
import { type ExampleResponse, exchangeOf } from './rules/example';
import type { Rule } from './rules/types';
import type { CheckedCase, Judgement } from './types';

const ruleOf = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  title: '',
  evidence: ['C5'],
  appliesTo: () => true,
  check: () => [],
  ...more,
});
const rules = [
  ruleOf('always'),
  ruleOf('observer', { observes: true }),
  ruleOf('not-for-gateways', { silentFor: ['large-headers'] }),
];

const prediction: Prediction = {
  outcome: 'accepted',
  status: [200, 201],
  evidence: 'C6',
  unsafe: false,
  mayDisconnect: false,
  rows: ['C6'],
  reasons: [],
  openings: [],
};
const open: Prediction = { ...prediction, outcome: 'open', status: [], evidence: 'C15', unsafe: true };
const largeHeaders: Prediction = { ...open, openings: [{ kind: 'large-headers' }] };

/** How the judge is asked about a response to a request with this prediction. */
function askedOf(predicted: Prediction, outcome: ExampleResponse | Exchange['outcome']) {
  const answered = exchangeOf({ name: '', case: 'accept.documented', response: { status: 200 } });
  const exchange =
    'kind' in outcome
      ? { ...answered, outcome }
      : exchangeOf({ name: '', case: 'accept.documented', response: outcome });
  const checkedCase = predictedCase('x', 'payout-token', predicted);
  let asked: { readonly ids: string[]; readonly expect: CheckedCase['expect'] } | undefined;
  const judge = ({ expect }: CheckedCase, _exchange: Exchange, chosen: readonly Rule[]): Judgement => {
    asked = { ids: chosen.map(({ id }) => id), expect };
    return { verdict: 'passed', findings: [], remembered: { verdict: 'passed', accepted: true } };
  };
  judgePredicted(exchange, checkedCase, predicted, judge, rules);
  return asked!;
}

describe('a response to a request that no case describes', () => {
  it.each<[string, Prediction, ExampleResponse, string[]]>([
    ['rules, but not for the record', prediction, { status: 201 }, ['always', 'not-for-gateways']],
    ['not about a refusal that a gateway may have sent', largeHeaders, { status: 400 }, ['always']],
    ['not about an error of a gateway', largeHeaders, { status: 503 }, ['always']],
    ['about a success of the server itself', largeHeaders, { status: 399 }, ['always', 'not-for-gateways']],
  ])('is judged by %s', (_name, predicted, response, wanted) => {
    expect(askedOf(predicted, response).ids).toEqual(wanted);
  });

  it.each<[string, Prediction, ExampleResponse, boolean]>([
    ['if a token is issued although one would be unsafe', open, { status: 201, body: { accessToken: 'x' } }, true],
    ['not if a token is not unsafe', { ...open, unsafe: false }, { status: 201, body: { accessToken: 'x' } }, false],
    ['not if the request is to be accepted', prediction, { status: 201, body: { accessToken: 'x' } }, false],
    ['not without a token', open, { status: 201, body: {} }, false],
    ['not if it is refused', open, { status: 400, body: { accessToken: 'x' } }, false],
    ['not if it is redirected', open, { status: 300, body: { accessToken: 'x' } }, false],
  ])('is judged as one to a request that must be refused %s', (_name, predicted, response, wanted) => {
    const { expect: expected } = askedOf(predicted, response);
    expect(expected.outcome === 'refused').toBe(wanted);
    expect(expected.outcome === 'refused' && expected.unsafe === true).toBe(wanted);
  });

  it('is judged by all rules if it did not come', () => {
    const outcome = { kind: 'failure', reason: 'reset', message: '' } as const;
    expect(askedOf(open, outcome).ids).toEqual(rules.map(({ id }) => id));
  });
});
