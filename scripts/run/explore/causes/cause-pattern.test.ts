import type { Finding } from '../../../report/types';
import { partOf, readProgram } from '../program';
import type { Sent } from '../send';
import { patternOf } from './cause-pattern';
import type { Cause } from './causes';
import type { SentProgram } from './sent-programs';

const program = (text: string) => readProgram(`explore:${text}`);

interface Shown {
  readonly effect: 'fails' | 'accepts' | 'refuses' | 'unanswered' | 'answers-wrongly';
  readonly status: number;
  readonly outcome?: Sent['prediction']['outcome'];
  readonly finding?: Partial<Finding>;
  readonly also?: readonly string[];
}

/** A cause as the search finds it. */
function cause(text: string, { effect, status, outcome = 'accepted', finding = {}, also = [] }: Shown): Cause {
  const own: Finding = { rule: 'status', level: 'violation', evidence: 'C1', message: 'It is wrong.', ...finding };
  const response =
    effect === 'unanswered' ? { kind: 'failure', reason: 'timeout' } : { kind: 'response', status, body: '' };
  const failing = { prediction: { outcome }, exchange: { outcome: response }, findings: [own] } as unknown as Sent;
  const one = program(text);
  const known = { sent: [failing], failing, findings: [own], also: also.map(program) };
  return { program: one, effect, part: partOf(one), ...known };
}

/** Programs that were sent: those that showed the effect, and those that did not. */
const sent = (
  effect: string,
  outcome: SentProgram['outcome'],
  bad: readonly string[],
  good: readonly string[] = [],
) => [
  ...bad.map((text): SentProgram => ({ program: program(text), outcome, effects: new Set([effect]) })),
  ...good.map((text): SentProgram => ({ program: program(text), outcome, effects: new Set() })),
];

const fails: Shown = { effect: 'fails', status: 500 };
const failing = (bad: readonly string[], good?: readonly string[]) => sent('fails', 'accepted', bad, good);

describe('what a target does under a condition', () => {
  it.each<[title: string, text: string, shown: Shown, all: readonly SentProgram[]]>([
    ['returns 500 with Accept: text/html', 'negotiation=html', fails, []],
    [
      'returns 500 with a query',
      'query=one',
      fails,
      failing(['query=empty', 'query=one', 'query=version', 'query=long']),
    ],
    [
      'returns 500 with an empty query or with a query',
      'query=one',
      fails,
      failing(['query=empty', 'query=one'], ['query=version']),
    ],
    [
      'returns 500 where a reference is an array',
      'customer-ref=array',
      fails,
      failing(['order-ref=empty-array', 'instruction-ref=array'], ['customer-ref=object']),
    ],
    [
      'returns 500 where orderRef is null',
      'order-ref=null',
      fails,
      failing([], ['customer-ref=null', 'instruction-ref=null']),
    ],
    [
      'returns 500 with a cookie and with indented JSON',
      'cookie=session+spacing=pretty',
      fails,
      failing(
        ['cookie=malformed+spacing=pretty', 'cookie=long+spacing=pretty', 'cookie=lone-percent+spacing=pretty'],
        ['cookie=session', 'spacing=pretty', 'cookie=session+spacing=white-space-inside'],
      ),
    ],
    [
      'returns 401 to a valid request after a request with the method HEAD',
      'method=head>documented',
      { effect: 'refuses', status: 401 },
      [],
    ],
    [
      'returns 403 to a valid request after a request with another method',
      'method=head>documented',
      { effect: 'refuses', status: 403, also: ['method=put>documented', 'method=get>documented'] },
      [],
    ],
    [
      'returns 401 to a valid request for a request sent 3 times, when asking for the payout options',
      'call=payout-options+times=3',
      { effect: 'refuses', status: 401 },
      [],
    ],
    ['does not answer with Range: bytes=0-9', 'conditional=range', { effect: 'unanswered', status: 0 }, []],
    [
      'shows a stack trace with Accept: text/html, in every call',
      'negotiation=html',
      {
        effect: 'answers-wrongly',
        status: 401,
        outcome: 'refused',
        finding: { rule: 'stack-trace' },
        also: ['negotiation=html+call=payout-options', 'negotiation=html+call=management-token'],
      },
      [],
    ],
    [
      'returns 403 instead of 401 without a credential',
      'credential=none',
      { effect: 'answers-wrongly', status: 403, outcome: 'refused', finding: { expected: '401' } },
      [],
    ],
  ])('%s', (title, text, shown, all) => {
    expect(patternOf(cause(text, shown), all).title).toBe(title);
  });
});

describe('what a target accepts', () => {
  const accepts: Shown = { effect: 'accepts', status: 201, outcome: 'refused' };
  const accepting = (bad: readonly string[], good?: readonly string[]) => sent('accepts', 'refused', bad, good);

  it.each<[title: string, text: string, bad: readonly string[], good: readonly string[]]>([
    [
      'does not check the references with an identity coding',
      'coding=identity+customer-ref=absent',
      ['coding=identity+order-ref=length-51', 'coding=identity+customer-ref=space', 'coding=identity+order-ref=number'],
      ['coding=identity+credential=none'],
    ],
    [
      'does not check the lengths of references with an identity coding',
      'coding=identity+customer-ref=length-51',
      ['coding=identity+order-ref=length-256'],
      ['coding=identity+customer-ref=absent', 'coding=identity+credential=none', 'coding=identity+order-ref=space'],
    ],
    [
      'accepts a request where customerRef is left out with an identity coding',
      'coding=identity+customer-ref=absent',
      [],
      ['coding=identity+order-ref=absent', 'coding=identity+credential=none'],
    ],
    [
      'does not check who calls with traceparent',
      'tracing=traceparent+credential=none',
      [
        'tracing=traceparent-zero+credential=none',
        'tracing=traceparent+credential=invented',
        'tracing=traceparent+credential=expired',
        'tracing=traceparent+credential=forged-alg-none',
      ],
      ['tracing=traceparent+customer-ref=absent', 'tracing=b3+credential=none'],
    ],
    [
      'accepts a request with a forged token (with a fourth segment)',
      'credential=forged-four-segments',
      [],
      ['credential=forged-jwk'],
    ],
  ])('%s', (title, text, bad, good) => {
    const all = accepting(bad, good);
    expect(patternOf(cause(text, accepts), all).title).toBe(
      title.replace('an identity coding', 'Content-Encoding: identity'),
    );
  });
});

describe('how often a cause was seen', () => {
  it('is counted among the combinations with its conditions that nothing else could explain', () => {
    const all = failing(
      ['query=one', 'query=one+language=german', 'query=one+order=rotated'],
      ['query=one+spacing=pretty', 'query=version', 'documented'],
    );
    // Accept-Language may matter, and so is no harmless variation.
    expect(patternOf(cause('query=one', fails), all)).toMatchObject({ matched: 3, of: 4 });
  });

  it('is how often it failed, if it fails intermittently', () => {
    const rare = { ...cause('times=64', fails), times: 5 };
    expect(patternOf(rare, [])).toEqual({ title: 'returns 500 intermittently', matched: 5, of: 5 });
  });
});
