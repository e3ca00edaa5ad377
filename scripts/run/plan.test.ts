import { cases } from '../contract';
import type { ContractCase } from '../contract/types';
import { exampleCase } from '../judge/rules/example';
import { dependencies, planRun } from './plan';

const { control: _control, uses: _uses, ...template } = exampleCase('method.get');
const made = (id: string, change: Partial<ContractCase> = {}): ContractCase => ({
  ...{ ...template, id, title: `title of ${id}`, tags: [], needs: [] },
  ...change,
});
const ids = (chosen: readonly ContractCase[]): string[] => chosen.map(({ id }) => id);
const stageIds = (all: readonly ContractCase[], selection = {}, fetchesToken = false): string[][] =>
  planRun(all, selection, fetchesToken).stages.map(ids);

describe('a case waits for', () => {
  it.each<[string, Partial<ContractCase>, boolean, string[]]>([
    ['nothing', {}, false, []],
    ['its control', { control: 'a' }, false, ['a']],
    ['its control and the case that it uses', { control: 'a', uses: 'b' }, false, ['a', 'b']],
    ['one case that is both', { control: 'a', uses: 'a' }, false, ['a']],
    ['the case that fetches its token', { needs: ['credentials'] }, true, ['hmac.documented']],
    ['the case that fetches the token that it forges', { needs: ['jwsManagementToken'] }, true, ['hmac.documented']],
    ['no token if one is configured', { needs: ['credentials'] }, false, []],
    ['no token if it needs none', { needs: ['keyPair', 'accountIds'] }, true, []],
  ])('%s', (_name, change, fetchesToken, wanted) => {
    expect(dependencies(made('x', change), fetchesToken)).toEqual(wanted);
  });
});

describe('a plan', () => {
  const chain = [
    made('c', { control: 'b' }),
    made('a'),
    made('b', { control: 'a' }),
    made('d', { control: 'a' }),
    made('e'),
  ];

  it('has stages, each of cases that depend on earlier ones only', () => {
    expect(stageIds(chain)).toEqual([['a', 'e'], ['b', 'd'], ['c']]);
  });

  it('keeps the order of the contract', () => {
    expect(ids(planRun(chain, {}, false).cases)).toEqual(['c', 'a', 'b', 'd', 'e']);
  });

  it('contains the dependencies of a selected case, and nothing else', () => {
    expect(stageIds(chain, { ids: ['c'] })).toEqual([['a'], ['b'], ['c']]);
    expect(stageIds(chain, { ids: ['e'] })).toEqual([['e']]);
  });

  it('is empty if nothing is selected', () => {
    expect(planRun(chain, { grep: 'nothing of the kind' }, false)).toEqual({ cases: [], stages: [] });
  });

  it('fetches the token before the cases that need it', () => {
    const all = [made('x', { needs: ['credentials'] }), made('hmac.documented', { needs: ['keyPair'] })];
    expect(stageIds(all, { ids: ['x'] }, true)).toEqual([['hmac.documented'], ['x']]);
    expect(stageIds(all, { ids: ['x'] }, false)).toEqual([['x']]);
  });

  it.each([
    ['itself', [made('a', { control: 'a' })], 'case a depends on a, which depends on it'],
    [
      'a case that depends on it',
      [made('a', { control: 'b' }), made('b', { uses: 'a' })],
      'case b depends on a, which depends on it',
    ],
    ['a case that does not exist', [made('a', { control: 'z' })], 'case a depends on z, which does not exist'],
  ])('refuses a case that depends on %s', (_name, all, message) => {
    expect(() => planRun(all, {}, false)).toThrow(message);
  });
});

describe('the plan of the contract', () => {
  it.each([true, false])('sends every case after those that it depends on; token fetched: %j', (fetchesToken) => {
    const plan = planRun(cases, {}, fetchesToken);
    expect(plan.cases).toEqual(cases);
    const sent = new Set<string>();
    for (const stage of plan.stages) {
      for (const contractCase of stage) {
        expect(dependencies(contractCase, fetchesToken).filter((id) => !sent.has(id))).toEqual([]);
      }
      for (const { id } of stage) sent.add(id);
    }
    expect(sent.size).toBe(cases.length);
  });
});
