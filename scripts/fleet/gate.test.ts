import { burstOf, localGate } from './gate';
import { Traffic } from './testing/partners';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Takes turns for so long, in the middle of which the process may stall; what its clock saw. */
async function taken(rate: number, forMs: number, atOnce: number, stallMs = 0): Promise<Traffic> {
  const traffic = new Traffic();
  let stalled = 0;
  const now = (): number => performance.now() + stalled;
  const gate = localGate(rate, now);
  const end = new AbortController();
  const caller = async (): Promise<void> => {
    for (;;) {
      await gate.take(end.signal);
      if (end.signal.aborted) return;
      traffic.times.push(now());
    }
  };
  const ended = Promise.all(Array.from({ length: atOnce }, caller));
  await jest.advanceTimersByTimeAsync(forMs / 2);
  stalled = stallMs;
  await jest.advanceTimersByTimeAsync(forMs / 2);
  end.abort();
  await ended;
  return traffic;
}

describe('the gate of a process', () => {
  it.each([20, 200])('lets at most %i requests a second through, and not much fewer', async (rate) => {
    const traffic = await taken(rate, 1500, 10);
    expect(traffic.average).toBeLessThanOrEqual(rate * 1.05);
    expect(traffic.average).toBeGreaterThan(rate * 0.95);
  });

  it('does not catch up after the process stood still', async () => {
    const traffic = await taken(100, 1200, 10, 400);
    // A window holds one more than its share where it starts with one.
    expect(traffic.fastest(500) * 0.5).toBeLessThanOrEqual(100 * 0.5 + burstOf(100) + 1);
  });

  it('lets nothing through in a pause', async () => {
    const gate = localGate(undefined, () => performance.now());
    const { signal } = new AbortController();
    await gate.take(signal);
    await gate.pause(120);
    const started = performance.now();
    const waited = gate.take(signal).then(() => performance.now() - started);
    await jest.runAllTimersAsync();
    expect(await waited).toBe(120);
  });

  it('lets go of those who wait when the signal is raised', async () => {
    const gate = localGate(0.01, () => performance.now());
    const end = new AbortController();
    await gate.take(end.signal);
    const waiting = gate.take(end.signal);
    end.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
