import { readPartners } from '../fleet/read-partners';
import { cpuMs } from '../testing/cpu-time';
import { yamlTree } from './postman/yaml-tree';
import { nestsTooDeeply } from './yaml-bounds';

const half = 2 ** 19;

/** Short texts that the library reads for minutes or with gigabytes. */
const hostile: readonly (readonly [what: string, text: string])[] = [
  ['brackets', '['.repeat(half)],
  ['braces', '{"a":'.repeat(half / 5)],
  ['lists in one line', '- '.repeat(half)],
  ['marked keys in one line', '? '.repeat(half)],
  ['marked keys below each other', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}?\n`).join('')],
  ['marked keys in brackets', '[? '.repeat(half / 3)],
];

describe('a YAML text that is nested without end', () => {
  it.each(hostile)('is refused before it is read: %s', (_what, text) => {
    const ms = cpuMs(() => {
      expect(nestsTooDeeply(text)).toBe(true);
      expect(() => readPartners(text, 'partners.yaml')).toThrow('too many aliases or levels');
      expect(() => yamlTree(text, 'a.request.yaml')).toThrow(/too (?:deep|many values)/);
    });
    expect(ms).toBeLessThan(2000);
  });

  it.each([
    ['brackets in quotes', `a: "${'['.repeat(1000)}"`],
    ['brackets in a block', `a: |\n  ${'{['.repeat(1000)}\n`],
    ['brackets in plain text', `a: b${'['.repeat(1000)}`],
    ['questions', `a: |\n${'  why? \n'.repeat(1000)}`],
    ['a line of dashes', `# ${'- '.repeat(1000)}\na: 1`],
    ['many lists', '- [a, {b: c}]\n'.repeat(10_000)],
    ['64 levels', `${'['.repeat(64)}${']'.repeat(64)}`],
  ])('is not %s', (_what, text) => {
    expect(nestsTooDeeply(text)).toBe(false);
  });

  it('finds the key that is repeated among many, in little time', () => {
    const keys = Array.from({ length: 30_000 }, (_, at) => `k${at}: 1\n`).join('');
    const ms = cpuMs(() => expect(() => yamlTree(`${keys}k7: 2\n`, 'a.yaml')).toThrow(/a\.yaml:30001:1/));
    expect(ms).toBeLessThan(5000);
  });
});
