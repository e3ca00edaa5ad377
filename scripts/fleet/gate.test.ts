import { seededRandom } from '../lib/seeded-random';
import { burstOf, type Gate, localGate } from './gate';
import { fastest } from './testing/partners';

/** A gate whose clock moves only while it waits; timers are late by up to so many milliseconds. */
class Clock {
  time = 0;
  readonly #random = seededRandom(1);

  constructor(readonly lateMs = 0) {}

  gate(rate: number | undefined): Gate {
    const sleep = async (ms: number): Promise<void> => {
      this.time += ms + this.#random() * this.lateMs;
    };
    return localGate(rate, () => this.time, sleep);
  }
}

const { signal } = new AbortController();

/** The times of so many turns, taken by several callers. */
async function taken(gate: Gate, clock: Clock, count: number, callers = 10): Promise<number[]> {
  const times: number[] = [];
  const caller = async (): Promise<void> => {
    for (let turn = 0; turn < count / callers; turn += 1) {
      await gate.take(signal, 'a');
      times.push(clock.time);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return times;
}

describe('the gate of a process', () => {
  it.each([
    [20, 0],
    [20, 15],
    [200, 0],
    [200, 15],
  ])('lets %i requests per second through, with timers up to %i ms late', async (rate, lateMs) => {
    const clock = new Clock(lateMs);
    const times = await taken(clock.gate(rate), clock, rate * 10);
    expect(times).toHaveLength(rate * 10);
    expect(fastest(times, 1000)).toBeLessThanOrEqual(rate * 1.05);
    expect(times.at(-1)!).toBeGreaterThan(9500);
    expect(times.at(-1)!).toBeLessThan(rate === 20 && lateMs > 0 ? 13_000 : 10_500);
  });

  it('does not catch up after the process stalled', async () => {
    const clock = new Clock();
    const gate = clock.gate(100);
    const before = await taken(gate, clock, 100);
    clock.time += 400;
    const stalledUntil = clock.time;
    const after = await taken(gate, clock, 100);
    expect(fastest([...before, ...after], 500) * 0.5).toBeLessThanOrEqual(50 + burstOf(100));
    expect(after.filter((time) => time === stalledUntil)).toHaveLength(burstOf(100));
  });

  it('lets nothing through during a pause', async () => {
    const clock = new Clock();
    const gate = clock.gate(undefined);
    await gate.take(signal, 'a');
    await gate.pause(120, 'a');
    await gate.take(signal, 'a');
    expect(clock.time).toBe(120);
  });

  it('lets the requests to other hosts through during a pause', async () => {
    const clock = new Clock();
    const gate = clock.gate(undefined);
    await gate.pause(600_000, 'a');
    await gate.take(signal, 'b');
    expect([clock.time, await gate.pauseOf('a'), await gate.pauseOf('b')]).toEqual([0, 600_000, 0]);
  });

  it('releases waiting callers when the signal is aborted', async () => {
    const gate = localGate(0.01, () => performance.now());
    const end = new AbortController();
    await gate.take(end.signal, 'a');
    const waiting = gate.take(end.signal, 'a');
    end.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
