import { isJsonObject, parseJson } from '../lib/json';
import { callOf } from './calls';

/** Whether a status says that the request succeeded. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** `accessToken` of a body, if it is a non-empty string. */
export function accessTokenIn(value: unknown): string | undefined {
  const token = isJsonObject(value) ? value.accessToken : undefined;
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** The token that a response to a call issues; `undefined` if it is not a success, or the call issues none. */
export function tokenIssued(
  call: string,
  { status, body }: { readonly status: number; readonly body: string },
): string | undefined {
  if (!isSuccess(status) || callOf(call).success.issues === undefined) return undefined;
  const parsed = parseJson(body);
  return parsed.ok ? accessTokenIn(parsed.value) : undefined;
}
