import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-write';
import { combinationsText } from './combinations';
import { jsonSchemas } from './json-schemas';
import { openApiYaml } from './openapi';
import { publicNames } from './public-names';
import { compiledValidators } from './validators';

/** Generated files by path relative to the package root, with `/` between folders. */
export type Artefacts = ReadonlyMap<string, string | Uint8Array>;

/** A generated file that does not match the contract. */
export interface StaleArtefact {
  readonly path: string;
  /** `lost in v3`: the collection differs after the way to format v3 and back. */
  readonly problem: 'changed' | 'missing' | 'unexpected' | 'lost in v3';
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
    ['scripts/library/names.ts', publicNames()],
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

/** Writes those of the generated files that differ from what is below `root`, and returns their paths. Deletes nothing. */
export async function writeArtefacts(root: string, files: Artefacts): Promise<string[]> {
  const written: string[] = [];
  for (const [path, content] of files) written.push(...(await write(root, path, content)));
  return written;
}

/** Generates every file and writes what differs below `root`: validators first, because what generates the rest imports them. */
export async function regenerate(root: string): Promise<string[]> {
  const validators = await writeArtefacts(root, compiledValidators());
  return [...validators, ...(await writeArtefacts(root, await artefacts()))];
}

/** The files below `root` that do not match the contract, by path. */
export async function compareArtefacts(root: string, wanted: Artefacts): Promise<StaleArtefact[]> {
  const stale: StaleArtefact[] = [];
  for (const [path, content] of wanted) {
    const present = await readIfPresent(join(root, path));
    if (!present) stale.push({ path, problem: 'missing' });
    else if (!present.equals(Buffer.from(content))) stale.push({ path, problem: 'changed' });
  }
  const { collectionPath, survivesV3 } = require('./collection-v3') as typeof import('./collection-v3');
  if (!survivesV3(String(wanted.get(collectionPath)))) stale.push({ path: collectionPath, problem: 'lost in v3' });
  for (const { folder, keep } of ownFolders.map((each) => ({ keep: [], ...each }))) {
    for (const path of await filesBelow(root, folder)) {
      if (!wanted.has(path) && !keep.some((start) => path.startsWith(start)))
        stale.push({ path, problem: 'unexpected' });
    }
  }
  return stale.sort((one, other) => (one.path < other.path ? -1 : 1));
}
