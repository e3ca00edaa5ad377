import { backoffMs } from './backoff';

describe('the pause before the next attempt', () => {
  it.each([
    [1, undefined, 1, 250],
    [2, undefined, 1, 500],
    [3, undefined, 0.5, 500],
    [20, undefined, 1, 8000],
    [1, undefined, 0, 0],
    [1, 3000, 1, 3250],
    [5, 3000, 1, 7000],
    [5, 3000, 0, 3000],
  ])('attempt %i, Retry-After %p, chance %p: %i ms', (attempt, retryAfter, chance, wanted) => {
    expect(backoffMs(attempt, retryAfter, () => chance)).toBe(wanted);
  });
});
