import type { Factor, FactorLevel } from '../contract/model/factors/draft';
import { once } from '../lib/once';

const exploring = 'explore:';

/** Whether a case, or the place of a symptom, is an explored program. */
export const isExplored = (id: string): boolean => id.startsWith(exploring);

/** The parts of exploring. Each has its own case in the report, and is planned; the cases of causes are added to them. */
export const parts = ['pairs', 'histories', 'at-once'] as const;
export type Part = (typeof parts)[number];

export const exploreId = (part: Part): string => `${exploring}${part}`;

/** Whether exploring added a case to those that were planned. */
export const isAddedByExploring = ({ id }: { readonly id: string }): boolean =>
  isExplored(id) && !parts.some((part) => exploreId(part) === id);

/** The factors of the three references count as one. */
const references: readonly string[] = ['customer-ref', 'order-ref', 'instruction-ref'];
/** Factors with many levels that must be refused. If a check is missing, chance decides which level shows it. */
const exchangeable: ReadonlySet<string> = new Set([
  ...references,
  ...['credential', 'transport', 'body', 'signature', 'key', 'offset'],
]);

/** A malformed token counts as forged: a server that accepts it does not check the signature. */
const forged: Readonly<Record<string, string>> = { malformed: 'forged' };

/** The levels of every call, loaded only if exploring found something. */
const levelsOf = once((): ReadonlyMap<string, FactorLevel> => {
  const { factors } = require('../contract/model/factors') as typeof import('../contract/model/factors');
  const levels = Object.entries(factors).flatMap(([call, own]) =>
    (own as readonly Factor[]).flatMap((factor) =>
      factor.levels.map((level) => [`${call} ${factor.id}=${level.id}`, level] as const),
    ),
  );
  return new Map(levels);
});

/** The conditions of one step of a program, as places. */
function placesOfStep(text: string, isAlone: boolean): string[] {
  const words = text.split('+');
  const call = words.find((word) => word.startsWith('call='))?.slice('call='.length) ?? 'payout-token';
  const hasOthers = !isAlone || words.filter((word) => !word.startsWith('call=')).length > 1;
  return words.map((word) => {
    const [factor = '', value = ''] = word.split('=');
    const level = levelsOf().get(`${call} ${word}`);
    if (hasOthers && level?.alone === 'refused' && exchangeable.has(factor)) {
      const family = level.family ?? factor;
      return `${exploring}refused=${forged[family] ?? family}`;
    }
    return `${exploring}${references.includes(factor) ? `reference=${value}` : word}`;
  });
}

/**
 * The places of a case's symptoms. Each condition of an explored program is a place, independent of the values, and of
 * which of the three references has it. A level that must be refused is replaced by its family if there are other
 * conditions: they are the cause, and the level only shows it.
 */
export function placesOf(id: string): string[] {
  if (!isExplored(id)) return [id];
  const steps = id.slice(exploring.length).replace(/#\d+$/, '').split('>');
  return [...new Set(steps.flatMap((step) => placesOfStep(step, steps.length === 1)))];
}

/** Whether a place is a condition, rather than a level that only shows one, or the way in which requests are sent. */
export const isCondition = (place: string): boolean =>
  isExplored(place) && !/^explore:(?:refused|call|times|together|values|connection)=|^explore:documented$/.test(place);
