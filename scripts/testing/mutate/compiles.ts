import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../lib/package-root';

/**
 * Returns a function that tells whether the compiler accepts a file with another text.
 *
 * @param paths the files, relative to `scripts/`
 */
export function compiler(paths: readonly string[]): (path: string, text: string) => boolean {
  const config = ts.readConfigFile(join(packageRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, packageRoot);
  const files = paths.map((path) => join(packageRoot, 'scripts', path));
  let changed: { readonly file: string; readonly text: string } | undefined;
  let version = 0;
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => files,
    getScriptVersion: (file) => (file === changed?.file ? String(version) : '0'),
    getScriptSnapshot: (file) => {
      const text = file === changed?.file ? changed.text : ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => packageRoot,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
  return (path, text) => {
    version += 1;
    changed = { file: join(packageRoot, 'scripts', path), text };
    return [...service.getSyntacticDiagnostics(changed.file), ...service.getSemanticDiagnostics(changed.file)].every(
      ({ category }) => category !== ts.DiagnosticCategory.Error,
    );
  };
}
