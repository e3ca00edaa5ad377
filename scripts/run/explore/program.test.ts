import { factors } from '../../contract/model/factors';
import { isAllowed } from '../../contract/model/factors/compose';
import { Coverage, possible } from './coverage';
import { atOnce, histories } from './histories';
import { first, learning, made, second, third, triples } from './plan';
import { combinations, type Named, type PlanInput } from './plan-input';
import { type Program, partOf, programId, readProgram } from './program';

const nothing = () => false;
const input = { factors, seed: 3, solo: nothing, bulky: nothing, combinations: combinations() };
const inDefault = [...learning(input), ...made(first(input))];
const planned = [...inDefault, ...made(second(input)), ...made(third(input))];

describe('a program', () => {
  it.each([...histories, ...atOnce, ...planned.filter((_, index) => index % 500 === 0)].map(programId))(
    '%s is all in its id',
    (id) => {
      expect(programId(readProgram(id))).toBe(id);
    },
  );

  it.each([
    ['explore:', 'at least one condition'],
    ['explore:colour=red', 'no factor "colour"'],
    ['explore:body=red', 'no level "red"'],
    ['explore:call=nothing', 'no call "nothing"'],
    ['explore:times=0', 'a number from 1'],
    ['explore:values=odd', 'values takes one of'],
    ['explore:call=management-token+values=joined', 'takes no values=joined'],
    ['explore:body=null+order-ref=empty', 'cannot be combined'],
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

const covered = (programs: Iterable<Program>, of: PlanInput = input) => {
  const coverage = new Coverage(of.factors);
  for (const program of programs) coverage.add(program);
  return coverage.result;
};

describe('the plan', () => {
  it('covers every level, and most pairs, in the default run', () => {
    const { levels, pairs } = covered(inDefault);
    expect(levels.covered).toBe(levels.of);
    expect(pairs.covered).toBeGreaterThan(0.15 * pairs.of);
  });

  it('covers every level where the target refuses all that it may refuse', () => {
    const open = new Set(
      Object.entries(factors).flatMap(([call, own]) =>
        own.flatMap(({ id, levels }) =>
          levels.filter(({ alone }) => alone === 'open').map((level) => `${call} ${id} ${level.id}`),
        ),
      ),
    );
    const refusing = {
      ...input,
      solo: ({ call, factor, level }: Named) => open.has(`${call} ${factor} ${level}`),
    };
    const { levels } = covered([...learning(refusing), ...made(first(refusing))], refusing);
    expect(levels.covered).toBe(levels.of);
  });

  it('puts every level that must be refused beside every neutral level of other factors', () => {
    const neutral = factors['payout-token'].flatMap(({ id, levels: [, ...others] }) =>
      others.filter(({ alone, hides }) => alone !== 'refused' && !hides).map((level) => `${id}=${level.id}`),
    );
    const beside = new Set(
      planned
        .filter(({ steps: [{ call, choice }] }) => call === 'payout-token' && choice.credential === 'expired')
        .flatMap(({ steps: [{ choice }] }) => Object.entries(choice).map(([factor, level]) => `${factor}=${level}`)),
    );
    const isReference = (each: string) => /^(customer|order|instruction)-ref=/.test(each);
    expect(neutral.filter((each) => !beside.has(each) && !isReference(each))).toEqual([]);
  });

  it('is the same for the same seed, and another for another', () => {
    const ids = (seed: number) => made(first({ ...input, seed })).map(programId);
    expect(ids(1)).toEqual(ids(1));
    expect(ids(1)).not.toEqual(ids(2));
  });

  it('has only combinations that are allowed', () => {
    const some: Program[] = [];
    for (const program of triples(input)) {
      some.push(program);
      if (some.length === 1000) break;
    }
    const forbidden = [...planned, ...some].filter(({ steps: [{ call, choice }] }) => !isAllowed(call, choice));
    expect(forbidden.map(programId)).toEqual([]);
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
