import fc from 'fast-check';
import { isJsonObject } from '../lib/json';
import type { WireResponse } from './conformance';

/** Properties in order; a name may occur twice. */
export type Members = readonly (readonly [name: string, value: unknown])[];

/** A placeholder for another part as it is written. */
export class Part {
  constructor(readonly write: (draft: Draft) => string) {}
}

/** A response before it is written, so that each part can be changed. */
export interface Draft {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly parts: Readonly<Record<string, Members>>;
  readonly signature: string;
  /** How a segment of the token is written. */
  readonly segment: (text: string) => string;
  /** How the token is written. */
  readonly token: (token: string) => string;
  /** How the body is written. */
  readonly encode: (text: string) => Buffer;
}

function written(value: unknown, draft: Draft): string {
  if (value instanceof Part) return value.write(draft);
  if (Array.isArray(value)) return `[${value.map((item) => written(item, draft)).join(',')}]`;
  if (isJsonObject(value)) return members(Object.entries(value), draft);
  return JSON.stringify(value);
}

const members = (list: Members, draft: Draft): string =>
  `{${list.map(([name, value]) => `${JSON.stringify(name)}:${written(value, draft)}`).join(',')}}`;

/** A part as a JSON object. */
export const object = (name: string): Part => new Part((draft) => members(draft.parts[name] ?? [], draft));

/** A list of one part. */
export const list = (name: string): Part => new Part((draft) => `[${members(draft.parts[name] ?? [], draft)}]`);

/** The parts `header` and `payload` as a token. */
export const token = new Part((draft) => {
  const [header, payload] = ['header', 'payload'].map((name) => draft.segment(members(draft.parts[name] ?? [], draft)));
  return JSON.stringify(draft.token(`${header}.${payload}.${draft.signature}`));
});

export const plainDraft = {
  segment: (text: string): string => Buffer.from(text).toString('base64url'),
  token: (text: string): string => text,
  encode: (text: string): Buffer => Buffer.from(text),
};

/** The response that a draft describes. */
export function wire(draft: Draft): WireResponse {
  return { status: draft.status, headers: draft.headers, bytes: draft.encode(members(draft.parts.body ?? [], draft)) };
}

type Mutation = (draft: Draft) => Draft;

const holdsPart = (value: unknown): boolean =>
  value instanceof Part || (typeof value === 'object' && value !== null && Object.values(value).some(holdsPart));

const at = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(1, items.length)];

/** Replaces one member of one part with any number of members. */
const member = (change: (name: string, value: unknown) => Members): fc.Arbitrary<Mutation> =>
  fc.tuple(fc.nat(20), fc.nat(20)).map(([part, index]) => (draft) => {
    const name = at(Object.keys(draft.parts), part) ?? '';
    const old = draft.parts[name] ?? [];
    const chosen = index % Math.max(1, old.length);
    const parts = {
      ...draft.parts,
      [name]: old.flatMap((each, place) => (place === chosen ? change(...each) : [each])),
    };
    return { ...draft, parts };
  });

const otherTypes = (value: unknown): readonly unknown[] => [
  ...[null, true, 0, -1, 1.5, 1e300, '', 'x', [], {}],
  ...[
    [value],
    { value },
    value instanceof Part ? 'part' : String(value),
    value instanceof Part ? 7 : Number(value) || 0,
  ],
];

const otherSpellings = (text: string): readonly string[] => [
  ...[text.toUpperCase(), text.toLowerCase(), ` ${text}`, `${text} `, text.slice(0, -1), `0${text}`, `${text}0`],
  ...[`${text}.5`, `-${text}`, text.replace(/[-_]/g, ''), `https://example.com/${text}`],
];

const otherNames = (name: string): readonly string[] => [
  ...[name.toUpperCase(), `${name}s`, `x_${name}`, name.replace(/_.*/, ''), '', '__proto__', 'customer', 'order'],
  ...['sub', 'nbf', 'iat', 'errorCodes', 'errors', 'expires'],
];

const shifts = [1, -1, 0.4, 2, 61, -61, 3600, -3600, 300, 999, 1000, 1001, -7200, 30, 59];

function shifted(value: unknown, by: number): unknown {
  if (typeof value === 'number') return value + by;
  return typeof value === 'string' && /^\d+$/.test(value) ? String(Number(value) + Math.round(by * 1000)) : value;
}

const memberMutations: readonly fc.Arbitrary<Mutation>[] = [
  member(() => []),
  fc.nat(20).chain((kind) => member((name, value) => [[name, at(otherTypes(value), kind)]])),
  fc.nat(20).chain((kind) => member((name, value) => [[at(otherNames(name), kind) ?? '', value]])),
  fc.nat(20).chain((kind) =>
    member((name, value) => [
      [name, at(otherTypes(value), kind)],
      [name, value],
    ]),
  ),
  member((name, value) => [
    [name, value],
    [name, value],
  ]),
  fc.constantFrom(...shifts).chain((by) => member((name, value) => [[name, shifted(value, by)]])),
  fc
    .nat(20)
    .chain((kind) =>
      member((name, value) => [[name, typeof value === 'string' ? at(otherSpellings(value), kind) : value]]),
    ),
  fc.constantFrom('nbf', 'note', 'customer_kind', 'refs').chain((name) =>
    fc
      .constantFrom<unknown>(null, 'x', 1, 1_768_478_400, 'my-order', ['my-customer'], { order: 'my-order' })
      .chain((extra) =>
        member((old, value) => [
          [old, value],
          [name, extra],
        ]),
      ),
  ),
  fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20)).map(([a, b, c, d]) => (draft) => {
    const names = Object.keys(draft.parts);
    const [from = '', to = ''] = [at(names, a), at(names, c)];
    const [one, other] = [at(draft.parts[from] ?? [], b), at(draft.parts[to] ?? [], d)];
    // A part must not contain itself.
    const nests = from !== to && [one, other].some((each) => holdsPart(each?.[1]));
    if (!one || !other || nests) return draft;
    const swapped = (items: Members): Members =>
      items.map((each) => (each === one ? [each[0], other[1]] : each === other ? [each[0], one[1]] : each));
    return {
      ...draft,
      parts: Object.fromEntries(Object.entries(draft.parts).map(([name, items]) => [name, swapped(items)])),
    };
  }),
  fc.tuple(fc.nat(20), fc.nat(20)).map(([part, by]) => (draft) => {
    const name = at(Object.keys(draft.parts), part) ?? '';
    const items = draft.parts[name] ?? [];
    const turn = by % Math.max(1, items.length);
    return { ...draft, parts: { ...draft.parts, [name]: [...items.slice(turn), ...items.slice(0, turn)] } };
  }),
];

const escaped = (text: string): string =>
  text.replace(/"([^"\\]*)"/g, (_match, inner: string) => {
    const units = [...inner].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return `"${units.join('')}"`;
  });

const encodings: readonly Draft['encode'][] = [
  (text) => Buffer.from(text.replace(/,(?=")/g, ' ,\r\n\t')),
  (text) => Buffer.from(` \n${text}\n`),
  (text) => Buffer.from(escaped(text)),
  (text) => Buffer.from(`\uFEFF${text}`),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from(',"note":"\xe9"}', 'latin1')]),
  (text) => Buffer.from(`${text.slice(0, -1)},"note":"é 😀"}`),
  (text) => Buffer.from(text.replaceAll('"', "'")),
  (text) => Buffer.from(`[${text}]`),
  (text) => Buffer.from(JSON.stringify(text)),
  (text) => Buffer.from(`${text}${text}`),
  (text) => Buffer.from(`)]}',\n${text}`),
  (text) => Buffer.from(text.replace('}', ',}')),
  () => Buffer.alloc(0),
];

const tokens: readonly Draft['token'][] = [
  (text) => `${text}=`,
  (text) => `Bearer ${text}`,
  (text) => text.split('.').slice(0, 2).join('.'),
  (text) => `${text}.x`,
  (text) => text.slice(0, -3),
  (text) => text.slice(1),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll('.', ':'),
  (text) => text.split('.').reverse().join('.'),
];

const segments: readonly Draft['segment'][] = [
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text, 'utf16le').toString('base64url'),
  (text) => Buffer.from(`${text} `).toString('base64url'),
  (text) => Buffer.from(escaped(text)).toString('base64url'),
];

const mediaTypes = [
  ...['Application/JSON', 'application/json; charset=utf-8', 'application/problem+json', 'application/json ; a=b'],
  ...['text/json', 'text/html', 'application/javascript', 'application/jsonp', 'json', ''],
];

const header =
  (name: string, value: string | undefined): Mutation =>
  (draft) => ({
    ...draft,
    headers: [
      ...draft.headers.filter(([each]) => each.toLowerCase() !== name),
      ...(value === undefined ? [] : [[name, value] as const]),
    ],
  });

const statuses = [
  ...[200, 201, 202, 203, 204, 206, 300, 302, 304, 400, 401, 403, 404, 405, 409, 410],
  ...[413, 415, 422, 500, 501],
];

const wholeMutations: readonly fc.Arbitrary<Mutation>[] = [
  fc.constantFrom(...statuses).map((status) => (draft) => ({ ...draft, status })),
  fc.constantFrom(...mediaTypes, undefined).map((type) => header('content-type', type)),
  fc
    .constantFrom('no-store', 'No-Store, private', 'no-cache', undefined)
    .map((value) => header('cache-control', value)),
  fc.constantFrom(...encodings).map((encode) => (draft) => ({ ...draft, encode })),
  fc.nat(400).map((end) => (draft) => ({ ...draft, encode: (text) => Buffer.from(text.slice(0, end)) })),
  fc.constantFrom(...tokens).map((write) => (draft) => ({ ...draft, token: write })),
  fc.constantFrom(...segments).map((segment) => (draft) => ({ ...draft, segment })),
];

/** One to three random changes to a response: drop, retype, rename, duplicate, swap, reorder, truncate, re-encode. */
export const mutations: fc.Arbitrary<Mutation> = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.oneof(...memberMutations) }, fc.oneof(...wholeMutations)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((changes) => (draft) => changes.reduce((changed, change) => change(changed), draft));
