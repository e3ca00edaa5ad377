import { defined } from '../defined';
import type { Event21 } from './types';
import type { V3Reader } from './v3-fields';
import { bodyLanguages, type KeyPlace } from './v3-keys';
import { errorAt, isFilled, plainValue, type Tree } from './yaml-tree';

/** A header, parameter or variable in format 2.1. */
export interface Pair21 {
  key: string;
  value: string | null;
  description?: string;
  disabled?: true;
  [name: string]: unknown;
}

/** Headers, parameters or variables, written as a map or as a list. */
export function readPairs(reader: V3Reader, tree: Tree | undefined, what: string, place: KeyPlace = 'pair'): Pair21[] {
  if (!isFilled(tree)) return [];
  if (tree.kind === 'map') {
    return tree.entries.map(({ key, value }) => ({ key, value: reader.text(value, `${what} "${key}"`) ?? '' }));
  }
  return reader.list(tree, what).map((each) => {
    const fields = reader.fields(each, place, `an entry of ${what}`);
    return {
      key: reader.text(fields.get('key'), 'key') ?? '',
      value: reader.text(fields.get('value'), 'value') ?? '',
      ...defined({ description: reader.text(fields.get('description'), 'description') }),
      ...(reader.flag(fields.get('disabled'), 'disabled') && { disabled: true as const }),
    };
  });
}

const bodyTypes = ['text', 'yaml', ...bodyLanguages, 'urlencoded', 'formdata', 'file', 'none'];

function readFormField(reader: V3Reader, tree: Tree): object {
  const fields = reader.fields(tree, 'form field', 'an entry of content');
  const type = reader.text(fields.get('type'), 'type') ?? (fields.has('src') ? 'file' : 'text');
  const src = fields.get('src');
  const sources = src?.kind === 'list' ? src.items.map((each) => reader.text(each, 'src') ?? '') : undefined;
  return {
    key: reader.text(fields.get('key'), 'key') ?? '',
    ...(type === 'file'
      ? { src: sources ?? (src ? (reader.text(src, 'src') ?? null) : null) }
      : { value: reader.text(fields.get('value'), 'value') ?? '' }),
    type,
    ...defined({
      contentType: reader.text(fields.get('contentType'), 'contentType'),
      description: reader.text(fields.get('description'), 'description'),
    }),
    ...(reader.flag(fields.get('disabled'), 'disabled') && { disabled: true }),
  };
}

/** The fields of a form, also written as a map of texts. */
function readForm(reader: V3Reader, content: Tree | undefined): object[] {
  return content?.kind === 'map'
    ? readPairs(reader, content, 'content').map(({ key, value }) => ({ key, value, type: 'text' }))
    : reader.list(content, 'content').map((each) => readFormField(reader, each));
}

/** Type and content of a body. */
export function readBodyFields(reader: V3Reader, tree: Tree): { type: string; content: Tree | undefined } {
  const fields = reader.fields(tree, 'body', 'body');
  const type = reader.text(fields.get('type'), 'type');
  const content = fields.get('content');
  if (type === undefined) {
    reader.warn(tree.at, 'body has no type, so it is ignored; did you mean "type" and "content"?');
    return { type: 'none', content };
  }
  if (!bodyTypes.includes(type)) {
    throw errorAt(fields.get('type')?.at ?? tree.at, 'the type of a body is unknown', `use ${bodyTypes.join(', ')}`);
  }
  return { type, content };
}

/** The text of a body; JSON that was written as YAML is written as JSON. */
export function bodyText(reader: V3Reader, content: Tree | undefined): string {
  if (content === undefined || content.kind === 'scalar') return reader.text(content, 'content') ?? '';
  reader.warn(content.at, 'content must be a text, but is YAML; write it as a block: content: |-');
  return JSON.stringify(plainValue(content), null, 2);
}

/** The body of a request in format 2.1. */
export function readRequestBody(reader: V3Reader, tree: Tree | undefined): object | undefined {
  if (!isFilled(tree)) return undefined;
  const { type, content } = readBodyFields(reader, tree);
  if (type === 'none') return { mode: 'none' };
  if (type === 'urlencoded') return { mode: 'urlencoded', urlencoded: readPairs(reader, content, 'content') };
  if (type === 'formdata') return { mode: 'formdata', formdata: readForm(reader, content) };
  if (type === 'file') {
    const fields = content?.kind === 'map' ? reader.fields(content, 'file', 'content') : undefined;
    const src = reader.text(fields ? fields.get('src') : content, 'src');
    return { mode: 'file', file: defined({ src }) };
  }
  const raw = bodyText(reader, content);
  return bodyLanguages.includes(type)
    ? { mode: 'raw', raw, options: { raw: { language: type } } }
    : { mode: 'raw', raw };
}

const typeOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? typeof value : 'any';

function credentialsOf(reader: V3Reader, tree: Tree | undefined): { key: string; value: unknown; type: string }[] {
  if (!isFilled(tree)) return [];
  if (tree.kind === 'map') {
    return tree.entries.map(({ key, value }) => {
      const plain = plainValue(value);
      return { key, value: plain, type: typeOf(plain) };
    });
  }
  return reader.list(tree, 'credentials').map((each) => {
    const fields = reader.fields(each, 'pair', 'an entry of credentials');
    const value = fields.get('value');
    const plain = value ? plainValue(value) : '';
    return { key: reader.text(fields.get('key'), 'key') ?? '', value: plain, type: typeOf(plain) };
  });
}

/** How a request is authorized; `undefined` if that is inherited. */
export function readAuth(reader: V3Reader, tree: Tree | undefined): object | undefined {
  if (!isFilled(tree)) return undefined;
  if (tree.kind === 'list') {
    const [first, second] = tree.items;
    if (second) reader.warn(second.at, 'only the first of several auths is used, because Newman knows only one');
    return readAuth(reader, first);
  }
  const fields = reader.fields(tree, 'auth', 'auth');
  const type = reader.text(fields.get('type'), 'type');
  if (type === undefined) {
    reader.warn(tree.at, 'auth has no type, so it is ignored');
    return undefined;
  }
  if (type === 'inherit') return undefined;
  const credentials = credentialsOf(reader, fields.get('credentials'));
  return type === 'noauth' || credentials.length === 0
    ? { type }
    : Object.fromEntries([
        ['type', type],
        [type, credentials],
      ]);
}

/** Protocol options of a request in format 2.1. */
export function readProtocolOptions(reader: V3Reader, tree: Tree | undefined): object | undefined {
  if (!isFilled(tree)) return undefined;
  const fields = reader.fields(tree, 'settings', 'settings');
  const names = reader.list(fields.get('disabledSystemHeaders'), 'disabledSystemHeaders');
  return defined({
    protocolVersion: reader.text(fields.get('protocolVersion'), 'protocolVersion'),
    strictSSL: reader.flag(fields.get('strictSSL'), 'strictSSL'),
    followRedirects: reader.flag(fields.get('followRedirects'), 'followRedirects'),
    maxRedirects: reader.number(fields.get('maxRedirects'), 'maxRedirects'),
    disabledSystemHeaders:
      names.length > 0
        ? Object.fromEntries(names.map((each) => [reader.text(each, 'the name of a header') ?? '', true]))
        : undefined,
  });
}

/** A script and the protocol that it is for. */
export interface Script {
  readonly protocol: 'http' | 'graphql';
  readonly event: Event21;
}

const scriptTypes: Readonly<Record<string, { protocol: Script['protocol']; listen: 'prerequest' | 'test' }>> = {
  'http:beforeRequest': { protocol: 'http', listen: 'prerequest' },
  'http:afterResponse': { protocol: 'http', listen: 'test' },
  'graphql:beforeQuery': { protocol: 'graphql', listen: 'prerequest' },
  'graphql:afterResponse': { protocol: 'graphql', listen: 'test' },
};
const otherProtocols = /^(?:grpc|websocket|socket\.io|mqtt|mcp|llm):/;

/**
 * Scripts, in order.
 *
 * @param owner `http` or `graphql` for the scripts of a request, whose types have no prefix; `any` for those of a folder
 */
export function readScripts(reader: V3Reader, tree: Tree | undefined, owner: Script['protocol'] | 'any'): Script[] {
  return reader.list(tree, 'scripts').flatMap((each): Script[] => {
    const fields = reader.fields(each, 'script', 'a script');
    const type = reader.text(fields.get('type'), 'type') ?? '';
    const at = fields.get('type')?.at ?? each.at;
    const full = owner === 'any' ? type : `${owner}:${type}`;
    const known = Object.hasOwn(scriptTypes, full) ? scriptTypes[full] : undefined;
    if (!known) {
      if (owner === 'any' && otherProtocols.test(type)) return [];
      const wanted = Object.keys(scriptTypes)
        .map((name) => (owner === 'any' ? name : name.replace(/^\w+:/, '')))
        .filter((name) => owner === 'any' || `${owner}:${name}` in scriptTypes);
      const bare = type.replace(/^\w+:/, '');
      const likely = wanted.find((name) => name.endsWith(bare) && bare !== '') ?? wanted[0];
      reader.warn(at, `a script of this type never runs here, so it is ignored; did you mean "${likely}"?`);
      return [];
    }
    const packages = fields.get('packages');
    const requests = fields.get('requests');
    return [
      {
        protocol: known.protocol,
        event: {
          listen: known.listen,
          script: {
            type: reader.text(fields.get('language'), 'language') ?? 'text/javascript',
            exec: (reader.text(fields.get('code'), 'code') ?? '').split('\n'),
            ...(packages && { packages: plainValue(packages) }),
            ...(requests && { requests: plainValue(requests) }),
          },
        },
      },
    ];
  });
}
