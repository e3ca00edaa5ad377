import { cases } from '../contract';
import { judge } from './judge';
import { rules } from './rules';
import { documentedClaims, exampleCase, exampleTime, exchangeOf, issued } from './rules/example';
import type { Rule } from './rules/types';

/** A rule as it could not be written in TypeScript, and may be all the same. */
const bad = (change: { readonly [name in 'appliesTo' | 'check']?: () => unknown }): Rule =>
  ({
    id: 'bad',
    title: 'A rule with a mistake.',
    evidence: ['C5'],
    appliesTo: () => true,
    check: () => [],
    ...change,
  }) as Rule;

const thrower = (thrown: unknown) => (): never => {
  throw thrown;
};
const deep = (): unknown => deep();

const mistakes: readonly [name: string, change: Parameters<typeof bad>[0], message: RegExp][] = [
  ['throws', { check: thrower(new Error('oh')) }, /^oh$/],
  ['throws over whether it applies', { appliesTo: thrower(new TypeError('no')) }, /^TypeError: no$/],
  ['throws what quotes a secret', { check: () => JSON.parse('my secret') }, /^it threw a SyntaxError$/],
  ['throws a text', { check: thrower('text') }, /^it threw a value of type string$/],
  ['throws what has no text', { check: thrower(Object.create(null)) }, /^it threw a value of type object$/],
  ['throws a very long text', { check: thrower(new Error('x'.repeat(1e6))) }, /^x{200}$/],
  ['calls itself without end', { check: deep }, /^RangeError: /],
  ['is asynchronous', { check: async () => [] }, /^its answer is no list/],
  ['never settles', { check: () => new Promise(() => undefined) }, /^its answer is no list/],
  ['rejects', { check: () => Promise.reject(new Error('later')) }, /^its answer is no list/],
  ['decides later whether it applies', { appliesTo: async () => true }, /^whether it applies is neither/],
  ['gives nothing', { check: () => undefined }, /^its answer is no list/],
  ['gives null', { check: () => [null] }, /no mismatch$/],
  ['gives a mismatch without a message', { check: () => [{ evidence: 'C5' }] }, /no mismatch$/],
  ['gives a number for a text', { check: () => [{ evidence: 'C5', message: 'm', actual: 1 }] }, /no mismatch$/],
  ['names evidence that there is not', { check: () => [{ evidence: 'Z9', message: 'm' }] }, /^TypeError: /],
];

const judged = (rule: Rule, body: object, more: { id?: string; status?: number } = {}) => {
  const { id = 'accept.documented', status = 201 } = more;
  const exchange = exchangeOf({ name: '', case: id, response: { status, body } });
  const half = Math.floor(rules.length / 2);
  const asked = [...rules.slice(0, half), rule, ...rules.slice(half)];
  return judge(exchange, exampleCase(id), { now: exampleTime, secrets: [], strict: false, rules: asked });
};
const good = issued(documentedClaims);

describe.each(mistakes)('a rule that %s', (_name, change, message) => {
  const internalErrors = [{ rule: 'bad', message: expect.stringMatching(message) }];

  it('leaves a sound answer without a verdict, and is named', () => {
    const judgement = judged(bad(change), good);
    expect(judgement).toMatchObject({ verdict: 'errored', internalErrors });
    expect(judgement.reason).toMatch(/^internal error in rule bad: /);
    expect(judgement.findings).toEqual(judged(bad({}), good).findings);
  });

  it('keeps no other rule from failing the case', () => {
    const judgement = judged(bad(change), { ...good, expires: 1 });
    expect(judgement).toMatchObject({ verdict: 'failed', internalErrors });
    expect(judgement.findings).toEqual(judged(bad({}), { ...good, expires: 1 }).findings);
  });
});

describe('a case that could not be judged in full', () => {
  it('still shows what it did to the cases that wait for it', () => {
    const { remembered } = judged(bad({ check: thrower(new Error('oh')) }), good);
    expect(remembered).toMatchObject({ verdict: 'errored', accepted: true, token: good.accessToken });
  });

  it('is errored for the target where the target did not answer', () => {
    const judgement = judged(bad({ check: thrower(new Error('oh')) }), {}, { status: 503 });
    expect(judgement).toMatchObject({ verdict: 'errored', reason: 'the target answered 503' });
    expect(judgement.internalErrors).toHaveLength(1);
  });

  it('is none where nothing went wrong', () => {
    for (const { id } of cases.slice(0, 20)) expect(judged(bad({}), good, { id }).internalErrors).toBeUndefined();
  });
});
