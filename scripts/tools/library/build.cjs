// Completes dist/library after tsc: declarations of what is public alone, and the main entry as one file, which loads in
// half the time of its modules.
const { copyFileSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const esbuild = require('esbuild');
const ts = require('typescript');

const root = join(__dirname, '../../..');
const source = join(root, 'scripts/library');
const target = join(root, 'dist/library');
const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, declaration: true };
const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The declaration of a module: what its own text says, so that nothing internal is inferred into it. */
function declarationOf(name) {
  const fileName = join(source, `${name}.ts`);
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(fileName, 'utf8'), {
    ...{ fileName, compilerOptions, reportDiagnostics: true },
  });
  for (const { messageText } of diagnostics)
    throw new Error(`${name}.ts: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  return outputText;
}

const modules = new Set(
  [...JSON.stringify(entries).matchAll(/dist\/library\/([\w-]+)\.d\.ts/g)].map(([, name]) => name),
);
for (const name of modules) {
  const text = declarationOf(name);
  for (const [, module] of text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)) {
    // What it adds to, which whoever has Jest has.
    if (module === 'expect') continue;
    if (!/^\.(?:\/[\w-]+)?$/.test(module)) throw new Error(`${name}.ts: its types come from ${module}`);
    modules.add(module === '.' ? 'index' : basename(module));
  }
  writeFileSync(join(target, `${name}.d.ts`), text);
}
for (const file of ['vitest.mjs', 'vitest.d.mts']) copyFileSync(join(source, file), join(target, file));
// The same for those who require it: vitest is not installed here, so that vitest.ts cannot add to it.
copyFileSync(join(source, 'vitest.d.mts'), join(target, 'vitest.d.ts'));

esbuild.buildSync({
  entryPoints: [join(source, 'index.ts')],
  outfile: join(target, 'index.js'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
