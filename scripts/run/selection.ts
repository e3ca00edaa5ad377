import type { ContractCase } from '../contract/types';
import type { Worded } from '../lib/called-as';
import { isGlob, matchesGlob } from '../lib/glob';
import { suggestion } from '../lib/schema-problems';
import { UserError } from '../lib/user-error';

/**
 * Which cases are sent. Every text is a pattern: `*` stands for any characters, and `!` before it excludes what it
 * matches. A case must match each kind of selection that is given.
 */
export interface Selection {
  /** Text in the id or title, ignoring case. */
  readonly grep?: string | undefined;
  /** Any of these tags. */
  readonly tags?: readonly string[] | undefined;
  /** Any of these ids. */
  readonly ids?: readonly string[] | undefined;
}

/** Lists that were typed with commas, as one list. */
export const listed = (texts: readonly string[] | undefined): string[] | undefined =>
  texts?.flatMap((text) => text.split(',').map((each) => each.trim())).filter((each) => each !== '');

/** A text for `--grep` may contain commas of its own, as titles do: only one that no space follows separates. */
const texts = (grep: string | undefined): string[] =>
  grep === undefined ? [] : grep.split(/,(?!\s|$)/).filter((text) => text !== '' && text !== '!');

const excluded = (pattern: string): string | undefined => (pattern.startsWith('!') ? pattern.slice(1) : undefined);

/** Whether patterns select something: one of them matches it, or all of them exclude, and none excludes it. */
function select(patterns: readonly string[], matches: (pattern: string) => boolean): boolean {
  const including = patterns.filter((pattern) => excluded(pattern) === undefined);
  const excluding = patterns.flatMap((pattern) => excluded(pattern) ?? []);
  return (including.length === 0 || including.some(matches)) && !excluding.some(matches);
}

type Selectable = Pick<ContractCase, 'id' | 'title' | 'tags'>;

const hasText = ({ id, title }: Selectable, pattern: string): boolean =>
  [id, title].some((text) => matchesGlob(`*${pattern.toLowerCase()}*`, text.toLowerCase()));

/** Whether a case is selected: it must match every kind of selection that is given. */
export function isSelected(named: Selectable, { grep, tags = [], ids = [] }: Selection): boolean {
  return (
    select(texts(grep), (text) => hasText(named, text)) &&
    select(tags, (pattern) => named.tags.some((tag) => matchesGlob(pattern, tag))) &&
    select(ids, (pattern) => matchesGlob(pattern, named.id))
  );
}

/** What the options of a selection know about its words. */
interface KnownNames {
  readonly option: string;
  /** As in "there is no case". */
  readonly what: string;
  readonly words: readonly string[];
  readonly next: Worded;
}

function requireKnown(patterns: readonly string[], { option, what, words, next }: KnownNames): void {
  for (const pattern of patterns) {
    const word = excluded(pattern) ?? pattern;
    if (words.some((known) => matchesGlob(word, known))) continue;
    const text = isGlob(word) ? `no ${what} matches "${word}"` : `there is no ${what} "${word}"`;
    throw new UserError(`${option}: ${text}${isGlob(word) ? '' : suggestion(word, words)}`, next);
  }
}

/**
 * Checks that every word of a selection names something.
 *
 * @throws UserError that names the nearest word, for one that does not
 */
export function checkSelection(all: readonly Selectable[], { grep, tags = [], ids = [] }: Selection): void {
  const next: Worded = (tool) => `${tool} list shows all ids, titles and tags`;
  requireKnown(ids, { option: '--case', what: 'case', words: all.map(({ id }) => id), next });
  requireKnown(tags, { option: '--tag', what: 'tag', words: [...new Set(all.flatMap((each) => each.tags))], next });
  for (const pattern of texts(grep)) {
    const text = excluded(pattern) ?? pattern;
    if (!all.some((each) => hasText(each, text)))
      throw new UserError(`--grep: no case has "${text}" in its id or title`, next);
  }
}
