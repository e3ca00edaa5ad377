import { defined } from '../defined';
import { UserError } from '../user-error';
import { childPath } from './file-names';
import type { Collection21, Event21, Files, Item21, NotSendable, ReadCollection } from './types';
import { asideFile, restoreAside } from './v3-aside';
import { V3Reader } from './v3-fields';
import { type Pair21, readAuth, readPairs, readScripts, type Script } from './v3-parts';
import { readExample, readRequestFile } from './v3-request';
import { Budget, type Tree, yamlTree } from './yaml-tree';

/** The schema that a collection in format 2.1 names. */
export const schema21 = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

const requestEnding = /\.request\.ya?ml$/i;
const exampleEnding = /\.example\.ya?ml$/i;
const definitionName = /^definition\.ya?ml$/i;
const resources = '.resources';

/** A folder of the collection with what is in it. */
interface Folder {
  readonly path: string;
  readonly requests: string[];
  readonly folders: Map<string, Folder>;
  definition?: string;
}

const newFolder = (path: string): Folder => ({ path, requests: [], folders: new Map() });

/** The folders that files make, without what Postman reads as no part of the collection. */
function folderTree(files: Files): Folder {
  const root = newFolder('');
  for (const path of files.keys()) {
    const names = path.split('/');
    const name = names.pop()!;
    const isDefinition = names.at(-1) === resources && definitionName.test(name);
    if (isDefinition) names.pop();
    if (names.includes(resources) || (!isDefinition && !requestEnding.test(name))) continue;
    let folder = root;
    for (const each of names) {
      const next = folder.folders.get(each) ?? newFolder(childPath(folder.path, each));
      folder.folders.set(each, next);
      folder = next;
    }
    if (isDefinition) folder.definition = path;
    else folder.requests.push(path);
  }
  return root;
}

/** An item with what decides its place, and the protocols of the requests in it. */
interface PlacedItem {
  readonly order: number | undefined;
  readonly file: string;
  readonly item: Item21 | Collection21;
  readonly protocols: ReadonlySet<'http' | 'graphql'>;
  /** Empty for a request. */
  readonly inside: readonly PlacedItem[];
}

/** By `order`, then by name; what has no order comes last. */
function byOrder(one: { order: number | undefined; file: string }, other: { order: number | undefined; file: string }) {
  const difference = (one.order ?? Number.POSITIVE_INFINITY) - (other.order ?? Number.POSITIVE_INFINITY);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return one.file < other.file ? -1 : one.file > other.file ? 1 : 0;
}

const eventText = (events: readonly Event21[]): string => JSON.stringify(events);

class CollectionReading {
  readonly reader = new V3Reader();
  readonly notSendable: NotSendable[] = [];
  private readonly budget = new Budget();
  private readonly problems: UserError[] = [];

  constructor(private readonly files: Files) {}

  private tree(path: string): Tree {
    return yamlTree(this.files.get(path)!, path, this.budget);
  }

  /** Reads a file; one that is wrong does not hide the mistakes in the others. */
  private attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.problems.push(error);
      return undefined;
    }
  }

  /** @throws UserError with the first of the mistakes */
  finish(): void {
    const [first] = this.problems;
    if (!first) return;
    const more = this.problems.slice(1, 5).map(({ message }) => message);
    const rest = this.problems.length - 1 - more.length;
    throw new UserError([first.message, ...more, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; '), first.remedy);
  }

  private examples(path: string, stem: string, named: Tree | undefined): object[] {
    const folder = path.split('/').slice(0, -1);
    const own = [...folder, resources, `${stem}.resources`, 'examples'];
    const text = this.reader.text(named, 'examples');
    const parts =
      text === undefined ? own : [...folder, ...text.split(/[/\\]/).filter((each) => !['', '.'].includes(each))];
    const prefix = `${parts.join('/')}/`;
    const paths = [...this.files.keys()].filter((each) => each.startsWith(prefix) && exampleEnding.test(each));
    if (named && paths.length === 0)
      this.reader.warn(named.at, 'there are no examples in this folder of the collection');
    return paths
      .flatMap((each) => {
        const name = each.slice(each.lastIndexOf('/') + 1).replace(exampleEnding, '');
        const example = this.attempt(() => readExample(this.reader, this.tree(each), name));
        return example ? [{ ...example, file: each }] : [];
      })
      .sort(byOrder)
      .map(({ response }) => response);
  }

  private request(path: string, folders: readonly string[]): PlacedItem | undefined {
    const stem = path.slice(path.lastIndexOf('/') + 1).replace(requestEnding, '');
    const read = readRequestFile(this.reader, this.tree(path), stem);
    if (read.protocol === 'other') {
      this.notSendable.push({ name: read.name, folders, kind: read.kind, file: path });
      return undefined;
    }
    const { item, order, protocol } = read;
    item.response = this.examples(path, stem, read.examples);
    return { order, file: path, item, protocols: new Set([protocol]), inside: [] };
  }

  /** Puts scripts where they run before those of what is inside, and only for the requests that they are meant for. */
  private placeScripts({ item, protocols, inside }: PlacedItem, scripts: readonly Script[]): void {
    const of = (protocol: Script['protocol']) =>
      scripts.filter((each) => each.protocol === protocol).map(({ event }) => event);
    const events = of(protocols.has('http') || protocols.size === 0 ? 'http' : 'graphql');
    if (protocols.size < 2 || eventText(events) === eventText(of('graphql'))) {
      if (events.length > 0) item.event = [...events, ...(item.event ?? [])];
    } else for (const each of inside) this.placeScripts(each, scripts);
  }

  /** A folder, or the collection itself: what is in it, and what its definition says. */
  folder(folder: Folder, folders: readonly string[]): PlacedItem & { readonly item: Collection21 } {
    const fields = this.attempt(() =>
      folder.definition === undefined
        ? undefined
        : this.reader.fields(this.tree(folder.definition), 'definition', 'the file'),
    );
    const get = (key: string) => fields?.get(key);
    const fileName = folder.path.slice(folder.path.lastIndexOf('/') + 1);
    const head = this.attempt(() => ({
      name: this.reader.text(get('name'), 'name') ?? fileName,
      order: this.reader.number(get('order'), 'order'),
      description: this.reader.text(get('description'), 'description'),
      scripts: readScripts(this.reader, get('scripts'), 'any'),
      variable: readPairs(this.reader, get('variables'), 'variables', 'variable') as Pair21[],
      auth: readAuth(this.reader, get('auth')),
      id: this.reader.text(get('id'), 'id'),
    }));
    const { name = fileName, order, description, scripts = [], variable = [], auth, id } = head ?? {};
    const path = folder.path === '' ? [] : [...folders, name];
    const inside: PlacedItem[] = [
      ...folder.requests.map((each) => this.attempt(() => this.request(each, path))),
      ...[...folder.folders.values()].map((each) => this.folder(each, path)),
    ].filter((each) => each !== undefined);
    inside.sort(byOrder);
    const isRoot = folder.path === '';
    const item: Collection21 = {
      ...(isRoot
        ? { info: defined({ _postman_id: id, name, description, schema: schema21 }) }
        : defined({ id, name, description })),
      item: inside.map((each) => each.item),
      ...(variable.length > 0 && { variable }),
      ...(auth && { auth }),
    } as Collection21;
    const protocols = new Set(inside.flatMap((each) => [...each.protocols]));
    const placed = { order, file: folder.path, item, protocols, inside };
    this.placeScripts(placed, scripts);
    return placed;
  }
}

/** All items by their file: requests, folders, and the collection under the empty path. */
function itemsByFile(placed: PlacedItem, items = new Map<string, Item21 | Collection21>()): typeof items {
  items.set(placed.file, placed.item);
  for (const each of placed.inside) itemsByFile(each, items);
  return items;
}

/** The items of files that `writeV3` wrote, by file. */
export function readV3Items(files: Files): ReadonlyMap<string, Item21 | Collection21> {
  const reading = new CollectionReading(files);
  const root = reading.folder(folderTree(files), []);
  reading.finish();
  return itemsByFile(root);
}

/** The order in which Postman writes the properties of collections, folders and requests. */
const usualOrder = [
  ...['info', '_postman_id', 'id', 'name', 'description', 'schema', 'protocolProfileBehavior'],
  ...['item', 'event', 'request', 'response', 'auth', 'variable'],
];

/** Gives an object the properties of another, in the usual order. */
function become(target: object, source: object): void {
  const place = (name: string): number => (usualOrder.includes(name) ? usualOrder.indexOf(name) : usualOrder.length);
  const entries = Object.entries(source).sort(([one], [other]) => place(one) - place(other));
  for (const name of Object.keys(target)) Reflect.deleteProperty(target, name);
  // Defined, not assigned: a name may be `__proto__`.
  for (const [name, value] of entries) {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

/**
 * Reads a collection in format v3: one file a request, folders with definitions.
 *
 * @param files all files below the folder of the collection, by path relative to it
 * @param name the collection's, unless its definition names it
 * @throws UserError with file, line and column of what is wrong
 */
export function readV3(files: Files, name: string): ReadCollection {
  const reading = new CollectionReading(files);
  const root = reading.folder(folderTree(files), []);
  reading.finish();
  const { item: collection } = root;
  collection.info.name ||= name;
  const items = itemsByFile(root);
  const aside = files.get(asideFile);
  const stale =
    aside === undefined ? [] : restoreAside(aside, items, (path, item) => become(items.get(path) ?? {}, item));
  for (const item of items.values()) become(item, item);
  become(collection.info, collection.info);
  return {
    format: 'v3',
    collection,
    warnings: [...reading.reader.warnings, ...stale],
    notSendable: reading.notSendable,
  };
}
