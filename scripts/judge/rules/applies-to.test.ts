import { rules } from '.';
import { documentedClaims, type ExampleResponse, exampleTime, exampleToken, issued, refused, seenBy } from './example';

const ruleOf = (id: string) => rules.find((rule) => rule.id === id)!;
const token = issued(documentedClaims);
const traced = 'System.Data.SqlException';

describe('a rule applies to its subject only', () => {
  it.each<[rule: string, case_: string, response: ExampleResponse, targetIsUp: boolean, wanted: boolean]>([
    ['server-error', 'accept.documented', { status: 499 }, false, false],
    ['server-error', 'accept.documented', { status: 500 }, false, true],
    ['server-error', 'accept.documented', { status: 501 }, false, true],
    ['server-error', 'accept.documented', { status: 502 }, false, false],
    ['server-error', 'accept.documented', { status: 504 }, false, false],
    ['server-error', 'accept.documented', { status: 505 }, false, true],
    ['server-error', 'accept.documented', { status: 503 }, true, true],
    ['status', 'observe.duplicate-property', { status: 299 }, false, false],
    ['status', 'observe.duplicate-property', { status: 300 }, false, true],
    ['status', 'observe.duplicate-property', { status: 399 }, false, true],
    ['status', 'observe.duplicate-property', { status: 400 }, false, false],
    ['status', 'accept.documented', { status: 201 }, false, false],
    ['status', 'accept.documented', { status: 429 }, false, false],
    ['status', 'accept.documented', { status: 425 }, false, false],
    ['server-error', 'accept.documented', { status: 520 }, false, false],
    ['server-error', 'accept.documented', { status: 530 }, false, false],
    ['status', 'accept.documented', { status: 499 }, false, true],
    ['status', 'accept.documented', { status: 500 }, false, false],
    ['observed-answer', 'observe.duplicate-property', { status: 400 }, false, true],
    ['observed-answer', 'observe.duplicate-property', { status: 429 }, false, false],
    ['observed-answer', 'observe.duplicate-property', { status: 500 }, false, false],
    ['observed-answer', 'accept.documented', { status: 201 }, false, false],
    ['secret-echo', 'accept.documented', { status: 399 }, false, false],
    ['secret-echo', 'accept.documented', { status: 400 }, false, true],
    ['stack-trace', 'accept.documented', { status: 399 }, false, false],
    ['stack-trace', 'accept.documented', { status: 400 }, false, true],
    ['token-references', 'accept.documented', { status: 201, body: token }, false, true],
    ['token-references', 'accept.documented', { status: 400, body: token }, false, false],
    ['token-references', 'auth.missing', { status: 201, body: token }, false, true],
    ['token-references', 'hmac.documented', { status: 201, body: token }, false, false],
    ['token-references', 'accept.documented', { status: 201, body: {} }, false, false],
  ])('%s: case %s, %j, target known to be up: %p', (rule, id, response, targetIsUp, wanted) => {
    const { reading, context } = seenBy({ name: '', case: id, response, ...(targetIsUp && { targetIsUp }) });
    expect(ruleOf(rule).appliesTo(reading, context)).toBe(wanted);
  });
});

const findingsOf = (rule: string, id: string, response: ExampleResponse) => {
  const { reading, context } = seenBy({ name: '', case: id, response });
  return ruleOf(rule).check(reading, { ...context, now: exampleTime });
};

describe('leaks and server errors are unsafe', () => {
  it.each<[rule: string, response: ExampleResponse]>([
    ['server-error', { status: 500 }],
    ['stack-trace', { status: 400, text: traced }],
    ['refusal-token', { status: 400, text: `x ${exampleToken({ sub: 'another' })}` }],
  ])('%s', (rule, response) => {
    expect(findingsOf(rule, 'accept.documented', response)).toMatchObject([{ unsafe: true }]);
  });
});

describe('a stack trace', () => {
  const looked = 2 ** 17;

  it.each<[string, string, boolean]>([
    ['at the beginning of a long body', traced.padEnd(2 * looked), true],
    ['at the end of what is looked at', traced.padStart(looked), true],
    ['further down in a long body', traced.padStart(2 * looked), false],
    [
      'with escapes in a long body',
      `{"m":"${traced.replace('System', '\\u0053ystem')}","n":"${'x'.repeat(looked)}"}`,
      true,
    ],
    ['in a short body', JSON.stringify(refused('', {}, { message: traced })), true],
  ])('is found %s or not', (_where, text, found) => {
    expect(findingsOf('stack-trace', 'accept.documented', { status: 400, text })).toHaveLength(found ? 1 : 0);
  });
});
