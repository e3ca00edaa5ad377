import {
  type ApiCall,
  type BodyTemplate,
  type ContractCase,
  type Expectation,
  type ExpectedCodes,
  type ReferenceName,
  type RequestChange,
  type RequestTemplate,
  referenceCode,
} from './types';
import { needsOf, type VariableName, variablesIn } from './variables';

/** A case as it is written: what to change in the valid request of its call, and what to expect. */
export interface CaseDefinition extends Omit<ContractCase, 'theme' | 'tags' | 'call' | 'needs' | 'request'> {
  readonly tags?: readonly string[];
  readonly change?: RequestChange;
}

function changedBody(valid: BodyTemplate | undefined, change: RequestChange): BodyTemplate | undefined {
  if (change.body !== undefined) return change.body ?? undefined;
  if (!valid || !('text' in valid) || (!change.set && !change.omit)) return valid;
  const properties = Object.entries({ ...JSON.parse(valid.text), ...change.set });
  return { text: JSON.stringify(Object.fromEntries(properties.filter(([name]) => !change.omit?.includes(name)))) };
}

/** The valid request with a change applied. Header names are compared without regard to case. */
export function applyChange(valid: RequestTemplate, change: RequestChange = {}): RequestTemplate {
  const changes = Object.entries(change.headers ?? {});
  const changed = new Set(changes.map(([name]) => name.toLowerCase()));
  const body = changedBody(valid.body, change);
  return {
    method: change.method ?? valid.method,
    path: change.path ?? valid.path,
    headers: [
      ...valid.headers.filter(([name]) => !changed.has(name.toLowerCase())),
      ...changes.filter((entry): entry is [string, string] => entry[1] !== null),
    ],
    ...(body && { body }),
  };
}

/** All text of a template, to find its variables. */
function templateText(request: RequestTemplate): string {
  const body = request.body && 'text' in request.body ? request.body.text : '';
  return [request.path, ...request.headers.flat(), body].join('\n');
}

const names = new WeakMap<RequestTemplate, readonly VariableName[]>();

/** The variables that a request names, in order, without repetition; computed once, because a request may be sent often. */
export function variablesOf(request: RequestTemplate): readonly VariableName[] {
  const known = names.get(request) ?? variablesIn(templateText(request));
  names.set(request, known);
  return known;
}

/** Cases of one theme of one call. What a case needs follows from the variables that its request names. */
export function defineCases(call: ApiCall, theme: string, definitions: readonly CaseDefinition[]): ContractCase[] {
  return definitions.map(({ change, tags = [], expect, ...definition }) => {
    const request = applyChange(call.valid, change);
    const needs = needsOf(variablesOf(request));
    const expected = expect.outcome === 'accepted' ? { ...expect, status: call.success.status } : expect;
    return { ...definition, theme, tags, call: call.id, needs, request, expect: expected };
  });
}

/** Accepted, with a success status of the call. `evidence`: the row that a refusal breaks. */
export const accepted = (evidence: Expectation['evidence']): Expectation => ({
  outcome: 'accepted',
  status: [],
  evidence,
});

/** Refused with 401. Issuing a token is unsafe. */
export const unauthorized = (
  evidence: Expectation['evidence'] = 'E1b',
  status: readonly number[] = [401],
): Expectation => ({
  outcome: 'refused',
  status,
  evidence,
  unsafe: true,
});

/** Refused with 400 and, if given, a code that names the invalid references (R4). */
export const badRequest = (
  evidence: Expectation['evidence'],
  more: Pick<Expectation, 'tokenBreaks' | 'codes'> & { status?: readonly number[] } = {},
): Expectation => ({ outcome: 'refused', status: [400], evidence, ...more });

/** Whether it is accepted is open: the response is recorded. */
export const open = (evidence: Expectation['evidence']): Expectation => ({
  outcome: 'open',
  status: [],
  evidence,
});

/** A code for each of these references, of which at least one is given. */
export const codesFor = (references: readonly ReferenceName[], suffix?: string): ExpectedCodes => ({
  references,
  ...(suffix !== undefined && { accepted: references.map((name) => referenceCode(name, suffix)) }),
});

/** `customerRef` as it appears in case ids: `customer-ref`. */
export const referenceSlug = (name: ReferenceName): string => name.replace('Ref', '-ref');

/** `customerRef` as it appears in titles: `customer reference`. */
export const words = (name: ReferenceName): string => name.replace('Ref', ' reference');
