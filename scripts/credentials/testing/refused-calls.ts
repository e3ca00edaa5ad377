import type { DiagnosisCode } from '../diagnoses';
import { error, scriptedApi } from './api';
import { check, someKeys } from './check';

/** Of the API itself: not a 429 or a 5xx. */
export const statuses = [400, 401, 402, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422] as const;

const codes: readonly (readonly [code: string, DiagnosisCode])[] = [
  ['ACCOUNT_NOT_FOUND', 'owner-unknown'],
  ['TENANT_ID_IS_REQUIRED', 'tenant-required'],
  ['API_KEY_REVOKED', 'key-revoked'],
  ['ROLE_MISSING', 'role-missing'],
  ['CUSTOMER_REF_IS_REQUIRED', 'answer-unexpected'],
];

type CheckedCall = 'hmac' | 'payout';

/** What each code means at the two calls of a check. */
export const codesAtCalls = (['hmac', 'payout'] as const).flatMap((step) =>
  codes.map(([code, wanted]): [CheckedCall, string, DiagnosisCode] => [step, code, wanted]),
);

/** The diagnosis of a check in which a call is refused. */
export async function diagnosed(step: CheckedCall, status: number, code: string): Promise<DiagnosisCode | undefined> {
  const api = await scriptedApi({ [step]: error(status, code) });
  const { cause } = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
  return cause?.code;
}
