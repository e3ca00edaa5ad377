import { wait } from '../lib/wait';
import { Pace } from './pace';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** How long an action takes by the clock of the timers. */
async function elapsed(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const ended = action().then(() => performance.now() - started);
  await jest.runAllTimersAsync();
  return ended;
}
const never = new AbortController().signal;

/** The target answers 429, each time to a request that was sent after the rate was last halved. */
function slowDown(pace: Pace, times = 1): (number | undefined)[] {
  return Array.from({ length: times }, (_, index) => {
    pace.throttled(index, index);
    return pace.rate;
  });
}

describe('waiting', () => {
  it('for a turn ends with the request that waits', async () => {
    const pace = new Pace(0.001, never);
    const given = new AbortController();
    await pace.turn();
    const waiting = elapsed(() => pace.turn(given.signal));
    given.abort();
    expect(await waiting).toBe(0);
  });

  it.each([
    [40, 40],
    [0, 0],
    [-5, 0],
  ])('for %i ms takes %i ms', async (ms, wanted) => {
    expect(await elapsed(() => wait(ms, never))).toBe(wanted);
  });

  it('ends early, without an error, when the signal is raised', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    expect(await elapsed(() => wait(600_000, controller.signal))).toBe(20);
    expect(await elapsed(() => wait(600_000, controller.signal))).toBe(0);
  });
});

describe('a pace', () => {
  it('hands out turns at its rate, the first one at once, also in parallel', async () => {
    const pace = new Pace(100, never);
    expect(await elapsed(() => pace.turn())).toBe(0);
    expect(await elapsed(() => Promise.all(Array.from({ length: 5 }, () => pace.turn())))).toBe(50);
  });

  it('without a rate hands out all turns at once', async () => {
    const pace = new Pace(undefined, never);
    expect(await elapsed(() => Promise.all(Array.from({ length: 1000 }, () => pace.turn())))).toBe(0);
  });

  it('hands out turns at once when the signal is raised', async () => {
    const pace = new Pace(0.001, AbortSignal.abort());
    expect(await elapsed(() => Promise.all([pace.turn(), pace.turn()]))).toBe(0);
  });

  it.each([
    [undefined, [10, 5, 2.5, 1.25, 1, 1]],
    [20, [10, 5, 2.5]],
    [1, [1]],
    [0.5, [0.5]],
  ])('of %p slows down to %j after 429, and never speeds up', (rate, wanted) => {
    const pace = new Pace(rate, never);
    expect(pace.rate).toBe(rate);
    expect(slowDown(pace, wanted.length)).toEqual(wanted);
  });

  it.each([
    ['one in sixty requests', 59, [10, undefined, undefined, undefined]],
    ['one in ten requests, whatever the rate', 9, [10, 5, 10, 20]],
    ['nearly every request', 1, [10, 5, 2.5, 1.25]],
  ])('that meets 429 at %s slows down for what depends on the rate', (_what, between, rates) => {
    const pace = new Pace(undefined, never);
    const after = rates.map((_, index) => {
      pace.throttled(index, index);
      const { rate } = pace;
      for (let response = 0; response < between; response += 1) pace.responded();
      return rate;
    });
    expect(after).toEqual(rates);
  });

  it('lets a 429 that does not depend on the rate concern its own request alone', async () => {
    const pace = new Pace(10_000, never);
    pace.throttled(0, 0, 1000);
    await elapsed(() => pace.turn());
    for (let response = 0; response < 50; response += 1) pace.responded();
    const now = performance.now();
    pace.throttled(now, now, 1000);
    expect(await elapsed(() => pace.turn())).toBeLessThan(100);
  });

  it('makes all requests wait once after 429, no longer than ten seconds', async () => {
    const pace = new Pace(undefined, never);
    const now = performance.now();
    pace.throttled(now, now, 3_600_000);
    expect(await elapsed(() => pace.turn())).toBe(10_000);
  });

  it('makes requests that wait for their turns wait for the pause too, and then send at the new rate', async () => {
    const pace = new Pace(20, never);
    const [slowed, ...waiting] = [0, 1, 2].map(() => elapsed(() => pace.turn()));
    setTimeout(() => pace.throttled(performance.now(), performance.now(), 1000), 10);
    expect(await Promise.all([slowed, ...waiting])).toEqual([0, 1010, 1110]);
  });

  it('slows down once for all requests that were under way', () => {
    const pace = new Pace(80, never);
    pace.throttled(100, 110);
    pace.throttled(105, 112);
    pace.throttled(109, 115);
    expect(pace.rate).toBe(40);
    pace.throttled(110, 120);
    expect(pace.rate).toBe(20);
  });
});

describe('a pace that was slowed down', () => {
  const responded = (pace: Pace, count: number) => {
    for (let response = 0; response < count; response += 1) pace.responded();
    return pace.rate;
  };

  it('doubles after ten responses, until there is no limit again', () => {
    const pace = new Pace(undefined, never);
    slowDown(pace);
    expect([responded(pace, 0), responded(pace, 9), responded(pace, 1), responded(pace, 10)]).toEqual([10, 10, 20, 40]);
    expect(responded(pace, 100)).toBeUndefined();
  });

  it('never exceeds the rate that was set', () => {
    const pace = new Pace(8, never);
    slowDown(pace, 2);
    expect([responded(pace, 0), responded(pace, 10), responded(pace, 10), responded(pace, 50)]).toEqual([2, 4, 8, 8]);
  });

  it.each([
    ['that halves the rate', 20, 10],
    ['to a request that was under way', 5, 20],
  ])('counts to ten again after a 429 %s', (_name, sentAt, rate) => {
    const pace = new Pace(40, never);
    pace.throttled(0, 10);
    expect(responded(pace, 9)).toBe(20);
    pace.throttled(sentAt, 25);
    expect(responded(pace, 9)).toBe(rate);
    expect(responded(pace, 1)).toBe(2 * rate);
  });
});
