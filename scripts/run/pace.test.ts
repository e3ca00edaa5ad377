import { wait } from '../lib/wait';
import { divide, Pace } from './pace';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** How far the clock of the timers goes before all of it is done. */
async function elapsed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const ended = action().then(() => performance.now() - started);
  await jest.runAllTimersAsync();
  return ended;
}
const never = new AbortController().signal;

describe('waiting', () => {
  it('takes its time', async () => {
    expect(await elapsed(() => wait(40, never))).toBe(40);
  });

  it.each([0, -5])('takes no time for %i ms', async (ms) => {
    expect(await elapsed(() => wait(ms, never))).toBe(0);
  });

  it('ends early, without an error, when the signal is raised', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    expect(await elapsed(() => wait(60_000, controller.signal))).toBe(20);
    expect(await elapsed(() => wait(60_000, controller.signal))).toBe(0);
  });
});

describe('a pace', () => {
  it('gives out turns at its rate, the first at once, also side by side', async () => {
    const pace = new Pace(100, never);
    expect(await elapsed(() => pace.turn())).toBe(0);
    const turns = () => Promise.all([pace.turn(), pace.turn(), pace.turn(), pace.turn(), pace.turn()]);
    expect(await elapsed(turns)).toBe(50);
  });

  it('without a rate gives out all turns at once', async () => {
    const pace = new Pace(undefined, never);
    expect(await elapsed(() => Promise.all(Array.from({ length: 1000 }, () => pace.turn())))).toBe(0);
  });

  it('gives out turns at once when the signal is raised', async () => {
    const pace = new Pace(0.01, AbortSignal.abort());
    expect(await elapsed(() => Promise.all([pace.turn(), pace.turn()]))).toBe(0);
  });

  it.each([
    [undefined, [10, 5, 2.5, 1.25, 1, 1]],
    [20, [10, 5, 2.5]],
    [1, [1]],
    [0.5, [0.5]],
  ])('of %p slows down to %j, and never gets faster by that', (rate, wanted) => {
    const pace = new Pace(rate, never);
    expect(pace.rate).toBe(rate);
    const rates = wanted.map(() => {
      pace.slowDown();
      return pace.rate;
    });
    expect(rates).toEqual(wanted);
  });
});

describe('a list in parts', () => {
  it.each<[number, number, number[][]]>([
    [
      5,
      2,
      [
        [0, 1, 2],
        [3, 4],
      ],
    ],
    [
      6,
      3,
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
    ],
    [2, 5, [[0], [1]]],
    [5, 4, [[0, 1], [2, 3], [4]]],
    [3, 1, [[0, 1, 2]]],
    [0, 3, []],
  ])('of %i in at most %i', (length, parts, wanted) => {
    expect(
      divide(
        Array.from({ length }, (_, index) => index),
        parts,
      ),
    ).toEqual(wanted);
  });
});

describe('a pace that was slowed down', () => {
  const signal = new AbortController().signal;
  const answered = (pace: Pace, count: number) => {
    for (let answer = 0; answer < count; answer += 1) pace.trust();
    return pace.rate;
  };

  it('doubles after ten answers, until nothing limits it again', () => {
    const pace = new Pace(undefined, signal);
    pace.slowDown();
    expect([answered(pace, 0), answered(pace, 9), answered(pace, 1), answered(pace, 10)]).toEqual([10, 10, 20, 40]);
    expect(answered(pace, 100)).toBeUndefined();
  });

  it('counts anew after each 429', () => {
    const pace = new Pace(undefined, signal);
    pace.slowDown();
    expect(answered(pace, 9)).toBe(10);
    pace.slowDown();
    expect([answered(pace, 9), answered(pace, 1)]).toEqual([5, 10]);
  });

  it('never goes beyond what was asked for', () => {
    const pace = new Pace(8, signal);
    pace.slowDown();
    pace.slowDown();
    expect([answered(pace, 0), answered(pace, 10), answered(pace, 10), answered(pace, 50)]).toEqual([2, 4, 8, 8]);
  });
});
