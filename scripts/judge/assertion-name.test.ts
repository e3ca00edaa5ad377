import { type Assertion, assertionName, notedText, parseAssertionName } from './assertion-name';

describe('the name of an assertion', () => {
  it.each<[string, Assertion]>([
    ['a: passed', { kind: 'verdict', about: 'a', verdict: 'passed' }],
    ['a: passed with deviations', { kind: 'verdict', about: 'a', verdict: 'passed', noted: 'with deviations' }],
    ['a.b: skipped: needs: a key', { kind: 'verdict', about: 'a.b', verdict: 'skipped', reason: 'needs: a key' }],
    [
      'a: warning: no-store: it says: cache',
      { kind: 'finding', about: 'a', level: 'warning', rule: 'no-store', message: 'it says: cache' },
    ],
  ])('is written and read: %s', (name, assertion) => {
    expect(assertionName(assertion)).toBe(name);
    expect(parseAssertionName(name)).toEqual(assertion);
  });

  it.each([
    [['observation'], undefined],
    [['warning', 'warning'], 'with warnings'],
    [['warning', 'deviation', 'observation'], 'with deviations and warnings'],
  ] as const)('of a case that passed says what was found: %j', (levels, wanted) => {
    expect(notedText(levels)).toBe(wanted);
  });

  it.each([
    '',
    'status is 200',
    'a: green',
    'a: warning',
    'a: terrible: no-store: it says',
    'a: failed with deviations',
  ])('is not read from another name: "%s"', (name) => {
    expect(parseAssertionName(name)).toBeUndefined();
  });
});
