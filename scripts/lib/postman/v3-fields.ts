import { visible } from '../terminal-text';
import type { PostmanWarning } from './types';
import { type KeyPlace, knownKeys, likelyKey } from './v3-keys';
import { errorAt, isFilled, type Place, type Tree, warningAt } from './yaml-tree';

/** The values of a map by key; where the map is, for messages about what it lacks. */
export interface Fields {
  readonly at: Place;
  readonly get: (key: string) => Tree | undefined;
  readonly has: (key: string) => boolean;
}

const longestName = 40;
const quoted = (text: string): string => `"${visible(text.slice(0, longestName))}"`;

const kindNames = { map: 'a map', list: 'a list', scalar: 'a single value' } as const;

/** Reads values of v3 files, and collects warnings on the way. */
export class V3Reader {
  readonly warnings: PostmanWarning[] = [];

  warn(at: Place, message: string): void {
    this.warnings.push(warningAt(at, message));
  }

  /** @throws UserError if it is not a map; warns of keys that the format does not know */
  fields(tree: Tree, place: KeyPlace, what: string): Fields {
    if (tree.kind !== 'map') {
      throw errorAt(tree.at, `${what} must be a map, but is ${kindNames[tree.kind]}`, 'see docs/postman-formats.md');
    }
    const known = knownKeys[place];
    for (const { key, at } of tree.entries) {
      if (known.includes(key)) continue;
      const likely = likelyKey(key, known);
      this.warn(at, `unknown key ${quoted(key)} is ignored${likely ? `; did you mean ${quoted(likely)}?` : ''}`);
    }
    const byKey = new Map(tree.entries.filter(({ key }) => known.includes(key)).map(({ key, value }) => [key, value]));
    return { at: tree.at, get: (key) => byKey.get(key), has: (key) => byKey.has(key) };
  }

  /** A text; `undefined` if it is absent or empty YAML. A number or a boolean is taken as written, with a warning. */
  text(tree: Tree | undefined, what: string): string | undefined {
    if (!isFilled(tree)) return undefined;
    if (tree.kind !== 'scalar') {
      throw errorAt(tree.at, `${what} must be a text, but is ${kindNames[tree.kind]}`, 'put the text in single quotes');
    }
    if (typeof tree.value === 'string') return tree.value;
    // Not quoted: it may be a secret.
    this.warn(tree.at, `${what} is not a text; put it in single quotes`);
    return tree.source;
  }

  number(tree: Tree | undefined, what: string): number | undefined {
    if (!tree) return undefined;
    if (tree.kind === 'scalar' && typeof tree.value === 'number') return tree.value;
    if (tree.kind === 'scalar' && typeof tree.value === 'string' && tree.value.trim() !== '') {
      const value = Number(tree.value);
      if (Number.isFinite(value)) {
        this.warn(tree.at, `${what} is a text; remove the quotes`);
        return value;
      }
    }
    throw errorAt(tree.at, `${what} must be a number`, 'write a number without quotes');
  }

  /** True or false; `undefined` if it is absent. */
  flag(tree: Tree | undefined, what: string): boolean | undefined {
    if (!isFilled(tree)) return undefined;
    if (tree.kind === 'scalar' && typeof tree.value === 'boolean') return tree.value;
    throw errorAt(tree.at, `${what} must be true or false`, 'write true or false without quotes');
  }

  /** The entries of a list; absent or empty YAML is an empty list. */
  list(tree: Tree | undefined, what: string): readonly Tree[] {
    if (!isFilled(tree)) return [];
    if (tree.kind !== 'list') {
      throw errorAt(tree.at, `${what} must be a list, but is ${kindNames[tree.kind]}`, 'begin each entry with "- "');
    }
    return tree.items;
  }
}
