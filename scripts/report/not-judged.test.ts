import { NotJudgedTally } from './not-judged';
import type { NotJudged } from './types';

const request = (path: string, count = 1, reason: NotJudged['reason'] = 'other-call'): NotJudged => ({
  ...{ reason, count, host: 'api.example.com', method: 'GET', path },
});
const tallied = (...requests: readonly NotJudged[]): NotJudgedTally => {
  const tally = new NotJudgedTally();
  for (const each of requests) tally.add(each);
  return tally;
};
const manyPaths = (count: number): NotJudged[] => Array.from({ length: count }, (_, index) => request(`/${index}`));

describe('the requests that were not judged', () => {
  it('are counted by their kind, the most frequent first', () => {
    const tally = tallied(request('/a'), request('/b', 3), request('/a', 4), request('/c', 2));
    expect(tally.most()).toEqual([request('/a', 5), request('/b', 3), request('/c', 2)]);
  });

  it('are named by fifty kinds, and counted by their reason beyond', () => {
    const most = tallied(...manyPaths(50), request('/more'), request('/more', 2), request('/m', 1, 'malformed')).most();
    expect(most).toHaveLength(52);
    expect(most[0]).toEqual(request('/more', 3));
    expect(most.slice(50)).toEqual([
      { reason: 'other-call', count: 1 },
      { reason: 'malformed', count: 1 },
    ]);
    expect(tallied(...manyPaths(50)).most()).toHaveLength(50);
  });

  it('are kept apart up to a thousand kinds; every request stays counted', () => {
    const taken = tallied(...manyPaths(1001), request('/0'), request('/1001', 5)).take();
    expect(taken).toHaveLength(1001);
    expect(taken[0]).toEqual(request('/0', 2));
    expect(taken.at(-1)).toEqual({ reason: 'other-call', count: 6 });
  });

  it('are forgotten once they were taken', () => {
    const tally = tallied(request('/a'));
    expect(tally.take()).toEqual([request('/a')]);
    expect(tally.take()).toEqual([]);
  });
});
