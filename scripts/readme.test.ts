import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from './contract';
import { rules } from './judge/rules';
import { faults, variants } from './sandbox';

const text = (name: string) => readFileSync(join(__dirname, '..', name), 'utf8');

describe('the documents', () => {
  it.each([
    ['README.md', `it sends ${cases.length} cases`],
    ['README.md', `of ${cases.length} checked cases`],
    ['README.md', `in each of ${faults.length} named ways, and against ${variants.length} servers`],
    [
      'README.md',
      `${faults.length} faults: ${faults.length} caught. ${variants.length} conforming variants: ${variants.length} cleared.`,
    ],
    ['CHANGELOG.md', `schemas, ${cases.length} cases`],
    ['CHANGELOG.md', `Ajv and ${rules.length} rules`],
    ['CHANGELOG.md', `${faults.length} named faults and ${variants.length} conforming variants`],
  ])('%s says "%s"', (name, words) => {
    expect(text(name).replace(/\s+/g, ' ')).toContain(words);
  });
});
