import type { Engine } from '../http/types';

const timers = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'hrtime'] as const),
];

/**
 * Lets a test control the clock of this process: `Date` and `performance` stop until the test advances them. Timers,
 * sockets and processes run as usual. `jest.useRealTimers()` restores the clock.
 *
 * @returns advances the clock
 */
export function ownClock(): (ms: number) => void {
  jest.useFakeTimers({ doNotFake: timers });
  return (ms) => void jest.advanceTimersByTime(ms);
}

/** An engine whose requests take this long by the clock of the test, which the `Date` of the responses follows too. */
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
