import { isJsonObject, type JsonObject } from '../../lib/json';
import type { Reading } from './reading';

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
