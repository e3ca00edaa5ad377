import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { packageRoot } from './lib/package-root';
import { reporters } from './reporters';
import {
  circlesIn,
  codeFiles,
  type Import,
  importGraph,
  importsOf,
  impureGlobals,
  isFree,
  processState,
  reachable,
  textOf,
} from './testing/imports';

interface Direction {
  /** Folders whose modules may be imported. */
  readonly imports: readonly string[];
  /** Folders or modules of which only types may be imported. */
  readonly types?: readonly string[];
  /** Runs outside Node too: no `node:` module. */
  readonly pure?: boolean;
}

/** Which folder under `scripts/` may import which. Tests may import anything. CONTRIBUTING.md quotes this table. */
const directions: Readonly<Record<string, Direction>> = {
  lib: { imports: [] },
  contract: { imports: ['lib'], pure: true },
  judge: { imports: ['lib', 'contract'], pure: true },
  report: { imports: ['lib', 'contract', 'judge'] },
  http: { imports: ['lib', 'contract'] },
  run: { imports: ['lib', 'contract', 'judge', 'report', 'http'] },
  reporters: { imports: ['lib', 'contract', 'judge', 'report'] },
  credentials: { imports: ['lib', 'contract', 'judge', 'report', 'http', 'run'] },
  fleet: { imports: ['lib', 'contract', 'judge', 'report', 'http', 'run', 'reporters', 'credentials'] },
  sandbox: { imports: ['lib'], types: ['contract/evidence'] },
  library: {
    imports: ['lib', 'contract', 'judge', 'report', 'http', 'run', 'reporters', 'credentials', 'sandbox'],
  },
  tools: {
    imports: [
      'lib',
      'contract',
      'judge',
      'report',
      'http',
      'run',
      'reporters',
      'credentials',
      'fleet',
      'fleet/testing',
      'sandbox',
    ],
  },
  cli: {
    imports: [
      'lib',
      'contract',
      'judge',
      'report',
      'http',
      'run',
      'reporters',
      'credentials',
      'fleet',
      'sandbox',
      'tools/generate',
      'tools/mutants',
    ],
  },
  'cli.ts': { imports: ['cli'] },
};

/** The only variables of modules that change: each belongs to the process itself, and holds nothing of a run. */
const livesAsLongAsTheProcess = [
  'cli.ts: outputLost',
  // What the process of a user's collection prints, and the proxy of a thread: each such process or thread has one run.
  'http/cage/child.cjs: lines',
  'http/reverse-proxy/thread-worker.ts: running',
  'tools/library/build.cjs: modules',
];

const sourceFiles = codeFiles().filter((path) => !isFree(path));

const isNodeModule = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(specifier);

const covers = (allowed: readonly string[], target: string): boolean =>
  allowed.some((each) => target === each || target.startsWith(`${each}/`));

/** What is wrong with an import, if anything. */
function complaint({ from, specifier, typeOnly }: Import): string | undefined {
  const folder = from.split('/')[0] ?? '';
  const direction = directions[folder];
  if (!direction) return `${from}: "${folder}" is not in the table of directions`;
  if (!specifier.startsWith('.')) {
    return direction.pure && isNodeModule(specifier)
      ? `${from} imports ${specifier}, but ${folder} is pure`
      : undefined;
  }
  const target = posix.join(posix.dirname(from), specifier);
  // Generated code is not below scripts/, and imports nothing from there.
  if (target.startsWith('../schemas/compiled/')) return undefined;
  // Folders named testing are for tests, and for others only if the table names them.
  const allowed = isFree(target) ? direction.imports.filter(isFree) : [folder, ...direction.imports];
  if (covers(allowed, target)) return undefined;
  if (covers(direction.types ?? [], target)) {
    return typeOnly ? undefined : `${from} imports more than types of ${target}`;
  }
  return `${from} imports ${target}`;
}

/** The reporter that a file under `reporters/` belongs to, if it is not shared. */
const reporterOf = (path: string): string | undefined => {
  const [folder, name = ''] = path.split('/');
  return folder === 'reporters'
    ? reporterNames.find((each) => new RegExp(`^${each}(\\.ts$|-|$)`).test(name))
    : undefined;
};
/** The history is a page of its own, made of the same HTML. */
const reporterNames = [...reporters.map(({ name }) => name), 'history'];
const mayUse = (reporter: string | undefined, other: string | undefined): boolean =>
  other === undefined || other === reporter || (reporter === 'history' && other === 'html');

const complaints = (from: string, text: string): string[] =>
  importsOf(from, text)
    .map(complaint)
    .filter((each) => each !== undefined);

describe('imports', () => {
  it('are read in every folder', () => {
    expect(sourceFiles).toEqual(
      expect.arrayContaining(['contract/index.ts', 'judge/rules/index.ts', 'tools/generate/artefacts.ts']),
    );
  });

  it('go one way', () => {
    expect(sourceFiles.flatMap((path) => complaints(path, textOf(path)))).toEqual([]);
  });

  it('are of files of at most 300 lines', () => {
    const generated = ['library/names.ts'];
    const long = sourceFiles.filter(
      (path) => textOf(path).trimEnd().split('\n').length > 300 && !generated.includes(path),
    );
    expect(long).toEqual([]);
  });

  it('need every package that is installed with this one', () => {
    const { dependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const specifiers = sourceFiles.flatMap((path) => importsOf(path, textOf(path)).map(({ specifier }) => specifier));
    const unneeded = Object.keys(dependencies).filter((name) => !specifiers.some((each) => covers([name], each)));
    expect(unneeded).toEqual([]);
  });

  it('go one way in the table: no folder can reach itself', () => {
    const reach = (folder: string, seen: readonly string[] = []): void => {
      expect(seen).not.toContain(folder);
      for (const next of directions[folder]?.imports ?? []) reach(next.split('/')[0] ?? '', [...seen, folder]);
    };
    for (const folder of Object.keys(directions)) reach(folder);
  });

  it.each([
    ['lib/a.ts', "import { b } from '../contract/b';", 'lib/a.ts imports contract/b'],
    ['run/a.ts', "export * from '../reporters';", 'run/a.ts imports reporters'],
    ['run/a.ts', "const b = require('../cli/b');", 'run/a.ts imports cli/b'],
    ['run/a.ts', "type B = import('../sandbox/b').B;", 'run/a.ts imports sandbox/b'],
    ['run/a.ts', "import { b } from './testing/b';", 'run/a.ts imports run/testing/b'],
    ['tools/a.ts', "import { b } from '../run/testing/b';", 'tools/a.ts imports run/testing/b'],
    [
      'sandbox/a.ts',
      "import { type B, c } from '../contract/evidence';",
      'sandbox/a.ts imports more than types of contract/evidence',
    ],
    [
      'sandbox/a.ts',
      "await import('../contract/evidence');",
      'sandbox/a.ts imports more than types of contract/evidence',
    ],
    ['sandbox/a.ts', "import type { B } from '../contract/types';", 'sandbox/a.ts imports contract/types'],
    ['judge/a.ts', "import { b } from 'node:fs';", 'judge/a.ts imports node:fs, but judge is pure'],
    ['judge/a.ts', "import b from 'crypto';", 'judge/a.ts imports crypto, but judge is pure'],
    ['other/a.ts', "import { b } from './b';", 'other/a.ts: "other" is not in the table of directions'],
  ])('are refused in %s: %s', (path, text, expected) => {
    expect(complaints(path, text)).toEqual([expected]);
  });

  it.each([
    ['sandbox/a.ts', "import { type B, type C } from '../contract/evidence';"],
    ['sandbox/a.ts', "export type { EvidenceId } from '../contract/evidence';"],
    ['tools/a.ts', "import { rules } from '../judge/rules'; import { b } from './b'; import 'node:fs';"],
    ['judge/a.ts', "// import { b } from 'node:fs';"],
    ['judge/rules/a.ts', "import { b } from '../../../schemas/compiled/responses';"],
  ])('are allowed in %s: %s', (path, text) => {
    expect(complaints(path, text)).toEqual([]);
  });
});

describe('files', () => {
  const withTypes = importGraph(sourceFiles, true);
  const atRunTime = importGraph(sourceFiles, false);
  const pureFolders = Object.keys(directions).filter((folder) => directions[folder]!.pure);

  it('do not import each other in a circle, not even types', () => {
    expect(circlesIn(withTypes)).toEqual([]);
  });

  it.each(pureFolders)(
    'of %s, and all that they import, use no Node module, no clock and no random numbers',
    (folder) => {
      const files = new Set(
        sourceFiles.filter((path) => path.startsWith(`${folder}/`)).flatMap((path) => [...reachable(atRunTime, path)]),
      );
      const impure = [...files]
        .filter((path) => atRunTime.has(path))
        .flatMap((path) => {
          const modules = importsOf(path, textOf(path)).filter(
            ({ specifier, typeOnly }) => !typeOnly && isNodeModule(specifier),
          );
          return [...modules.map(({ specifier }) => specifier), ...impureGlobals(textOf(path))].map(
            (what) => `${path}: ${what}`,
          );
        });
      expect(impure).toEqual([]);
    },
  );

  it('keep nothing from one run to the next', () => {
    const kept = sourceFiles.flatMap((path) => processState(textOf(path)).map((name) => `${path}: ${name}`));
    expect(kept.sort()).toEqual(livesAsLongAsTheProcess);
  });

  it('compute the verdict of a run in build-report.ts only', () => {
    const naming = sourceFiles.filter((path) => /\brunVerdict\b/.test(textOf(path)));
    expect(naming).toEqual(['report/build-report.ts', 'report/run-verdict.ts']);
  });

  it('mark a value as recorded only where it is recorded', () => {
    const marking = sourceFiles.filter((path) => /\bas Recorded(?:Exchange|Finding|Token)\b/.test(textOf(path)));
    expect(marking.sort()).toEqual(['report/record-token.ts', 'report/record.ts']);
  });

  it('of one reporter are not imported by another', () => {
    const wrong = sourceFiles
      .filter((path) => path.startsWith('reporters/') && path !== 'reporters/index.ts')
      .flatMap((path) => withTypes.get(path)!.map((target) => [path, target] as const))
      .filter(([path, target]) => !mayUse(reporterOf(path), reporterOf(target)))
      .map(([path, target]) => `${path} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it.each([
    [{ a: ['b'], b: ['c'], c: ['a'], d: ['a'] }, [['a', 'b', 'c']]],
    [{ a: ['a'] }, [['a']]],
    [{ a: ['b', 'c'], b: ['c'], c: [] }, []],
    [
      { a: ['b'], b: ['a'], c: ['d'], d: ['c', 'a'] },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
  ])('are grouped by circle: %j', (graph: Record<string, string[]>, circles) => {
    expect(circlesIn(new Map(Object.entries(graph)))).toEqual(circles);
  });

  it.each([
    ['const a = Buffer.from(b);', ['Buffer']],
    ['const now = Date.now() + performance.now();', ['Date.now', 'performance']],
    ['const a = { at: new Date(), chance: Math.random };', ['Math.random', 'new Date()']],
    ['setTimeout(() => undefined, 1);', ['setTimeout']],
    ['const a = { process }; function f() { return process.env; }', ['process']],
    ['const f = (process: { run(): void }) => process.run(); new Date(0); a.process; type B = Buffer;', []],
  ])('are searched for Node, the clock and random numbers: %s', (text, used) => {
    expect(impureGlobals(text)).toEqual(used);
  });

  it.each([
    ['const a = new Map(); function f() { a.set(1, 2); }', ['a']],
    ['export const a = new Recent<B>(9); const f = () => a.set(1, 2);', ['a']],
    ['let a = 0; const f = () => { a += 1; };', ['a']],
    ['let a = 0; const f = () => a++;', ['a']],
    ['const a = []; function f() { a.push(1); a[0] = 2; }', ['a']],
    ['const a: { b?: C } = {}; function f() { a.b ??= new C(); delete a.c; }', ['a']],
    ['declare const a: { b: number }; a.b = 1;', []],
    ['const a = new WeakMap(); function f(b) { a.set(b, 2); }', []],
    ['const a = new Set([1]); function f() { const b = new Set(); b.add(a.has(1)); }', []],
  ])('are searched for variables that a run could leave something in: %s', (text, names) => {
    expect(processState(text)).toEqual(names);
  });
});

describe('CONTRIBUTING.md', () => {
  const contributing = readFileSync(join(packageRoot, 'CONTRIBUTING.md'), 'utf8');

  it.each(Object.entries(directions))('quotes the directions of %s', (folder, { imports, types = [], pure }) => {
    const line = contributing.split('\n').find((each) => each.startsWith(`| \`${folder}\` |`));
    const cells = line?.split('|').map((each) => each.trim());
    const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
    const allowed = [list(imports), types.length > 0 ? `types of ${list(types)}` : ''].filter(Boolean).join('; ');
    expect(cells?.slice(3, 5)).toEqual([allowed || 'nothing', pure ? 'yes' : '']);
  });

  it('lists every folder under scripts', () => {
    const folders = new Set(sourceFiles.map((path) => path.split('/')[0] ?? ''));
    expect([...folders].filter((folder) => !(folder in directions))).toEqual([]);
  });
});
