import { answered, finding, reportOf } from '../testing/run-fixtures';
import { composedCauses } from './composed-cause';
import { causesOf, type RankedCause } from './likely-cause';
import type { CaseResult } from './types';

type Given = Parameters<typeof reportOf>[0]['cases'][number];

const casesOf = (...cases: readonly Given[]): readonly CaseResult[] => reportOf({ cases: [...cases] }).cases;

const explored = (
  id: string,
  matched: number,
  of: number,
  rule: 'server-error' | 'status' = 'server-error',
): Given => ({
  id: `explore:${id}`,
  verdict: 'failed',
  findings: [finding({ rule, where: 'status' })],
  looksLike: { title: `does it with ${id}`, matched, of },
});

const failed = (id: string, status: number, own: Parameters<typeof finding>[0]): Given => ({
  id,
  verdict: 'failed',
  exchanges: [answered(status)],
  findings: [finding(own)],
});
const passed = (id: string, status: number): Given => ({ id, exchanges: [answered(status)] });

const told = (cases: readonly CaseResult[]) =>
  composedCauses(cases).map(({ title, matched, of }) => `${title} (${matched} of ${of})`);

describe('what explored failures look like', () => {
  it.each<[what: string, cases: readonly Given[], told: readonly string[]]>([
    ['what each says', [explored('query=one', 3, 4)], ['does it with query=one (3 of 4)']],
    [
      'those with the fewest conditions first',
      [explored('query=one+cookie=session', 9, 9), explored('origin=origin', 2, 2)],
      ['does it with origin=origin (2 of 2)', 'does it with query=one+cookie=session (9 of 9)'],
    ],
    ['nothing that shows in less than half of the combinations', [explored('query=one', 1, 3)], []],
    ['nothing that no combination could show', [explored('query=one', 0, 0)], []],
    [
      'nothing of a lower level than the worst',
      [
        explored('query=one', 1, 1),
        { ...explored('cookie=session', 1, 1), findings: [finding({ level: 'deviation', where: 'status' })] },
      ],
      ['does it with query=one (1 of 1)'],
    ],
    ['the same once', [explored('query=one', 1, 1), explored('query=one', 1, 1)], ['does it with query=one (1 of 1)']],
    [
      'nothing of what is only observed, as in a run that is broken by drift',
      ['a', 'b'].map((id) => ({ ...passed(id, 400), findings: [finding({ level: 'observation' })] })),
      [],
    ],
  ])('%s', (_what, cases, wanted) => {
    expect(told(casesOf(...cases))).toEqual(wanted);
  });
});

describe('what the failing cases of the contract have in common', () => {
  const notJson = { rule: 'error-body', kind: 'not-json.markup', where: 'body' } as const;
  const fails = { rule: 'server-error', kind: 'status', where: 'status' } as const;

  it.each<[what: string, cases: readonly Given[], told: readonly string[]]>([
    [
      'the status of the response',
      [
        failed('auth.missing', 401, notJson),
        failed('auth.malformed', 401, notJson),
        failed('hmac.missing', 401, notJson),
        passed('auth.payout-token', 403),
        passed('refuse.customer-ref.missing', 400),
        passed('refuse.order-ref.missing', 400),
      ],
      ['sends errors in another form with every 401 (3 of 3)'],
    ],
    [
      'the reason why they must be refused',
      [
        failed('refuse.customer-ref.missing', 500, fails),
        failed('refuse.order-ref.missing', 500, fails),
        passed('refuse.order-ref.length-51', 400),
        passed('auth.missing', 401),
      ],
      ['returns 500 where a reference is missing (2 of 2)'],
    ],
    [
      'the call',
      [
        failed('options.first-token', 403, { rule: 'status', kind: 'status', where: 'status' }),
        failed('options.second-token', 403, { rule: 'status', kind: 'status', where: 'status' }),
        passed('accept.documented', 201),
      ],
      ['returns 403 to a valid request at the options call (2 of 2)'],
    ],
    [
      'nothing but what goes wrong',
      [
        failed('auth.missing', 500, fails),
        failed('refuse.order-ref.missing', 500, fails),
        passed('auth.malformed', 401),
        passed('hmac.missing', 401),
        passed('refuse.customer-ref.missing', 400),
        passed('refuse.customer-ref.empty', 400),
      ],
      ['returns 500 in the case "refuses a request without Authorization" and 1 other (2 of 2)'],
    ],
    [
      'nothing of a lower level, or that is waived, even if more cases show it',
      [
        ...['refuse.customer-ref.missing', 'refuse.order-ref.missing', 'auth.missing', 'hmac.missing'].map((id) => ({
          ...failed(id, 500, fails),
          findings: [
            finding({ rule: 'error-code', where: id, quarantined: { owner: 'a', reason: 'b', expires: '2099-01-01' } }),
            finding({ rule: 'no-store', where: 'Cache-Control', level: 'warning' as const }),
            finding(id.startsWith('refuse') ? fails : notJson),
          ],
        })),
        passed('auth.malformed', 401),
      ],
      [],
    ],
    ['nothing, for a single case', [failed('auth.missing', 500, fails)], []],
    [
      'nothing, if different things go wrong',
      [failed('auth.missing', 500, fails), failed('refuse.order-ref.missing', 400, notJson)],
      [],
    ],
  ])('%s', (_what, cases, wanted) => {
    expect(told(casesOf(...cases))).toEqual(wanted);
  });

  it('explains explored failures of the same rule', () => {
    const cases = casesOf(
      failed('refuse.customer-ref.missing', 500, fails),
      failed('refuse.order-ref.missing', 500, fails),
      explored('query=one', 1, 1),
      explored('cookie=session', 1, 1, 'status'),
    );
    expect(told(cases)).toEqual([
      'returns 500 where a reference is missing (2 of 2)',
      'does it with cookie=session (1 of 1)',
    ]);
  });
});

describe('a known fault', () => {
  const known = (fit: number, isWhole = true): RankedCause => {
    return { faults: ['f'], title: 'f', matched: 1, of: 1, fit, isWhole };
  };
  const titles = (fit: number, ...cases: readonly Given[]) =>
    causesOf([known(fit)], casesOf(...cases)).map(({ title }) => title);

  it('is named alone if it is nearly certain', () => {
    expect(titles(0.9, explored('query=one', 1, 1))).toEqual(['f']);
  });

  it('is not certain if each failure needs more conditions than it has', () => {
    const cases = casesOf(explored('query=one+cookie=session', 1, 1));
    expect(causesOf([known(1, false)], cases).map(({ title }) => title)).toEqual([
      'does it with query=one+cookie=session',
    ]);
  });

  it('that fits less well is not named for explored failures', () => {
    expect(titles(0.8, explored('query=one', 1, 1))).toEqual(['does it with query=one']);
  });

  it('that fits less well follows what failing cases have in common', () => {
    const both = ['a', 'b'].map((id) => ({ id, verdict: 'failed' as const }));
    expect(titles(0.8, ...both, explored('query=one', 1, 1))).toEqual(['does it with query=one', 'f']);
  });
});
