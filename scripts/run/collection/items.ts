import { calls } from '../../contract/calls';
import { isJsonObject } from '../../lib/json';
import type { Collection21, Item21 } from '../../lib/postman/types';

/** A request of a collection, as a report names it. */
export interface CollectionItem {
  /** Without the iteration: `collection.folder.name`. */
  readonly caseId: string;
  readonly title: string;
  readonly folder: string;
  /** The call that its URL names as it is written; what goes out decides. */
  readonly call: string | undefined;
  /** What the scripts that run with it read from Postman's vault, which Newman does not have. */
  readonly vault: readonly string[];
}

/** Stands for an item that the collection does not have. */
export const unknownItem: CollectionItem = {
  caseId: 'collection.unknown',
  title: 'unknown',
  folder: 'Collection',
  call: undefined,
  vault: [],
};

/** The items of a collection by the id that Newman knows them by. */
export type CollectionItems = ReadonlyMap<string, CollectionItem>;

const longestSlug = 60;

/** A name as a part of a case id: letters and digits of any script. */
export const itemSlug = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '');

function urlText({ request }: Item21): string {
  if (typeof request === 'string') return request;
  const url = request?.url;
  if (typeof url === 'string') return url;
  if (typeof url !== 'object' || url === null) return '';
  const { raw, path } = url as { raw?: unknown; path?: unknown };
  return typeof raw === 'string' ? raw : Array.isArray(path) ? `/${path.join('/')}` : String(path ?? '');
}

function callOf(item: Item21): string | undefined {
  const text = urlText(item);
  return calls.find(({ operations }) => operations.some(({ path }) => new RegExp(`${path}(?![\\w-])`).test(text)))?.id;
}

const vaultCall = /\bpm\s*\.\s*vault\s*\.\s*\w+\s*\(\s*(["'`])([^"'`\r\n]{1,100})\1/g;

/** The names by which the scripts of an item, a folder or a collection ask for secrets of the vault. */
function vaultNames({ event }: { readonly event?: unknown }): string[] {
  const events = Array.isArray(event) ? event.filter(isJsonObject) : [];
  return events.flatMap(({ script }) => {
    const { exec } = isJsonObject(script) ? script : {};
    return [...[exec].flat().map(String).join('\n').matchAll(vaultCall)].map(([, , name]) => name!);
  });
}

const nameOf = ({ name }: Item21): string => (name === undefined || name === null ? '' : String(name)).trim();

function titleOf(item: Item21): string {
  const method = typeof item.request === 'object' ? item.request?.method : undefined;
  return nameOf(item) || `${method ?? 'GET'} ${urlText(item)}`.trim();
}

/**
 * Names the requests of a collection by their folders and names. Ids of the user's own stay, because scripts may refer
 * to them; an item without one, or with one that stands before, is given one.
 */
export function namedItems(collection: Collection21): CollectionItems {
  const items = new Map<string, CollectionItem>();
  const given = new Set<string>();
  const unique = (wanted: string): string => {
    let id = wanted;
    for (let number = 2; given.has(id); number += 1) id = `${wanted}-${number}`;
    given.add(id);
    return id;
  };
  const visit = (
    entries: readonly Item21[],
    folders: readonly string[],
    slugs: readonly string[],
    vault: readonly string[],
  ): void => {
    entries.forEach((entry, index) => {
      if (typeof entry !== 'object' || entry === null) return;
      const own = nameOf(entry);
      const asked = [...new Set([...vault, ...vaultNames(entry)])];
      if (Array.isArray(entry.item)) {
        visit(entry.item, [...folders, own], [...slugs, itemSlug(own) || `folder-${index + 1}`], asked);
        return;
      }
      const caseId = unique(['collection', ...slugs, itemSlug(own) || `request-${index + 1}`].join('.'));
      const hasOwnId = typeof entry.id === 'string' && entry.id !== '' && !items.has(entry.id);
      entry.id = hasOwnId ? entry.id! : caseId;
      const folder = folders.filter(Boolean).join(' / ') || 'Collection';
      items.set(entry.id, { caseId, title: titleOf(entry), folder, call: callOf(entry), vault: asked });
    });
  };
  visit(collection.item ?? [], [], [], vaultNames(collection));
  return items;
}
