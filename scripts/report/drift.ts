import type { Trait } from '../judge/traits';
import type { Json } from '../lib/json-schema';
import type { observedRecordSchema } from './observed-record-schema';
import type { Drift } from './types';

/** The cases in which a value was seen, by aspect and value. */
export type Observed = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** `schemas/observed/NAME.json`. */
export type ObservedRecord = Json<typeof observedRecordSchema>;

/** By code unit and not by locale, so that a record is the same everywhere. */
const sorted = (texts: Iterable<string>): string[] => [...texts].sort();

/** What was seen in a run, from the traits of each case that was answered. */
export function observe(seen: Iterable<readonly [caseId: string, traits: readonly Trait[]]>): Observed {
  const observed = new Map<string, Map<string, string[]>>();
  for (const [caseId, traits] of seen) {
    for (const { aspect, value } of traits) {
      const values = observed.get(aspect) ?? new Map<string, string[]>();
      observed.set(aspect, values.set(value, [...(values.get(value) ?? []), caseId]));
    }
  }
  return observed;
}

/** The record of what was seen. It does not depend on the order and number of cases. */
export function recordOf(target: string, observed: Observed): ObservedRecord {
  const aspects = sorted(observed.keys()).map(
    (aspect) => [aspect, sorted(observed.get(aspect)?.keys() ?? [])] as const,
  );
  return { schemaVersion: 1, target, aspects: Object.fromEntries(aspects) };
}

/** The text of a record's file. */
export const recordText = (record: ObservedRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/**
 * The behaviour of a target that its accepted record does not list. A listed behaviour that the run did not observe is
 * not drift, because a run may send fewer cases.
 */
export function compare({ aspects }: ObservedRecord, observed: Observed): Drift[] {
  return sorted(observed.keys()).flatMap((aspect) => {
    const values = observed.get(aspect) ?? new Map<string, readonly string[]>();
    const accepted = Object.hasOwn(aspects, aspect) ? (aspects[aspect] ?? []) : [];
    const added = [...values].filter(([value]) => !accepted.includes(value));
    if (added.length === 0) return [];
    const cases = [...new Set(added.flatMap(([, ids]) => ids))];
    return [{ aspect, accepted: sorted(accepted), observed: sorted(values.keys()), cases }];
  });
}
