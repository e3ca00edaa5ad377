import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { combinationsText } from './combinations';
import { jsonSchemas } from './json-schemas';
import { openApiYaml } from './openapi-yaml';
import { compiledValidators } from './validators';

/** Generated files by path relative to the package root, with `/` between folders. */
export type Artefacts = ReadonlyMap<string, string | Uint8Array>;

/** A generated file that does not match the contract. */
export interface StaleArtefact {
  readonly path: string;
  readonly problem: 'changed' | 'missing' | 'unexpected';
}

/** Folders in which every file is generated, except hidden files and those whose path begins with one of `keep`. */
const ownFolders = [
  // Observed records come from `accept`, symptoms from `mutants --write-symptoms`.
  { folder: 'schemas', keep: ['schemas/observed/', 'schemas/compiled/symptoms.json'] },
  { folder: 'collections' },
  { folder: 'docs/rules' },
] as const;

/** Every generated file. */
export async function artefacts(): Promise<Artefacts> {
  // Loaded lazily: they import the rules, which import validators that may have to be generated first.
  const { evidenceDocument } = require('./evidence-doc') as typeof import('./evidence-doc');
  const { clientRulePage } = require('./client-rule-page') as typeof import('./client-rule-page');
  const { rulePages } = require('./rule-pages') as typeof import('./rule-pages');
  const { collectionArtefacts } = require('./collection') as typeof import('./collection');
  return new Map<string, string | Uint8Array>([
    ...compiledValidators(),
    ['schemas/compiled/combinations.json', combinationsText()],
    ['schemas/payout-identity.openapi.yaml', openApiYaml()],
    ...[...jsonSchemas()].map(([name, schema]) => [`schemas/${name}`, json(schema)] as const),
    ['docs/evidence.md', evidenceDocument()],
    ...rulePages(),
    ['docs/rules/clients.md', clientRulePage()],
    ...(await collectionArtefacts()),
  ]);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function write(root: string, path: string, content: string | Uint8Array): Promise<string[]> {
  const target = join(root, path);
  if ((await readIfPresent(target))?.equals(Buffer.from(content))) return [];
  await mkdir(dirname(target), { recursive: true });
  await writeFileAtomic(target, content);
  return [path];
}

/** Writes the generated files that differ from those below `root`, and returns their paths. Deletes nothing. */
export async function writeArtefacts(root: string): Promise<string[]> {
  const written: string[] = [];
  // First the validators, which the modules that generate the rest import.
  for (const [path, content] of compiledValidators()) written.push(...(await write(root, path, content)));
  for (const [path, content] of await artefacts()) written.push(...(await write(root, path, content)));
  return written;
}

/** The files below `root` that do not match the contract, by path. */
export async function compareArtefacts(root: string): Promise<StaleArtefact[]> {
  const wanted = await artefacts();
  const stale: StaleArtefact[] = [];
  for (const [path, content] of wanted) {
    const present = await readIfPresent(join(root, path));
    if (!present) stale.push({ path, problem: 'missing' });
    else if (!present.equals(Buffer.from(content))) stale.push({ path, problem: 'changed' });
  }
  for (const { folder, keep } of ownFolders.map((each) => ({ keep: [], ...each }))) {
    for (const path of await filesBelow(root, folder)) {
      if (!wanted.has(path) && !keep.some((start) => path.startsWith(start)))
        stale.push({ path, problem: 'unexpected' });
    }
  }
  return stale.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The paths of the files below `root` that do not match the contract: changed, missing, or not generated. */
export async function staleArtefacts(root: string): Promise<string[]> {
  return (await compareArtefacts(root)).map(({ path }) => path);
}
