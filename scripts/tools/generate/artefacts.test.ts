import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postmanJson } from '../../lib/postman/convert';
import { type Artefacts, artefacts, compareArtefacts, writeArtefacts } from './artefacts';
import { collectionPath } from './collection-v3';

const packageRoot = join(__dirname, '../../..');

let generated: Artefacts;

beforeAll(async () => {
  generated = await artefacts();
});

describe('the generated files', () => {
  // Those that are committed come from another run, so this also says that they come out the same each time.
  it('are committed as generated; if not, run "npm run generate"', async () => {
    expect(await compareArtefacts(packageRoot, generated)).toEqual([]);
  });

  it('are text with line feeds and a final one', () => {
    const texts = [...generated].filter(([, content]) => typeof content === 'string');
    expect(texts.filter(([, text]) => /\r|[^\n]$/.test(String(text))).map(([path]) => path)).toEqual([]);
  });
});

describe('writing and comparing', () => {
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const small = postmanJson({ info: { name: 'Small', schema }, item: [] });
  let root: string;
  let files: Artefacts;

  /** The paths of the files that do not match the contract. */
  const stalePaths = async (where: string): Promise<string[]> =>
    (await compareArtefacts(where, files)).map(({ path }) => path);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'artefacts-'));
    // Each comparison takes the collection to format v3 and back.
    files = new Map([...generated, [collectionPath, small]]);
    await writeArtefacts(root, files);
  });

  afterEach(() => rm(root, { recursive: true }));

  it('writes every file, and nothing if nothing differs', async () => {
    expect(await compareArtefacts(root, files)).toEqual([]);
    expect(await writeArtefacts(root, files)).toEqual([]);
  });

  it('finds a changed, a missing and an unexpected file, and corrects the first two', async () => {
    await appendFile(join(root, 'schemas/payout-identity.openapi.yaml'), '\n');
    await rm(join(root, 'schemas/error-list.schema.json'));
    await mkdir(join(root, 'collections/bodies'), { recursive: true });
    await writeFile(join(root, 'collections/bodies/old.bin'), '');
    expect(await compareArtefacts(root, files)).toEqual([
      { path: 'collections/bodies/old.bin', problem: 'unexpected' },
      { path: 'schemas/error-list.schema.json', problem: 'missing' },
      { path: 'schemas/payout-identity.openapi.yaml', problem: 'changed' },
    ]);
    expect((await writeArtefacts(root, files)).sort()).toEqual([
      'schemas/error-list.schema.json',
      'schemas/payout-identity.openapi.yaml',
    ]);
    expect(await stalePaths(root)).toEqual(['collections/bodies/old.bin']);
  });

  it('says that a collection differs after the way to format v3 and back', async () => {
    files = new Map([...files, [collectionPath, small.trimEnd()]]);
    await writeArtefacts(root, files);
    expect(await compareArtefacts(root, files)).toEqual([{ path: collectionPath, problem: 'lost in v3' }]);
  });

  it('ignores accepted records and hidden files', async () => {
    await mkdir(join(root, 'schemas/observed'));
    await writeFile(join(root, 'schemas/observed/sandbox.json'), '{}');
    await writeFile(join(root, 'schemas/.gitkeep'), '');
    expect(await stalePaths(root)).toEqual([]);
  });

  it('finds everything missing in an empty folder', async () => {
    const empty = await mkdtemp(join(root, 'empty-'));
    expect(await stalePaths(empty)).toEqual([...files.keys()].sort());
  });

  it('reports why it cannot read a file', async () => {
    await rm(join(root, 'docs/evidence.md'));
    await mkdir(join(root, 'docs/evidence.md'));
    await expect(stalePaths(root)).rejects.toThrow('EISDIR');
    expect(await readFile(join(root, 'schemas/error-codes.schema.json'), 'utf8')).toContain('Evidence: E2');
  });
});
