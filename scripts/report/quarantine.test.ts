import Ajv2020 from 'ajv/dist/2020';
import { finding, reportOf } from '../testing/run-fixtures';
import { inForce, isDay, quarantineFindings, quarantineResult, readQuarantine, utcDay } from './quarantine';
import { quarantineSchema } from './quarantine-schema';
import type { QuarantineEntry } from './types';

const known = { cases: ['method.get', 'method.put'], rules: ['allow', 'status'] };
const entry = (change: Partial<QuarantineEntry> = {}): QuarantineEntry => ({
  case: 'method.get',
  rule: 'allow',
  owner: 'me',
  reason: 'known',
  expires: '2026-03-31',
  ...change,
});
const file = (...quarantine: unknown[]) => ({ schemaVersion: 1, quarantine });
const fitsSchema = new Ajv2020({ strict: true }).compile(quarantineSchema);

describe('a date of a quarantine entry', () => {
  it.each([
    ['2026-03-31', true],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['2026-3-1', false],
    ['2026-03-31T00:00', false],
    ['soon', false],
  ])('%s: %s', (text, wanted) => {
    expect(isDay(text)).toBe(wanted);
  });
});

describe('a quarantine file', () => {
  it.each([
    ['without entries', file()],
    ['with entries', file(entry(), entry({ rule: 'status' }), entry({ case: 'method.put' }))],
    ['with the last day of February in a leap year', file(entry({ expires: '2028-02-29' }))],
  ])('is read %s', (_name, value) => {
    expect(readQuarantine(value, known)).toEqual({ ok: true, entries: value.quarantine });
    expect(fitsSchema(value)).toBe(true);
  });

  it.each<[string, unknown, readonly string[], boolean]>([
    [
      'several mistakes',
      { quarantine: [entry({ expires: 'soon' }), entry({ reason: '' })] },
      [
        'schemaVersion is missing',
        'quarantine[0].expires must look like "2026-03-31"',
        'quarantine[1].reason must not be empty',
        'quarantine[1] has the case and rule of quarantine[0]',
      ],
      false,
    ],
    ['a list', [], ['the file must be an object'], false],
    ['a text instead of entries', { schemaVersion: 1, quarantine: 'x' }, ['quarantine must be a list'], false],
    ['nothing', null, ['the file must be an object'], false],
    [
      'a pattern that no case matches',
      file(entry({ case: 'nothing.*' })),
      ['quarantine[0].case: no case matches "nothing.*"'],
      true,
    ],
    ['a pattern of rules', file(entry({ rule: 'al*' })), ['quarantine[0].rule: there is no rule "al*"'], true],
    [
      'an explored program as a rule',
      file(entry({ rule: 'explore:x' })),
      ['quarantine[0].rule: there is no rule "explore:x"'],
      true,
    ],
    ['no list', { schemaVersion: 1 }, ['quarantine is missing'], false],
    ['another version', { schemaVersion: 2, quarantine: [] }, ['schemaVersion must be 1'], false],
    ['another property', { ...file(), note: '' }, ['the file has an unknown property "note"'], false],
    ['an entry that is a text', file('x'), ['quarantine[0] must be an object'], false],
    ['an empty owner', file(entry({ owner: '' })), ['quarantine[0].owner must not be empty'], false],
    [
      'missing properties',
      file({ case: 'method.get', rule: 'allow' }),
      ['owner', 'reason', 'expires'].map((name) => `quarantine[0].${name} is missing`),
      false,
    ],
    [
      'a misspelt property',
      file({ ...entry(), expire: '' }),
      ['quarantine[0] has an unknown property "expire"; did you mean "expires"?'],
      false,
    ],
    [
      'a time',
      file(entry({ expires: '2026-03-31T00:00:00Z' })),
      ['quarantine[0].expires must look like "2026-03-31"'],
      false,
    ],
    [
      'a day that does not exist',
      file(entry({ expires: '2026-02-30' })),
      ['quarantine[0].expires is not a valid date'],
      true,
    ],
    [
      'a month that does not exist',
      file(entry({ expires: '2026-13-01' })),
      ['quarantine[0].expires is not a valid date'],
      true,
    ],
    [
      'an unknown case',
      file(entry(), entry({ case: 'method.got' })),
      ['quarantine[1].case: there is no case "method.got"; did you mean "method.get"?'],
      true,
    ],
    [
      'a case like no other',
      file(entry({ case: 'x\u001b[2J' })),
      ['quarantine[0].case: there is no case "x\\\\u001b[2J"'],
      true,
    ],
    [
      'an unknown rule',
      file(entry({ rule: 'stauts' })),
      ['quarantine[0].rule: there is no rule "stauts"; did you mean "status"?'],
      true,
    ],
    [
      'a pair twice',
      file(entry(), entry({ owner: 'you' })),
      ['quarantine[1] has the case and rule of quarantine[0]'],
      true,
    ],
  ])('is refused with %s, and says where', (_name, value, problems, fits) => {
    expect(readQuarantine(value, known)).toEqual({ ok: false, problems });
    expect(fitsSchema(value)).toBe(fits);
  });
});

describe('an entry', () => {
  it.each([
    ['2026-03-30', true],
    ['2026-03-31', true],
    ['2026-04-01', false],
    ['2027-01-01', false],
  ])('that expires on 2026-03-31 is in force on %s: %s', (today, expected) => {
    expect(inForce([entry()], today)).toHaveLength(expected ? 1 : 0);
  });

  it('counts until midnight UTC', () => {
    expect(utcDay(new Date('2026-03-31T23:59:59.999Z'))).toBe('2026-03-31');
    expect(utcDay(new Date('2026-04-01T00:30:00+01:00'))).toBe('2026-03-31');
  });

  it('marks the findings of its rule in its case, and no others', () => {
    const findings = [finding({ rule: 'allow' }), finding({ rule: 'status' }), finding({ rule: 'allow', where: 'x' })];
    const mark = { owner: 'me', reason: 'known', expires: '2026-03-31' };
    expect(quarantineFindings(findings, 'method.get', [entry()])).toEqual([
      { ...findings[0], quarantined: mark },
      findings[1],
      { ...findings[2], quarantined: mark },
    ]);
    expect(quarantineFindings(findings, 'method.put', [entry()])).toEqual(findings);
    expect(quarantineFindings(findings, 'method.get', [])).toEqual(findings);
  });
});

describe('the state of a quarantine', () => {
  const allow = [finding({ rule: 'allow' })];
  it.each<[string, Parameters<typeof reportOf>[0]['cases'][number], string, 'expired' | 'unused' | 'in use']>([
    ['in use if its finding occurred', { id: 'method.get', findings: allow }, '2026-03-31', 'in use'],
    [
      'in use if its finding still fails the case',
      { id: 'method.get', verdict: 'failed', findings: allow },
      '2026-03-01',
      'in use',
    ],
    ['unused if its case has no finding', { id: 'method.get' }, '2026-03-01', 'unused'],
    [
      'unused if its case has another finding',
      { id: 'method.get', findings: [finding({ rule: 'status' })] },
      '2026-03-01',
      'unused',
    ],
    [
      'not unused if its case was skipped',
      { id: 'method.get', verdict: 'skipped', reason: '' },
      '2026-03-01',
      'in use',
    ],
    [
      'not unused if its case had no response',
      { id: 'method.get', verdict: 'errored', reason: '' },
      '2026-03-01',
      'in use',
    ],
    [
      'not unused if its case was inconclusive',
      { id: 'method.get', verdict: 'inconclusive', reason: '' },
      '2026-03-01',
      'in use',
    ],
    ['not unused if its case was not sent', { id: 'method.put' }, '2026-03-01', 'in use'],
    ['expired past its day, and no more', { id: 'method.get' }, '2026-04-01', 'expired'],
  ])('%s', (_name, fixture, today, expected) => {
    const { expired, unused } = quarantineResult([entry()], reportOf({ cases: [fixture] }).cases, today);
    expect({ expired: expired.length, unused: unused.length }).toEqual({
      expired: expected === 'expired' ? 1 : 0,
      unused: expected === 'unused' ? 1 : 0,
    });
  });
});
