import type { Engine } from '../http/types';

const timers = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'hrtime'] as const),
];

/**
 * Puts the clock of this process into the hands of a test: `Date` and `performance` stand still until they are advanced.
 * Timers, sockets and processes go on as they do. `jest.useRealTimers()` gives the clock back.
 *
 * @returns advances the clock
 */
export function ownClock(): (ms: number) => void {
  jest.useFakeTimers({ doNotFake: timers });
  return (ms) => void jest.advanceTimersByTime(ms);
}

/** An engine whose every request takes so long by the clock of the test, to which the `Date` of the responses keeps too. */
export const takingTime = (engine: Engine, ms: number, advance: (ms: number) => void): Engine => ({
  ...engine,
  batchSize: 1,
  async *send(batch, options) {
    advance(ms);
    for await (const exchange of engine.send(batch, options)) {
      const { outcome } = exchange;
      if (outcome.kind === 'failure') yield exchange;
      else {
        const date = new Date().toUTCString();
        const headers = outcome.headers.map(([name, value]) => [name, /^date$/i.test(name) ? date : value] as const);
        yield { ...exchange, outcome: { ...outcome, headers } };
      }
    }
  },
});
