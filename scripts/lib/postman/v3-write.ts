import { defined } from '../defined';
import { isGuid } from '../guid';
import { isJsonObject, type JsonObject } from '../json';
import { canonical } from './canonical';
import { type Difference, differences } from './difference';
import { childPath, FileNames } from './file-names';
import type { Collection21, Environment21, Files } from './types';
import { asideFile } from './v3-aside';
import { readV3Items } from './v3-read';
import {
  descriptionOf,
  listOf,
  v3Text,
  writeAuth,
  writeBody,
  writePairs,
  writeScripts,
  writeSettings,
  writeUrl,
} from './v3-write-parts';
import { v3Yaml } from './v3-yaml';

/** Steps of `order`, so that a request can be put between two others. */
const orderStep = 1000;

/** A name, unless the file already says it. */
const nameUnless = (name: unknown, file: string): string | undefined => (name === file ? undefined : v3Text(name));

const requestOf = (item: JsonObject): JsonObject => (isJsonObject(item.request) ? item.request : {});
const bodyOf = (item: JsonObject): JsonObject => {
  const { body } = requestOf(item);
  return isJsonObject(body) ? body : {};
};
const isGraphql = (item: JsonObject): boolean => bodyOf(item).mode === 'graphql' && bodyOf(item).disabled !== true;

/** What requests and the requests of examples share. */
const requestFields = (request: JsonObject): { readonly [name: string]: unknown } => {
  const { url, queryParams, pathVariables } = writeUrl(request.url);
  return defined({
    url,
    method: request.method === undefined || request.method === null ? undefined : v3Text(request.method),
    headers: writePairs(request.header),
    queryParams,
    pathVariables,
    body: writeBody(request.body),
    auth: writeAuth(request.auth),
  });
};

function requestFile(
  item: JsonObject,
  file: string,
  order: number,
  settings: object | undefined,
  examples?: string,
): object {
  const request = requestOf(item);
  const graphql = isGraphql(item);
  const { url, method, headers, queryParams, pathVariables, body, auth } = requestFields(request);
  const content = isJsonObject(bodyOf(item).graphql) ? (bodyOf(item).graphql as JsonObject) : {};
  const scripts = writeScripts(item.event, graphql ? 'graphql' : 'http', false);
  const id = typeof item.id === 'string' && isGuid(item.id) ? item.id : undefined;
  return defined({
    $kind: graphql ? 'graphql-request' : 'http-request',
    id,
    name: nameUnless(item.name, file),
    description: descriptionOf(request.description),
    url,
    ...(graphql
      ? {
          headers,
          auth,
          query: v3Text(content.query),
          variables: content.variables === undefined ? undefined : v3Text(content.variables),
        }
      : { method, headers, queryParams, pathVariables, body, auth }),
    scripts: scripts.length > 0 ? scripts : undefined,
    examples,
    settings: writeSettings(settings),
    order,
  });
}

const responseTypes = ['json', 'xml', 'html', 'javascript', 'yaml'];

function exampleFile(response: JsonObject, file: string, order: number): object {
  const { originalRequest, _postman_previewlanguage: language } = response;
  const body = {
    type: responseTypes.find((each) => each === language) ?? 'text',
    content: v3Text(response.body),
  };
  return defined({
    $kind: 'http-example',
    name: nameUnless(response.name, file),
    request: isJsonObject(originalRequest) ? requestFields(originalRequest) : undefined,
    response: defined({
      statusCode: typeof response.code === 'number' ? response.code : undefined,
      statusText: typeof response.status === 'string' ? response.status : undefined,
      headers: writePairs(response.header),
      body,
    }),
    order,
  });
}

const itemsOf = (group: JsonObject): JsonObject[] => listOf(group.item);
const isFolder = (item: JsonObject): boolean => Array.isArray(item.item);

class Writing {
  readonly files = new Map<string, string>();
  /** The files of items, for what is kept aside. */
  readonly items = new Map<string, JsonObject>();

  private put(path: string, value: object): void {
    this.files.set(path, v3Yaml(value));
  }

  private definition(group: JsonObject, path: string, head: object): void {
    const requests = this.protocolsIn(group);
    const scripts = [
      ...writeScripts(group.event, 'http', true),
      // Scripts of a folder run for every request in it, whatever its protocol.
      ...(requests.has('graphql') ? writeScripts(group.event, 'graphql', true) : []),
    ];
    this.put(
      childPath(path, '.resources/definition.yaml'),
      defined({
        $kind: 'collection',
        ...head,
        variables: writePairs(group.variable),
        auth: writeAuth(group.auth),
        scripts: scripts.length > 0 ? scripts : undefined,
      }),
    );
  }

  private protocolsIn(group: JsonObject): Set<'http' | 'graphql'> {
    return new Set(
      itemsOf(group).flatMap((item) =>
        isFolder(item) ? [...this.protocolsIn(item)] : [isGraphql(item) ? ('graphql' as const) : ('http' as const)],
      ),
    );
  }

  private request(item: JsonObject, folder: string, names: FileNames, order: number, behaviour: object): void {
    const ending = '.request.yaml';
    const file = names.add(v3Text(item.name), ending, 'request');
    const examplesPath = `.resources/${file}.resources/examples`;
    const responses = listOf(item.response);
    const exampleNames = new FileNames();
    for (const [index, response] of responses.entries()) {
      const name = exampleNames.add(v3Text(response.name), '.example.yaml', 'example');
      const path = childPath(folder, `${examplesPath}/${name}.example.yaml`);
      this.put(path, exampleFile(response, name, (index + 1) * orderStep));
    }
    const path = childPath(folder, `${file}${ending}`);
    this.items.set(path, item);
    this.put(path, requestFile(item, file, order, behaviour, responses.length > 0 ? `./${examplesPath}` : undefined));
  }

  /** Options of folders go to each request, because v3 has them only there. */
  contents(group: JsonObject, path: string, above: object): void {
    const names = new FileNames();
    const inherited = { ...above, ...(isJsonObject(group.protocolProfileBehavior) && group.protocolProfileBehavior) };
    for (const [index, item] of itemsOf(group).entries()) {
      const order = (index + 1) * orderStep;
      if (!isFolder(item)) {
        const own = isJsonObject(item.protocolProfileBehavior) ? item.protocolProfileBehavior : {};
        this.request(item, path, names, order, { ...inherited, ...own });
        continue;
      }
      const name = names.add(v3Text(item.name), '', 'folder');
      const folder = childPath(path, name);
      this.items.set(folder, item);
      this.definition(item, folder, {
        ...defined({ name: nameUnless(item.name, name), description: descriptionOf(item.description) }),
        order,
      });
      this.contents(item, folder, inherited);
    }
  }

  collection(collection: Collection21): void {
    const { name, description } = collection.info;
    this.items.set('', collection);
    this.definition(collection, '', defined({ name: v3Text(name), description: descriptionOf(description) }));
    this.contents(collection, '', {});
  }
}

/** Of a folder itself: what is in it has files of its own. */
const withoutItems = ({ item: _, ...rest }: JsonObject): JsonObject => rest;

/** A collection written as v3. */
export interface WrittenV3 {
  readonly files: Files;
  /** What v3 has no place for, by the file of the item. It is kept in a file that Postman ignores. */
  readonly aside: ReadonlyMap<string, readonly Difference[]>;
}

/** Writes a collection in format 2.1 as v3: files by path relative to the folder of the collection. */
export function writeV3(source: Collection21): WrittenV3 {
  const collection = canonical(source);
  const writing = new Writing();
  writing.collection(collection);
  const read = readV3Items(writing.files);
  const aside = new Map<string, readonly Difference[]>();
  for (const [path, item] of writing.items) {
    const found = differences(withoutItems((read.get(path) ?? {}) as JsonObject), withoutItems(item));
    if (found.length > 0) aside.set(path, found);
  }
  if (aside.size > 0) writing.files.set(asideFile, `${JSON.stringify(Object.fromEntries(aside), null, 2)}\n`);
  return { files: writing.files, aside };
}

/** Writes an environment as v3. */
export function writeV3Environment({ name, values }: Environment21): string {
  return v3Yaml({
    name,
    values: values.map(({ key, value, enabled, type }) => ({
      key,
      value: v3Text(value),
      enabled: enabled !== false,
      type: type === 'secret' ? 'secret' : 'default',
    })),
  });
}
