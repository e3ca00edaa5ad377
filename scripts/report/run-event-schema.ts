import { list, name, object } from '../lib/json-schema';
import { caseOutcomeFields, plannedCaseFields, runEndFields, runHeaderFields } from './event-fields';
import { exchangeSchema } from './exchange-schema';
import { caseLoadSchema, loadSchema } from './load-schema';
import { notJudgedSchema } from './not-judged-schema';
import { caseSchema, caseTrafficSchema, runReportSchema } from './run-report-schema';
import type { RunEvent } from './types';

interface ObjectSchema {
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
}

/** The properties of an object's schema with these names, as arguments of `object`. */
function picked({ properties, required }: ObjectSchema, names: readonly string[]) {
  const those = (isWanted: (name: string) => boolean): Record<string, object> =>
    Object.fromEntries(names.filter(isWanted).map((each) => [each, properties[each]!]));
  return [those((each) => required.includes(each)), those((each) => !required.includes(each))] as const;
}

const plannedCase = object(...picked(caseSchema, plannedCaseFields));
const [outcome, moreOutcome] = picked(caseSchema, caseOutcomeFields);
const byCase = <const S extends object>(additionalProperties: S) => ({ type: 'object', additionalProperties }) as const;

/** The schema of each event, by its type: a line of `events.ndjson`. */
export const runEventSchemas: Readonly<Record<RunEvent['type'], object>> = {
  'run-started': object({
    type: { const: 'run-started' },
    schemaVersion: { const: 1 },
    run: object(...picked(runReportSchema, runHeaderFields)),
    cases: list(plannedCase),
  }),
  'case-planned': object({ type: { const: 'case-planned' }, case: plannedCase }),
  'case-started': object({ type: { const: 'case-started' }, id: name }),
  exchange: object({ type: { const: 'exchange' }, id: name, exchange: exchangeSchema }),
  'case-finished': object({ type: { const: 'case-finished' }, id: name, ...outcome }, moreOutcome),
  load: object({ type: { const: 'load' }, load: loadSchema, cases: byCase(caseLoadSchema) }),
  traffic: object({
    type: { const: 'traffic' },
    traffic: runReportSchema.properties.traffic,
    cases: byCase(caseTrafficSchema),
  }),
  explored: object({ type: { const: 'explored' }, explored: runReportSchema.properties.explored }),
  'not-judged': object({ type: { const: 'not-judged' }, requests: notJudgedSchema }),
  'run-finished': object(
    { type: { const: 'run-finished' }, ...picked(runReportSchema, runEndFields)[0] },
    picked(runReportSchema, runEndFields)[1],
  ),
};
