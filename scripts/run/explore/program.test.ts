import { factors } from '../../contract/model/factors';
import { combinations } from './combinations';
import { Coverage, possible } from './coverage';
import { atOnce, histories } from './histories';
import { type Depth, pairs, singles } from './plan';
import { partOf, programId, readProgram } from './program';

const input = { factors, seed: 3, solo: () => false, combinations: combinations() };
const all: Depth = { neutral: 10_000, fixed: 10_000, everyReference: true };
const planned = pairs(input, () => all);

describe('a program', () => {
  it.each([...histories, ...atOnce, ...singles(input), ...planned.slice(0, 50)].map(programId))(
    '%s is all in its id',
    (id) => {
      expect(programId(readProgram(id))).toBe(id);
    },
  );

  it.each([
    ['explore:', 'nothing follows'],
    ['explore:colour=red', 'no factor "colour"'],
    ['explore:body=red', 'no level "red"'],
    ['explore:call=nothing', 'no call "nothing"'],
    ['explore:times=0', 'a number from 1'],
    ['explore:values=odd', 'values takes one of'],
    ['explore:body=null+order-ref=empty', 'leaves nothing'],
  ])('%s does not exist', (id, said) => {
    expect(() => readProgram(id)).toThrow(said);
  });

  it.each([
    ['explore:documented>method=head', 'histories'],
    ['explore:together=4', 'at-once'],
    ['explore:transport=cookie', 'pairs'],
  ])('%s is one of %s', (id, part) => {
    expect(partOf(readProgram(id))).toBe(part);
  });
});

describe('the plan', () => {
  it('covers every level', () => {
    const coverage = new Coverage(factors);
    for (const program of planned) coverage.add(program);
    for (const program of singles(input)) coverage.add(program);
    const { levels, pairs: covered } = coverage.result;
    expect(levels.covered).toBe(levels.of);
    expect(covered.covered).toBeGreaterThan(0.5 * covered.of);
  });

  it('is the same for the same seed, and another for another', () => {
    const ids = (seed: number) => pairs({ ...input, seed }, () => ({ ...all, neutral: 50, fixed: 1 })).map(programId);
    expect(ids(1)).toEqual(ids(1));
    expect(ids(1)).not.toEqual(ids(2));
  });
});

describe('coverage', () => {
  it('counts the pairs of levels of different factors', () => {
    const [credential, , , method] = factors['payout-token'];
    const own = [credential!, method!];
    const [one, other] = own.map(({ levels }) => levels.length - 1);
    expect(possible(own)).toEqual({ levels: one! + other!, pairs: one! * other! });
  });

  it('counts each pair once', () => {
    const coverage = new Coverage(factors);
    for (const id of ['explore:query=one+method=put', 'explore:method=put+query=one', 'explore:method=put+body=null'])
      coverage.add(readProgram(id));
    const { levels, pairs: covered } = coverage.result;
    expect([levels.covered, covered.covered]).toEqual([3, 2]);
  });
});
