import { isJsonObject, type JsonObject } from '../../lib/json';
import type { Reading } from './reading';
import type { ErrorForm } from './types';

/** The entries of `errors` in an E3 body. */
export function errorEntries({ object }: Reading): JsonObject[] {
  const errors = object?.errors;
  return Array.isArray(errors) ? errors.filter(isJsonObject) : [];
}

/** The error codes of either body. */
export function errorCodesOf(reading: Reading): string[] {
  const old = reading.object?.errorCodes;
  const codes = Array.isArray(old) ? old : errorEntries(reading).map(({ errorCode }) => errorCode);
  return codes.filter((code): code is string => typeof code === 'string');
}

/** The form of the body of a 400, if it has one of the two. */
export function errorFormOf(reading: Reading): ErrorForm | undefined {
  // The body of any other response need not be read for this.
  const object = reading.status === 400 ? reading.object : undefined;
  if (object === undefined) return undefined;
  if ('errors' in object) return 'E3';
  return 'errorCodes' in object ? 'E2' : undefined;
}

/** The form of a run's 400s after one more. One of the older form is enough: then nothing promises the newer one. */
export const joinedForm = (known: ErrorForm | undefined, seen: ErrorForm | undefined): ErrorForm | undefined =>
  known === 'E2' || seen === 'E2' ? 'E2' : (seen ?? known);

/** Whether a body is promised for this refusal: for a 400 always, for others where the run's 400s have the newer form. */
export const promisesErrorBody = ({ status }: Reading, errorForm: ErrorForm | undefined): boolean =>
  status === 400 || errorForm === 'E3';
