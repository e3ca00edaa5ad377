import { runMutants } from './pool';

describe('a thread that waits for a slow server', () => {
  it('tests others meanwhile, and begins with the variants', async () => {
    const slow = { id: 'rate-limited-at-first', title: 'slow' };
    const fault = { id: 'exp-one-hour-late', title: 'fault', expected: 'violation' } as const;
    const outcomes: string[] = [];
    await runMutants(
      [fault, { id: 'chunked', title: 'fast' }, slow, fault],
      {},
      1,
      new AbortController().signal,
      (result) => outcomes.push(`${result.id} ${result.outcome}`),
    );
    const caught = 'exp-one-hour-late caught';
    expect(outcomes).toEqual(['chunked cleared', caught, caught, 'rate-limited-at-first cleared']);
  });
});
