import type { Trait } from '../judge/traits';
import { isJsonObject } from '../lib/json';
import type { Drift } from './types';

/** By aspect and value, the cases in which it was seen. */
export type Observed = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** `schemas/observed/NAME.json`. */
export interface ObservedRecord {
  readonly schemaVersion: 1;
  readonly target: string;
  readonly aspects: Readonly<Record<string, readonly string[]>>;
}

/** An accepted record as it was read, or what is wrong with it. */
export type RecordReading =
  | { readonly ok: true; readonly record: ObservedRecord }
  | { readonly ok: false; readonly problem: string };

const mostCases = 5;

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

/** The record of what was seen: the same for the same behaviour, whatever the order and number of cases. */
export function recordOf(target: string, observed: Observed): ObservedRecord {
  const aspects = sorted(observed.keys()).map(
    (aspect) => [aspect, sorted(observed.get(aspect)?.keys() ?? [])] as const,
  );
  return { schemaVersion: 1, target, aspects: Object.fromEntries(aspects) };
}

/** The text of a record's file. */
export const recordText = (record: ObservedRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/** Reads the value of a record's file. */
export function readRecord(value: unknown): RecordReading {
  const problem = recordProblem(value);
  return problem === undefined ? { ok: true, record: value as ObservedRecord } : { ok: false, problem };
}

function recordProblem(value: unknown): string | undefined {
  if (!isJsonObject(value)) return 'it is not a JSON object';
  if (value.schemaVersion !== 1) return 'schemaVersion is not 1';
  if (typeof value.target !== 'string' || value.target === '') return 'target is not a text';
  if (!isJsonObject(value.aspects)) return 'aspects is not a JSON object';
  const odd = Object.keys(value).find((name) => !['schemaVersion', 'target', 'aspects'].includes(name));
  if (odd !== undefined) return `there is no property ${JSON.stringify(odd)}`;
  const wrong = Object.entries(value.aspects).find(([aspect, values]) => aspect === '' || !isListOfTexts(values));
  return wrong && `aspects: ${JSON.stringify(wrong[0])} is not a list of different texts`;
}

function isListOfTexts(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((each) => typeof each === 'string') && new Set(value).size === value.length;
}

/**
 * Where a target does what its accepted record does not say. What the record says and this run did not come by is no
 * drift: a run may send fewer cases.
 */
export function compare({ aspects }: ObservedRecord, observed: Observed): Drift[] {
  return sorted(observed.keys()).flatMap((aspect) => {
    const values = observed.get(aspect) ?? new Map<string, readonly string[]>();
    const accepted = Object.hasOwn(aspects, aspect) ? (aspects[aspect] ?? []) : [];
    const added = [...values].filter(([value]) => !accepted.includes(value));
    if (added.length === 0) return [];
    const cases = [...new Set(added.flatMap(([, ids]) => ids))].slice(0, mostCases);
    return [{ aspect, accepted: sorted(accepted), observed: sorted(values.keys()), cases }];
  });
}
