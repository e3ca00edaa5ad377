import type { ErrorObject, ValidateFunction } from 'ajv';
import type { EvidenceId } from '../../contract/evidence';
import { valueAt } from '../../lib/json';
import type { Mismatch } from './types';

function expectation({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return `property ${params.missingProperty}`;
    case 'type':
      return `a value of type ${params.type}`;
    case 'pattern':
      return `a string that matches ${params.pattern}`;
    default:
      return `${keyword} ${JSON.stringify(params)}`;
  }
}

/** The keyword of the schema, and which property it misses or which type it wants. */
const kindOf = ({ keyword, params }: ErrorObject): string =>
  [keyword, params.missingProperty ?? (keyword === 'type' ? params.type : undefined)].filter(Boolean).join('.');

/** `In the body, /correlationId must be a string.` */
function messageOf({ keyword, params, instancePath, message = 'does not match its schema' }: ErrorObject): string {
  const subject = instancePath === '' ? 'The body' : `In the body, ${instancePath}`;
  const isOneType = keyword === 'type' && typeof params.type === 'string';
  return `${subject} ${isOneType ? `must be ${/^[aeiou]/.test(params.type) ? 'an' : 'a'} ${params.type}` : message}.`;
}

/** A short description of a value: its type, and the value itself if it is short and plain. */
export function description(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  if (typeof value === 'string')
    return value.length <= 40 ? JSON.stringify(value) : `a string of ${value.length} characters`;
  return Array.isArray(value) ? `an array of ${value.length}` : `a value of type ${typeof value}`;
}

/** The most mismatches that are reported: a hostile body may violate a schema in hundreds of thousands of places. */
const mostMismatches = 100;

/** The errors that Ajv finds in a value. `evidenceOf` returns the row that an error breaks. */
export function schemaMismatches(
  validate: ValidateFunction,
  value: unknown,
  evidenceOf: (error: ErrorObject) => EvidenceId,
): Mismatch[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, mostMismatches).map((error) => ({
    evidence: evidenceOf(error),
    kind: kindOf(error),
    message: messageOf(error),
    where: error.instancePath || '/',
    expected: expectation(error),
    actual: error.keyword === 'required' ? 'missing' : description(valueAt(value, error.instancePath)),
  }));
}
