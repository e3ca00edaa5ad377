import type { NotJudged } from '../types';
import { notJudgedEntries, notJudgedTitle } from './not-judged';

const target = { name: 'sandbox', baseUrl: 'https://api.example.com' };
const row = (path: string, more: Partial<NotJudged> = {}): NotJudged => ({
  ...{ method: 'GET', host: 'api.example.com', path, count: 1, reason: 'other-call' },
  ...more,
});
const many = (length: number) => Array.from({ length }, (_, index) => row(`/${index}`));

describe('what was not judged', () => {
  it.each([
    [[row('/health')], '1 request not judged: GET /health'],
    [[row('/health', { count: 2 })], '2 requests not judged: GET /health (2)'],
    [[row('/', { host: 'other.example.com' })], '1 request not judged: GET other.example.com/'],
    [[{ count: 3, reason: 'overload' } as NotJudged], '3 requests not judged: others (3)'],
    [many(5), '5 requests not judged: GET /0, GET /1, GET /2, GET /3, GET /4'],
    [many(7), '7 requests not judged: GET /0, GET /1, GET /2, GET /3, GET /4, and 2 more'],
  ])('is one line: %j', (rows, want) => {
    expect(notJudgedTitle(rows, target)).toBe(want);
  });

  it.each([
    ['other-call', ''],
    ['other-target', ''],
    ['no-response', ''],
    ['transient', ''],
    ['overload', ''],
    ['stopped', ''],
    ['not-forwarded', ' (refused)'],
    ['other-origin', ' (refused)'],
    ['no-value', ' (refused)'],
    ['production', ' (refused)'],
    ['secret-elsewhere', ' (refused)'],
    ['too-long', ' (refused)'],
    ['malformed', ' (refused)'],
    ['no-token', ' (refused)'],
  ] as const)('is marked if it was refused: %s', (reason, mark) => {
    expect(notJudgedTitle([row('/x', { reason })], target)).toBe(`1 request not judged: GET /x${mark}`);
  });

  it('needs no entries if the title names every call', () => {
    expect(notJudgedEntries(many(5), target)).toEqual([]);
    expect(notJudgedEntries(many(6), target)).toHaveLength(6);
    expect(notJudgedEntries([row('/x', { reason: 'overload' })], target)).toEqual([
      { request: 'GET /x', because: 'too many arrived at once' },
    ]);
  });
});
