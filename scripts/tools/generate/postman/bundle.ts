import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root';
import { responsesModule, responsesPath } from '../validators';

/**
 * `request.url` and the like, unless `request` is itself a property. Postman's first scripts had such globals, and Bruno's
 * importer replaces them by its own, even if `request` is a local variable. It does not read a computed name.
 */
const oldGlobal = /(?<![\w$]|(?<!\.\.)\.)request\.(url|method|headers|body|name)\b/g;

/**
 * One script of the collection: the harness's judging, bundled for Postman with all its imports.
 *
 * @param entry a file in the folder of this one
 */
export async function bundle(entry: 'before' | 'after'): Promise<string> {
  const { build } = await import('esbuild');
  const validators = join(packageRoot, responsesPath);
  const result = await build({
    entryPoints: [join(packageRoot, 'scripts/tools/generate/postman', `${entry}.ts`)],
    absWorkingDir: packageRoot,
    bundle: true,
    // Readable, so that people and the importers of other tools can follow it.
    minifySyntax: true,
    write: false,
    format: 'iife',
    // Bruno's runner cannot read private fields, which came with ES2022.
    target: 'es2021',
    // Bruno's importer stops at a rest property (`{ a, ...others } = b`).
    supported: { 'object-rest-spread': false },
    charset: 'ascii',
    legalComments: 'none',
    external: ['crypto-js'],
    logLevel: 'silent',
    plugins: [
      {
        // The validators that this run generates, not those on disk.
        name: 'fresh-validators',
        setup: ({ onLoad }) => {
          onLoad({ filter: /compiled\/responses\.js$/ }, ({ path }) =>
            path === validators ? { contents: responsesModule(), loader: 'js' } : null,
          );
        },
      },
    ],
  });
  // Packages may be installed elsewhere, and linked.
  const text = result.outputFiles[0]!.text.trim().replace(/(?:\.\.\/)+[^\s"']*?node_modules\//g, 'node_modules/');
  return text.replace(oldGlobal, 'request[`$1`]');
}
