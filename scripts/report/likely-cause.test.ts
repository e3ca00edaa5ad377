import { answered, finding, recorded, reportOf, unanswered } from '../testing/run-fixtures';
import { CauseFinder, clearCauses, likelyCause } from './likely-cause';
import { type FaultGroup, faultGroups, packTable, unpackTable } from './symptom-table';
import { type Symptom, symptomsOf } from './symptoms';
import type { CaseResult, LikelyCause, RecordedExchange, RecordedToken } from './types';

const symptom = (place: string, change: Partial<Symptom> = {}): Symptom => ({
  place,
  rule: 'status',
  level: 'violation',
  where: 'status',
  observed: '500',
  ...change,
});
const cause = (title: string, symptoms: readonly Symptom[]): FaultGroup => ({ faults: [title], title, symptoms });

/** A run in which these cases got these statuses. A case with 201 passed. */
const run = (statuses: Readonly<Record<string, number | 'skipped'>>): readonly CaseResult[] =>
  reportOf({
    cases: Object.entries(statuses).map(([id, status]) =>
      status === 'skipped'
        ? { id, verdict: 'skipped', reason: 'needs credentials' }
        : {
            id,
            verdict: status === 201 ? 'passed' : 'failed',
            exchanges: [answered(status)],
            findings: status === 201 ? [] : [finding({ rule: 'status', where: 'status' })],
          },
    ),
  }).cases;

const causes = [
  cause(
    'fails everywhere',
    ['a', 'b', 'c', 'd'].map((place) => symptom(place)),
  ),
  cause('fails at a and b', [symptom('a'), symptom('b')]),
  cause('refuses a and b', [symptom('a', { observed: '404' }), symptom('b', { observed: '404' })]),
  cause('refuses d', [symptom('d', { observed: '400' })]),
];
const finder = new CauseFinder(causes);

describe('a cause', () => {
  it.each<[what: string, statuses: Record<string, number | 'skipped'>, best: string, matched: number, of: number]>([
    ['whose symptoms the run shows all', { a: 500, b: 500, c: 500, d: 500 }, 'fails everywhere', 4, 4],
    ['that shows nothing in the cases that passed', { a: 500, b: 500, c: 201, d: 201 }, 'fails at a and b', 2, 2],
    ['with the same responses', { a: 404, b: 404, c: 201, d: 201 }, 'refuses a and b', 2, 2],
    ['though the run was a selection', { c: 500, d: 500 }, 'fails everywhere', 2, 2],
    ['though cases were skipped', { a: 'skipped', b: 'skipped', c: 500, d: 500 }, 'fails everywhere', 2, 2],
    ['though something else is wrong too', { a: 404, b: 404, c: 500, d: 201 }, 'refuses a and b', 2, 2],
  ])('fits best %s', (_what, statuses, best, matched, of) => {
    expect(finder.rank(run(statuses))[0]).toMatchObject({ title: best, matched, of });
  });

  it('fits completely if the run shows the same, and less if the run shows more or less', () => {
    const fitOf = (statuses: Record<string, number>, title: string) =>
      finder.rank(run(statuses)).find((each) => each.title === title)!.fit;
    const same = fitOf({ a: 404, b: 404, c: 201, d: 201 }, 'refuses a and b');
    const more = fitOf({ a: 404, b: 404, c: 201, d: 500 }, 'refuses a and b');
    const less = fitOf({ a: 404, b: 201, c: 201, d: 201 }, 'refuses a and b');
    expect(same).toBe(1);
    expect(more).toBeLessThan(1);
    expect(less).toBeLessThan(more);
  });

  it('explains some of the worst: a fault that only warns does not explain a violation', () => {
    const warned = { level: 'warning', rule: 'challenge', where: 'WWW-Authenticate', observed: '401 missing' };
    const both = new CauseFinder([cause('warns', [symptom('a', warned)]), cause('fails', [symptom('b')])]);
    const { cases } = reportOf({
      cases: [
        { id: 'a', findings: [finding({ rule: 'challenge', level: 'warning', where: 'WWW-Authenticate' })] },
        { id: 'b', verdict: 'failed', findings: [finding({ rule: 'status', where: 'status' })] },
      ],
    });
    expect(both.rank(cases).map(({ title }) => title)).toEqual(['fails']);
    expect(both.rank(cases.slice(0, 1)).map(({ title }) => title)).toEqual(['warns']);
  });

  it('is not named for a run that shows nothing of it', () => {
    expect(finder.rank(run({ a: 201, b: 201 }))).toEqual([]);
  });

  it('that the cases show is compared by the cases alone: what exploring adds is not known of it', () => {
    const finding = new CauseFinder([
      cause('by cases', [symptom('a')]),
      cause('explored', [symptom('explore:query=one')]),
    ]);
    const more = { 'explore:language=unknown+query=one': 500, 'explore:query=many': 500 };
    expect(finding.rank(run({ a: 500, ...more })).map(({ title, fit }) => [title, fit < 1])).toEqual([
      ['by cases', false],
      ['explored', true],
    ]);
    expect(finding.rank(run({ a: 201, ...more })).map(({ title }) => title)).toEqual(['explored']);
  });

  it('is another one if the same shows under another condition', () => {
    const refusing = (condition: string) =>
      cause(condition, [symptom('explore:refused=forged'), symptom(`explore:${condition}`)]);
    const finding = new CauseFinder([refusing('query=one'), refusing('query=many'), refusing('language=unknown')]);
    const cases = run({ 'explore:credential=forged-jwk+query=one': 500 });
    expect(finding.rank(cases).map(({ title, fit }) => [title, fit])).toEqual([['query=one', 1]]);
  });

  it('of an explored program is compared only if something was explored', () => {
    const exploring = new CauseFinder([cause('x', [symptom('a'), symptom('explore:auth=none')])]);
    expect(exploring.rank(run({ a: 500 }))[0]).toMatchObject({ matched: 1, of: 1 });
    expect(exploring.rank(run({ a: 500, 'explore:pairs': 201 }))).toEqual([]);
    expect(exploring.rank(run({ a: 500, 'explore:auth=none+method=head': 500 }))[0]).toMatchObject({ matched: 2 });
  });
});

describe('the fit of a cause', () => {
  const fitOf = (all: readonly FaultGroup[], statuses: Record<string, number>) =>
    new CauseFinder(all).rank(run(statuses)).find(({ title }) => title === 'it')!.fit;
  const share = (common: number, missing: number): number => Math.round((common / (common + missing)) * 1000) / 1000;
  const both = cause('it', [symptom('a'), symptom('b')]);

  // A rule that fails in a place, the response there, and the response anywhere count 1, 1 and 3.
  it.each<[string, readonly FaultGroup[], number]>([
    ['is the share of what the run shows', [both], share(5, 2)],
    [
      'counts what few causes show for more',
      [both, cause('other', [symptom('a')])],
      share(5 * Math.log(1 + 2 / 2), 2 * Math.log(1 + 2 / 1)),
    ],
    [
      'counts a deviation for less',
      [cause('it', [symptom('a'), symptom('b', { rule: 'allow', level: 'deviation' })])],
      share(5, 5 * 0.5),
    ],
  ])('%s', (_what, all, wanted) => {
    expect(fitOf(all, { a: 500, b: 201 })).toBe(wanted);
  });
});

describe('causes', () => {
  const fits = (...all: number[]): LikelyCause[] =>
    all.map((fit, index) => ({ faults: [`f${index}`], title: 'x', matched: 1, of: 1, fit }));

  it.each([
    ['the three that fit best', fits(1, 0.9, 0.8, 0.75), [1, 0.9, 0.8]],
    ['none that fits badly', fits(0.95, 0.4), [0.95]],
    ['nothing if none fits well', fits(0.6, 0.5), []],
    ['nothing if too many fit equally well', fits(1, 1, 1, 1), []],
    ['one that fits just well enough', fits(0.7, 0.699), [0.7]],
    ['three, if one fits noticeably better than others', fits(1, 0.999, 0.999, 0.999), [1, 0.999, 0.999]],
    ['several that fit equally well', fits(1, 1, 1, 0.2), [1, 1, 1]],
  ])('are named: %s', (_what, ranked, named) => {
    expect(clearCauses(ranked).map(({ fit }) => fit)).toEqual(named);
  });

  it('are not looked for in a run that is not broken', () => {
    expect(likelyCause({ verdict: 'no-verdict', cases: run({ a: 500 }) })).toBeUndefined();
  });

  it('are unknown if no known fault shows the same', () => {
    expect(likelyCause({ verdict: 'broken', cases: run({ 'no.such.case': 500 }) })).toBeUndefined();
  });
});

describe('a symptom', () => {
  const with201 = (body: string): RecordedExchange => {
    const { request, response } = answered(201);
    return recorded({ attempt: 1, request, response: { ...response!, body } });
  };
  const observedIn = (where: string, exchange: RecordedExchange) =>
    symptomsOf(
      reportOf({ cases: [{ id: 'a', verdict: 'failed', findings: [finding({ where })], exchanges: [exchange] }] })
        .cases,
    )[0]!.observed;

  it.each([
    ['a status', 'status', '{}', '201'],
    ['digits by their number', '/expires', '{"expires":"1560514835115"}', 'success digits 13'],
    ['a number', '/expires', '{"expires":1560514835}', 'success integer 10'],
    ['a date', '/expires', '{"expires":"2026-03-01T10:30:00Z"}', 'success date'],
    ['a GUID', '/id', '{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}', 'success guid'],
    ['what is missing', '/expires', '{}', 'success missing'],
    ['a list', '/expires', '{"expires":[1]}', 'success array'],
    ['an object by its names', '/', '{"b":1,"a":2}', 'success object a b'],
    ['another text', '/expires', '{"expires":"soon"}', 'success text'],
    ['what is not JSON', '/', '<p>', 'success missing'],
    ['a header', 'Content-Type', '{}', 'success text'],
    ['a day in words', '/expires', '{"expires":"March 1, 2026"}', 'success text'],
    ['a time in words', '/expires', '{"expires":"at 10:30 sharp"}', 'success text'],
  ])('tells what observed: %s', (_what, where, body, observed) => {
    expect(observedIn(where, with201(body))).toBe(observed);
  });

  it.each([
    ['all claims', 'claims', 'success object aud exp id none, x text'],
    ['a number', 'exp', 'success integer 10, x text'],
    ['an object by its text', 'id', 'success text, x text'],
    ['null', 'none', 'success null, x text'],
    ['a claim that is missing', 'sub', 'success missing, x text'],
  ])('describes a claim, and the other members of the body: %s', (_what, where, observed) => {
    const { attempt, request, response } = with201('{"x":"soon"}');
    const claims = { aud: 'a', exp: 1768482000, id: { b: 1 }, none: null };
    const token = recorded<RecordedToken>({ fingerprint: 'sha256:00000000', header: {}, claims });
    expect(observedIn(where, recorded({ attempt, request, response: { ...response!, tokens: [token] } }))).toBe(
      observed,
    );
  });

  it('is the same at every position of an array', () => {
    const findings = [0, 1].map((at) => finding({ where: `/errors/${at}/message` }));
    const { cases } = reportOf({ cases: [{ id: 'a', verdict: 'failed', findings }] });
    expect(new Set(symptomsOf(cases).map(({ where }) => where))).toEqual(new Set(['/errors/*/message']));
  });

  it('is a case without an answer, but no observation and no known deviation', () => {
    const { cases } = reportOf({
      cases: [
        { id: 'a', verdict: 'errored', reason: 'no answer', exchanges: [unanswered('reset')] },
        { id: 'b', findings: [finding({ level: 'observation' })] },
        { id: 'c', findings: [finding({ quarantined: { owner: 'x', reason: 'y', expires: '2026-03-31' } })] },
      ],
    });
    expect(symptomsOf(cases)).toEqual([{ place: 'a', rule: 'none', level: 'none', where: '', observed: 'reset' }]);
  });
});

describe('the table', () => {
  it('holds the causes that it was made of', () => {
    const unpacked = unpackTable(packTable(causes, ['a', 'b', 'c', 'd']));
    expect(unpacked).toEqual(causes);
    expect(packTable(causes, ['d', 'c', 'b', 'a', 'z']).places).toEqual(['d', 'c', 'b', 'a']);
  });

  it('writes neighbouring places as ranges', () => {
    const places = ['a', 'b', 'c', 'd', 'e', 'f'];
    const at = (...own: string[]): FaultGroup =>
      cause(
        'x',
        own.map((place) => symptom(place)),
      );
    const { sets } = packTable([at('d', 'a', 'b'), at('f', 'c', 'e', 'd'), at('b', 'c', 'a'), at('e')], places);
    expect(sets).toEqual(['0-1 3', '2-5', '0-2', '4']);
  });

  it('names three of the faults that show the same, and counts the others', () => {
    const same = (...ids: string[]) =>
      faultGroups(ids.map((id) => ({ id, title: `Sends ${id}`, symptoms: [symptom('a')] })))[0]!.title;
    expect(same('x', 'y', 'z')).toBe('sends x, or sends y, or sends z');
    expect(same('x', 'y', 'z', 'q')).toBe('sends x, or sends y, or sends z, or similar (1 more)');
  });

  it('names no fault that needs a condition if another one shows the same without', () => {
    const members = [false, true].map((isConditional, index) => ({
      ...{ id: `x-${index}`, title: `Sends x${isConditional ? ' for every request' : ''}`, isConditional },
      symptoms: [symptom('a')],
    }));
    expect(faultGroups(members)).toMatchObject([{ faults: ['x-0', 'x-1'], title: 'sends x' }]);
    expect(faultGroups(members.slice(1))).toMatchObject([{ title: 'sends x for every request' }]);
  });

  it('has one entry for faults that show the same, and none for a fault that shows nothing', () => {
    const fault = (id: string, symptoms: readonly Symptom[]) => ({ id, title: `Sends ${id}`, symptoms });
    expect(faultGroups([fault('x', [symptom('a')]), fault('y', [symptom('a')]), fault('z', [])])).toEqual([
      { faults: ['x', 'y'], title: 'sends x, or sends y', symptoms: [symptom('a')] },
    ]);
  });
});
