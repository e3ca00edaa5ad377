import { mkdirSync, writeFileSync } from 'node:fs';
import { makeWorkplace } from '../testing/cli';
import { expandPatterns } from './expand-patterns';

const work = makeWorkplace();
const files = [
  'one/run.json',
  'two/run.json',
  'two/junit.xml',
  'two/deep/run.json',
  '.hidden/run.json',
  'a[1]/run.json',
];

beforeAll(() => {
  for (const file of files) {
    mkdirSync(work.path(file, '..'), { recursive: true });
    writeFileSync(work.path(file), '');
  }
  writeFileSync(work.path('literal*'), '');
});
afterAll(() => work.remove());

describe('the names of files', () => {
  it.each([
    ['one/run.json', ['one/run.json']],
    ['missing/run.json', ['missing/run.json']],
    ['*/run.json', ['a[1]/run.json', 'one/run.json', 'two/run.json']],
    ['./t?o/*.json', ['two/run.json']],
    ['a[1]/r*', ['a[1]/run.json']],
    ['**/run.json', ['a[1]/run.json', 'one/run.json', 'two/run.json', 'two/deep/run.json']],
    ['two/**', ['two', 'two/deep']],
    ['.h*/run.json', ['.hidden/run.json']],
    ['literal*', ['literal*']],
  ])('%s stands for %j', (name, expected) => {
    expect(expandPatterns([name], work.cwd)).toEqual(expected);
  });

  it('may be absolute', () => {
    expect(expandPatterns([work.path('on*/run.json')], '/')).toEqual([work.path('one/run.json')]);
  });

  it('must fit a file', () => {
    expect(() => expandPatterns(['shards/*/run.json'], work.cwd)).toThrow('no file matches shards/*/run.json');
  });
});
