import { answered, type CaseFixture, finding, foreignRule, reportOf, unanswered } from '../../testing/run-fixtures';
import type { RunReport } from '../types';
import { viewOf } from './index';
import { verdictView } from './verdict';

const deviation = finding({ level: 'deviation' });
const passed: CaseFixture = { id: 'p' };
const down = (id: string): CaseFixture => ({
  id,
  verdict: 'errored',
  reason: 'answered 503',
  exchanges: [answered(503)],
});
const threw = (id: string): CaseFixture => ({
  id,
  verdict: 'errored',
  reason: 'a rule threw',
  exchanges: [answered(201)],
});
const blocked = (id: string, by: string): CaseFixture => ({
  id,
  verdict: 'inconclusive',
  blockedBy: by,
  reason: 'r',
  exchanges: [],
});
const skipped = (id: string): CaseFixture => ({ id, verdict: 'skipped', reason: 'needs a key' });
const traffic = (exchanges: number, judged = 0): RunReport['traffic'] => ({ exchanges, judged, hosts: [] });

const view = (cases: readonly CaseFixture[], change: Partial<RunReport> = {}) =>
  verdictView({ ...reportOf({ cases }), ...change });

describe('a run that broke the contract', () => {
  const strict = 'There is no violation: deviations and warnings fail this run because of --strict.';
  const failed = (id: string, ...findings: CaseFixture['findings'] & object): CaseFixture => ({
    id,
    verdict: 'failed',
    findings,
  });
  const client = finding({ level: 'client', rule: foreignRule('client-path'), message: 'The client does it.' });

  it.each<[string, readonly CaseFixture[], Partial<RunReport>, readonly string[]]>([
    ['violations', [failed('a', finding())], { strict: true }, []],
    ['deviations under --strict', [failed('a', deviation)], { strict: true }, [strict]],
    ['deviations without it', [failed('a', deviation)], {}, []],
    ['the client, under --strict', [failed('a', client)], { strict: true }, ['The client does it.']],
    [
      'a run that was stopped',
      [failed('a', finding())],
      { stopped: 'bail' },
      ['Incomplete: the run stopped at the first failed case (--bail) after 1 of 1 case.'],
    ],
    [
      'a run that ended unexpectedly',
      [failed('a', finding())],
      { complete: false },
      ['Incomplete: the run ended unexpectedly after 1 of 1 case.'],
    ],
    [
      'a run with an error',
      [failed('a', finding())],
      { error: 'no space' },
      ['Incomplete: the run hit an internal error after 1 of 1 case: no space.'],
    ],
    [
      'a case without a verdict',
      [failed('a', finding()), down('b')],
      {},
      ['1 case got no verdict: the target returned 503.'],
    ],
    [
      'two of them, for one cause',
      [failed('a', finding()), down('b'), down('c')],
      {},
      ['2 cases got no verdict: the target returned 503.'],
    ],
    [
      'two causes',
      [failed('a', finding()), down('b'), down('c'), threw('d')],
      {},
      ['3 cases got no verdict, 2 of them because the target returned 503.'],
    ],
    [
      'cases that depend on another',
      [failed('a', finding()), down('b'), blocked('c', 'b'), blocked('d', 'b')],
      {},
      ['3 cases got no verdict: the target returned 503; 2 of them were not sent, because they depend on others.'],
    ],
    ['cases that were never sent', [failed('a', finding()), blocked('c', 'x')], {}, ['1 case got no verdict: r.']],
  ])('says what else is to be known: %s', (_name, cases, change, wanted) => {
    expect(view(cases, { verdict: 'broken', ...change }).says).toEqual(wanted);
  });
});

describe('a run whose credentials were refused', () => {
  it.each([
    [0, []],
    [1, ['Even so, its responses contain 1 violation.']],
  ])('says how many violations it found: %d', (violations, wanted) => {
    const report = reportOf({ cases: [down('a')] });
    const { says, title, next } = verdictView({
      ...report,
      verdict: 'credentials-refused',
      summary: { ...report.summary, violations },
    });
    expect([title, next?.kind, ...says.slice(1)]).toEqual(['Credentials refused', 'check-credentials', ...wanted]);
  });
});

describe('a run without a verdict', () => {
  const none = 'This says nothing about the contract, and nothing about your credentials.';
  const few = 'No case failed, but too few were checked to say that the contract holds.';

  it.each<[string, readonly CaseFixture[], Partial<RunReport>, string, readonly string[], string | undefined]>([
    [
      'was interrupted',
      [passed],
      { stopped: 'interrupted' },
      'the run was interrupted after 1 of 1 case.',
      [few],
      'run-rest',
    ],
    [
      'was interrupted before anything was judged',
      [{ id: 'a', reached: 'planned' }],
      { stopped: 'interrupted' },
      'the run was interrupted after 0 of 1 case.',
      [none],
      'run-again',
    ],
    [
      'was interrupted, of a collection',
      [passed],
      { stopped: 'interrupted', collection: 'c.json' },
      'the run was interrupted after 1 of 1 case.',
      [few],
      'run-again',
    ],
    [
      'had an error',
      [passed],
      { error: 'no space' },
      'the run hit an internal error after 1 of 1 case: no space.',
      [few],
      'report-bug',
    ],
    [
      'ended unexpectedly',
      [passed],
      { complete: false },
      'the run ended unexpectedly after 1 of 1 case.',
      [few],
      'run-rest',
    ],
    [
      'lacks shards',
      [passed],
      { complete: false, because: 'shards 2/4, 3/4 are missing' },
      'shards 2/4, 3/4 are missing.',
      [few],
      undefined,
    ],
    [
      'lacks shards, and one of the others had an internal error',
      [passed],
      { complete: false, because: 'shards 2/2 are missing', error: 'boom' },
      'the run ended unexpectedly after 1 of 1 case: shards 2/2 are missing: boom.',
      [few],
      'report-bug',
    ],
    [
      'stopped, and read traffic',
      [passed],
      { stopped: 'unreadable', because: 'line 3', traffic: traffic(7, 4)! },
      'the run could not read everything that was recorded after 4 of 7 exchanges: line 3.',
      [few],
      'record-again',
    ],
    [
      'sent nothing of the contract',
      [skipped('a')],
      { collection: 'c.json' },
      'the collection sent no request that is a call of the contract.',
      ['1 of 1 skipped: needs a key.'],
      'judge-something',
    ],
    [
      'sent nothing at all',
      [],
      { collection: 'c.json' },
      'the collection sent no request that is a call of the contract.',
      [],
      'judge-something',
    ],
    [
      'sent what others need only',
      [{ ...passed, dependencyOnly: true }],
      { collection: 'c.json' },
      'the collection sent no request that is a call of the contract.',
      [],
      'judge-something',
    ],
    [
      'sent a collection that has an error',
      [threw('a')],
      { collection: 'c.json' },
      '1 of 1 case could not be judged: a rule threw.',
      [none],
      'look-at-causes',
    ],
    ['got an outage', [down('a')], {}, 'http://127.0.0.1:41234', [none], 'slow-down'],
    [
      'reached nothing',
      [{ id: 'a', verdict: 'errored', reason: 'r', exchanges: [unanswered('refused')] }],
      {},
      'could not be reached',
      [none],
      'check-address',
    ],
    ['read no exchange', [], { traffic: traffic(0)! }, 'there was no exchange to judge.', [none], 'record-calls'],
    [
      'judged no exchange',
      [],
      { traffic: traffic(2)! },
      'none of 2 exchanges could be judged.',
      [none],
      'record-calls',
    ],
    ['skipped one', [skipped('a')], {}, 'no case was checked. 1 of 1 was skipped: needs a key.', [none], 'configure'],
    [
      'skipped all',
      [skipped('a'), skipped('b')],
      {},
      'no case was checked. 2 of 2 were skipped: needs a key.',
      [none],
      'configure',
    ],
    [
      'reached nothing, and had no case',
      [],
      { unreached: { kind: 'dns', detail: 'ENOTFOUND' } },
      'could not be reached: the host name could not be resolved (ENOTFOUND).',
      [none],
      'check-address',
    ],
    [
      'reached nothing, with a collection whose URLs are variables',
      [],
      { unreached: { kind: 'refused', detail: 'ECONNREFUSED' }, collection: 'mine.json' },
      'could not be reached: the connection was refused; nothing is listening there (ECONNREFUSED).',
      [none],
      'check-address',
    ],
    ['had no case', [], {}, 'no case was checked.', [none], 'configure'],
    [
      'has two cases that were sent, of three',
      [threw('a'), threw('b'), blocked('c', 'a')],
      {},
      '3 of 3 cases could not be judged: a rule threw.',
      [none],
      'look-at-causes',
    ],
  ])('says why, and what to do: it %s', (_name, cases, change, headline, says, next) => {
    const seen = view(cases, { verdict: 'no-verdict', ...change });
    expect(seen.title).toBe('No verdict');
    expect(seen.headline).toContain(headline);
    expect([seen.says, seen.next?.kind]).toEqual([says, next]);
  });

  it('tells the cases that were sent from those that depend on them', () => {
    const of = (...cases: CaseFixture[]) =>
      /\(([^()]*)\)\.$/.exec(view(cases, { verdict: 'no-verdict' }).headline)?.[1];
    expect(of(down('a'), down('b'), blocked('c', 'a'))).toBe('3 of 3 cases: 2 were sent, the others depend on them');
    expect(of(down('a'), down('b'))).toBe('2 of 2 cases');
  });

  it('says that no case was sent to a target that one look did not find', () => {
    const cases = ['a', 'b'].map((id): CaseFixture => ({ id, verdict: 'errored', reason: 'refused', exchanges: [] }));
    const { headline } = view(cases, { verdict: 'no-verdict', unreached: { kind: 'refused' } as never });
    expect(headline).toMatch(/\(2 of 2 cases: none was sent\)\.$/);
  });
});

describe('the view of a run', () => {
  it('has a cause only if nothing was judged', () => {
    const causeOf = (...cases: CaseFixture[]) => viewOf(reportOf({ cases })).cause?.text;
    expect(causeOf(down('a'))).toBe('the target returned 503');
    expect(causeOf(down('a'), passed)).toBeUndefined();
    expect(causeOf(down('a'), { id: 'f', verdict: 'failed', findings: [finding()] })).toBeUndefined();
    expect(causeOf({ ...down('a'), findings: [finding()] })).toBeUndefined();
    const minus = reportOf({ cases: [down('a')] });
    const summary = { ...minus.summary, passed: 1, failed: 1, violations: 0 };
    expect(viewOf({ ...minus, summary }).cause).toBeUndefined();
    expect(viewOf({ ...minus, summary: { ...summary, violations: 2 } }).cause).toBeUndefined();
  });

  it('lists the cases without a verdict', () => {
    const { open, repeat } = viewOf(reportOf({ cases: [passed, down('a'), blocked('b', 'x'), skipped('c')] }));
    expect(open.flatMap(({ cases }) => cases.map(({ id }) => id)).sort()).toEqual(['a', 'b']);
    expect(repeat?.[0]).toBe('payout-contract run');
    expect(viewOf(reportOf({ cases: [passed] }))).not.toHaveProperty('repeat');
  });
});
