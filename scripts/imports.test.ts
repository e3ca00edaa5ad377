import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, sep } from 'node:path';
import ts from 'typescript';

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
  generate: { imports: ['lib', 'contract', 'judge', 'report', 'credentials', 'fleet'] },
  tools: {
    imports: ['lib', 'contract', 'judge', 'report', 'http', 'run', 'reporters', 'sandbox', 'generate', 'fleet/testing'],
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
      'generate',
      'tools/mutants',
    ],
  },
  'cli.ts': { imports: ['cli'] },
};

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const scripts = __dirname;

/** Whether a file may import anything: a test, or what only tests use. */
const free = (path: string): boolean => /\.test\.ts$|(^|\/)testing(\/|$)/.test(path);

function sourceFiles(): string[] {
  return readdirSync(scripts, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => /\.[cm]?[jt]s$/.test(path) && !free(path));
}

/** The imports of a source text: `import`, `export … from`, `import()`, `require()` and types by `import('…')`. */
function importsOf(from: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ from, specifier: specifier.text, typeOnly });
  };
  const allTypes = (elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]) =>
    elements.length > 0 && elements.every((element) => element.isTypeOnly);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings : undefined;
      const onlyTypes = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node.moduleSpecifier, onlyTypes || (!clause?.name && named !== undefined && allTypes(named.elements)));
    } else if (ts.isExportDeclaration(node)) {
      const named = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause : undefined;
      add(node.moduleSpecifier, node.isTypeOnly || (named !== undefined && allTypes(named.elements)));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node)) {
      const dynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const required = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (dynamic || required) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, text, ts.ScriptTarget.Latest));
  return found;
}

const covers = (allowed: readonly string[], target: string): boolean =>
  allowed.some((each) => target === each || target.startsWith(`${each}/`));

/** What is wrong with an import, if anything. */
function complaint({ from, specifier, typeOnly }: Import): string | undefined {
  const folder = from.split('/')[0] ?? '';
  const direction = directions[folder];
  if (!direction) return `${from}: "${folder}" is not in the table of directions`;
  if (!specifier.startsWith('.')) {
    const node = specifier.startsWith('node:') || builtinModules.includes(specifier);
    return direction.pure && node ? `${from} imports ${specifier}, but ${folder} is pure` : undefined;
  }
  const target = posix.join(posix.dirname(from), specifier);
  // What is generated stands apart from the sources; it imports nothing of them.
  if (target.startsWith('../schemas/compiled/')) return undefined;
  // What only tests use is there for others where the table names it.
  const allowed = free(target) ? direction.imports.filter(free) : [folder, ...direction.imports];
  if (covers(allowed, target)) return undefined;
  if (covers(direction.types ?? [], target)) {
    return typeOnly ? undefined : `${from} imports more than types of ${target}`;
  }
  return `${from} imports ${target}`;
}

const complaints = (from: string, text: string): string[] =>
  importsOf(from, text)
    .map(complaint)
    .filter((each) => each !== undefined);

describe('imports', () => {
  it('are read in every folder', () => {
    expect(sourceFiles()).toEqual(
      expect.arrayContaining(['contract/index.ts', 'judge/rules/index.ts', 'generate/artefacts.ts']),
    );
  });

  it.each(sourceFiles())('go one way in %s', (path) => {
    expect(complaints(path, readFileSync(join(scripts, path), 'utf8'))).toEqual([]);
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
    ['generate/a.ts', "import { rules } from '../judge/rules'; import { b } from './b'; import 'node:fs';"],
    ['judge/a.ts', "// import { b } from 'node:fs';"],
    ['judge/rules/a.ts', "import { b } from '../../../schemas/compiled/responses';"],
  ])('are allowed in %s: %s', (path, text) => {
    expect(complaints(path, text)).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const contributing = readFileSync(join(dirname(scripts), 'CONTRIBUTING.md'), 'utf8');

  it.each(Object.entries(directions))('quotes the directions of %s', (folder, { imports, types = [], pure }) => {
    const line = contributing.split('\n').find((each) => each.startsWith(`| \`${folder}\` |`));
    const cells = line?.split('|').map((each) => each.trim());
    const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
    const allowed = [list(imports), types.length > 0 ? `types of ${list(types)}` : ''].filter(Boolean).join('; ');
    expect(cells?.slice(3, 5)).toEqual([allowed || 'nothing', pure ? 'yes' : '']);
  });

  it('lists every folder under scripts', () => {
    const folders = new Set(sourceFiles().map((path) => path.split('/')[0] ?? ''));
    expect([...folders].filter((folder) => !(folder in directions))).toEqual([]);
  });
});
