import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { reporters } from '.';

const scripts = join(__dirname, '..');
const formats = [...reporters.map(({ name }) => name), 'history'];
const sources = readdirSync(scripts, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll(sep, '/'))
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(path));

/** The format of which a file is a part: `reporters/html/case` and `reporters/html` are of html. */
const formatOf = (path: string): string | undefined =>
  formats.find((name) => new RegExp(`^reporters/${name}([/.]|$)`).test(path));

/** The formats that a file imports, other than its own. */
function othersIn(path: string, text: string): string[] {
  const imports = [...text.matchAll(/(?:from|import\(|require\()\s*'(\.[^']*)'/g)];
  const targets = imports.map(([, to]) => formatOf(posix.join(posix.dirname(path), to!)));
  return targets.filter((format) => format !== undefined && format !== formatOf(path)) as string[];
}

describe('a format', () => {
  it('is not imported by another format, nor by any other folder', () => {
    const found = sources.map((path) => [path, othersIn(path, readFileSync(join(scripts, path), 'utf8'))] as const);
    expect(found.filter(([path, formats]) => path !== 'reporters/index.ts' && formats.length > 0)).toEqual([
      // The page of a history is written by `report --history`, not by a reporter.
      ['cli/report-history.ts', ['history', 'history', 'history']],
    ]);
  });

  it.each([
    ['reporters/html/case.ts', "import { a } from '../console/paint';", ['console']],
    ['reporters/github.ts', "import { a } from './markdown';", ['markdown']],
    ['cli/fleet.ts', "import type { A } from '../reporters/console/paint';", ['console']],
    ['reporters/html/case.ts', "import { a } from './finding'; import { b } from '../page/markup';", []],
    ['reporters/github.ts', "import { a } from './github-commands';", []],
  ])('is recognized in %s: %s', (path, text, want) => {
    expect(othersIn(path, text)).toEqual(want);
  });
});
