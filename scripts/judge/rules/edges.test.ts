import { joinedForm } from './error-fields';
import { documentedClaims, type Example, type ExampleResponse, exampleTime, issued, refused, seenBy } from './example';
import { type RuleId, rules } from './index';
import { Reading } from './reading';
import type { Mismatch, Rule } from './types';

type Wanted = readonly Partial<Mismatch>[];
type Row = readonly [name: string, caseId: string, response: ExampleResponse, wanted: Wanted, more?: Partial<Example>];

const missingRef = 'refuse.customer-ref.missing';
const code = 'CUSTOMER_REF_IS_REQUIRED';
const error = (change: object, errorChange: object = {}) => ({
  status: 400,
  body: refused(code, { ...change }, { ...errorChange }),
});
const serverId = refused(code).correlationId;
const twice = (status: number, more: Partial<ExampleResponse> = {}): ExampleResponse => ({
  ...{ status, text: '{"errors":[],"errors":[]}' },
  ...more,
});
const tokenOf = (...lengths: readonly number[]): string =>
  lengths.map((length) => 'eyJhbGciOiJIUzI1NiIsInR5'.slice(0, length)).join('.');

const edges: { readonly [id in RuleId]?: readonly Row[] } = {
  correlation: [
    ['says nothing of a list without errors', 'correlation.on-400', error({ errors: [] }), []],
    [
      "finds the server's id under any name if the caller sent none",
      missingRef,
      error({}, { metadata: { request: serverId } }),
      [],
    ],
    [
      "misses the server's id beside other metadata",
      missingRef,
      error({}, { metadata: { limit: 50 } }),
      [{ expected: JSON.stringify(serverId), actual: 'none' }],
    ],
    [
      'shows the ids that came instead',
      'correlation.on-400',
      error({}, { metadata: { correlationId: 'a', inner: { correlation: 'b' } } }),
      [{ actual: '"a", "b"' }],
    ],
    ['shows that none came', 'correlation.on-400', error({}, { metadata: {} }), [{ actual: 'none' }]],
  ],
  'error-code': [
    ['shows the codes', missingRef, { status: 400, body: refused('X') }, [{ actual: 'X' }]],
    ['shows that there is none', missingRef, { status: 400, body: { errors: [] } }, [{ actual: 'no code' }]],
  ],
  'error-time': [
    ['allows a minute', missingRef, error({ timestamp: exampleTime / 1000 + 60 }), []],
    [
      'shows what is right',
      missingRef,
      error({ timestamp: 1 }),
      [{ expected: `${exampleTime / 1000} ± 60`, actual: '1' }],
    ],
  ],
  'json-text': [
    ['reads refusals', 'auth.missing', twice(401), [{ where: 'errors', evidence: 'E3' }]],
    [
      'does not read a body that is not called JSON',
      'auth.missing',
      twice(401, { headers: { 'Content-Type': 'text/html' } }),
      [],
    ],
    ['does not read a body that is not promised', 'auth.missing', twice(401), [], { errorForm: 'E2' }],
    ['does not read a redirect', 'auth.missing', twice(302), []],
    ['does not read an empty body', 'accept.documented', { status: 201, text: '', validUtf8: false }, []],
  ],
  'no-store': [
    [
      'shows what is said instead',
      'accept.documented',
      { status: 201, body: issued(documentedClaims), headers: { 'Cache-Control': ['private', 'max-age=60'] } },
      [{ actual: 'private, max-age=60' }],
    ],
    [
      'shows that nothing is said',
      'accept.documented',
      { status: 201, body: issued(documentedClaims), headers: { 'Cache-Control': null } },
      [{ actual: 'no Cache-Control' }],
    ],
  ],
  status: [
    ...[299, 400].map(
      (status): Row => [
        `sees no redirect in ${status}`,
        'accept.documented',
        { status },
        [{ message: 'The response has an unexpected status.', actual: String(status) }],
      ],
    ),
    ...[300, 399].map(
      (status): Row => [
        `sees a redirect in ${status}`,
        'accept.documented',
        { status },
        [{ message: 'The server redirects. Redirects are not followed.', actual: `${status} to no location` }],
      ],
    ),
  ],
  'token-form': [
    [
      'reads no token of a call that issues none',
      'options.first-token',
      { status: 200, body: { accessToken: 'x' } },
      [],
    ],
    ['reads no token of a refusal', 'auth.missing', { status: 401, body: { accessToken: 'x' } }, []],
    ['reads the token of a success', 'accept.documented', { status: 201, body: { accessToken: 'x' } }, [{}]],
  ],
  'refusal-token': [
    [
      'sees a token of three short segments',
      'auth.missing',
      { status: 401, text: tokenOf(8, 8, 8) },
      [{ unsafe: true }],
    ],
    ['does not see one in shorter segments', 'auth.missing', { status: 401, text: tokenOf(8, 7, 8) }, []],
  ],
};

const ruleOf = (id: string): Rule => rules.find((rule) => rule.id === id)!;
const rows = Object.entries(edges).flatMap(([id, ofRule = []]) => ofRule.map((row) => [id, row[0], row] as const));

it.each(rows)('the rule %s %s', (id, name, [, caseId, response, wanted, more]) => {
  const { reading, context } = seenBy({ name, case: caseId, response, ...more });
  const rule = ruleOf(id);
  const found = rule.appliesTo(reading, context) ? rule.check(reading, context) : [];
  expect(found).toHaveLength(wanted.length);
  expect(found).toMatchObject(wanted);
});

it.each([
  ['gzip', 'gzip', 0],
  ['gzip', 'identity', 0],
  ['*', 'br', 0],
  ['gzip, br;q=0.5', 'X-GZip, br', 0],
  ['gzip', 'br', 1],
  ['gzip', 'gzip, br', 1],
  [undefined, 'br', 0],
  ['gzip, deflate', 'x-gzip, identity', 0],
  ['gzip, deflate', 'deflate, x-gzip', 0],
  ['gzip;q=1', 'identity', 0],
  ['gzip', 'gzip, x-compress', 1],
])(
  'the rule success-body accepts, after Accept-Encoding: %s, a body in %s (%d findings)',
  (accepted, coding, wanted) => {
    const response = { status: 201, body: issued(documentedClaims), headers: { 'Content-Encoding': coding } };
    const { reading, context } = seenBy({ name: '', case: 'accept.documented', response });
    const headers = accepted === undefined ? [] : ([['Accept-Encoding', accepted]] as const);
    const exchange = { ...reading.exchange, request: { ...reading.exchange.request, headers } };
    const found = ruleOf('success-body').check(new Reading(exchange), context);
    expect(found.filter(({ where }) => where === 'Content-Encoding')).toHaveLength(wanted);
  },
);

describe('the form of the 400s of a run', () => {
  it.each([
    [undefined, undefined, undefined],
    [undefined, 'E3', 'E3'],
    ['E3', undefined, 'E3'],
    ['E3', 'E2', 'E2'],
    ['E2', 'E3', 'E2'],
    ['E2', undefined, 'E2'],
  ] as const)('after %s and %s is %s', (known, seen, wanted) => {
    expect(joinedForm(known, seen)).toBe(wanted);
  });
});
