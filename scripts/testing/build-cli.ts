import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { packageRoot } from '../lib/package-root';
import { builtVariable } from './built';

const isSource = (file: string): boolean =>
  /\.(?:[jt]s|cjs)$/.test(file) && !/\.(d|test)\.ts$/.test(file) && !/(^|\/)testing\//.test(file);

/** Builds the package from the source, without checking types, into a temporary folder that is removed at the end. */
export default function buildCli(): void {
  const folder = mkdtempSync(join(tmpdir(), 'built-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const [outbase, outdir] = [join(packageRoot, 'scripts'), join(folder, 'dist')];
  const files = (readdirSync(outbase, { recursive: true }) as string[]).filter(isSource);
  const isTypeScript = (file: string): boolean => file.endsWith('.ts');
  const entryPoints = files.filter(isTypeScript).map((file) => join(outbase, file));
  buildSync({ entryPoints, outbase, outdir, format: 'cjs', platform: 'node', target: 'node20.19' });
  for (const file of files.filter((each) => !isTypeScript(each))) {
    mkdirSync(dirname(join(outdir, file)), { recursive: true });
    cpSync(join(outbase, file), join(outdir, file));
  }
  for (const name of ['package.json', 'collections', 'schemas', 'node_modules'])
    symlinkSync(join(packageRoot, name), join(folder, name));
  process.env[builtVariable] = folder;
}
