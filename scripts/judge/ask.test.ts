import { cases } from '../contract';
import { judge } from './judge';
import { rules } from './rules';
import { documentedClaims, exampleCase, exampleTime, exchangeOf, issued } from './rules/example';
import type { Rule } from './rules/types';

/** A rule that TypeScript would refuse, but that may exist at run time. */
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
  ['throws in appliesTo', { appliesTo: thrower(new TypeError('no')) }, /^TypeError: no$/],
  ['throws an error that quotes a secret', { check: () => JSON.parse('my secret') }, /^it threw a SyntaxError$/],
  ['throws a string', { check: thrower('text') }, /^it threw a value of type string$/],
  [
    'throws an object without a prototype',
    { check: thrower(Object.create(null)) },
    /^it threw a value of type object$/,
  ],
  ['throws a very long message', { check: thrower(new Error('x'.repeat(1e6))) }, /^x{200}$/],
  ['recurses without end', { check: deep }, /^RangeError: /],
  ['is asynchronous', { check: async () => [] }, /^check did not return an array/],
  ['never settles', { check: () => new Promise(() => undefined) }, /^check did not return an array/],
  ['rejects', { check: () => Promise.reject(new Error('later')) }, /^check did not return an array/],
  ['has an asynchronous appliesTo', { appliesTo: async () => true }, /^appliesTo did not return/],
  ['returns undefined', { check: () => undefined }, /^check did not return an array/],
  ['returns null instead of a mismatch', { check: () => [null] }, /not a mismatch$/],
  ['returns a mismatch without a message', { check: () => [{ evidence: 'C5' }] }, /not a mismatch$/],
  [
    'returns a number instead of a string',
    { check: () => [{ evidence: 'C5', kind: 'k', message: 'm', actual: 1 }] },
    /not a mismatch$/,
  ],
  [
    'names evidence that does not exist',
    { check: () => [{ evidence: 'Z9', kind: 'k', message: 'm' }] },
    /^TypeError: /,
  ],
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

  it('makes a conforming response errored, and is named', () => {
    const judgement = judged(bad(change), good);
    expect(judgement).toMatchObject({ verdict: 'errored', internalErrors });
    expect(judgement.reason).toMatch(/^internal error in rule bad: /);
    expect(judgement.findings).toEqual(judged(bad({}), good).findings);
  });

  it('does not stop another rule from failing the case', () => {
    const judgement = judged(bad(change), { ...good, expires: 1 });
    expect(judgement).toMatchObject({ verdict: 'failed', internalErrors });
    expect(judgement.findings).toEqual(judged(bad({}), { ...good, expires: 1 }).findings);
  });
});

describe('a case that could not be judged in full', () => {
  it('still tells dependent cases what the server did', () => {
    const { remembered } = judged(bad({ check: thrower(new Error('oh')) }), good);
    expect(remembered).toMatchObject({ verdict: 'errored', accepted: true, token: good.accessToken });
  });

  it('is errored with the reason if the target did not respond', () => {
    const judgement = judged(bad({ check: thrower(new Error('oh')) }), {}, { status: 503 });
    expect(judgement).toMatchObject({ verdict: 'errored', reason: 'the target returned 503' });
    expect(judgement.internalErrors).toHaveLength(1);
  });

  it('has no internal errors if nothing went wrong', () => {
    for (const { id } of cases.slice(0, 20)) expect(judged(bad({}), good, { id }).internalErrors).toBeUndefined();
  });
});
