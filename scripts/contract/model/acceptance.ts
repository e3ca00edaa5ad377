import { headerValue } from '../../lib/headers';
import { jsonObject } from '../../lib/json';
import { callOf } from '../calls';
import { requestExample } from '../calls/payout-token/schemas';
import type { EvidenceId, EvidenceIds } from '../evidence';
import { referenceNames } from '../types';
import { hasDocumentedScheme } from './credential';
import { maxLength } from './references';
import type { CallId, Circumstances, ModelRequest } from './types';
import { decodeUtf8 } from './utf8';

/** Like the documented references: short, in lower case, with hyphens inside. Others follow from R2 and R3. */
const ordinary = /^([a-z0-9]|(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*)$/;
const ordinaryLength = 20;

/** The references of a body that is known to hold three valid ones. */
function valuesOf(body: ModelRequest['body']): readonly string[] {
  const object = jsonObject(typeof body === 'string' ? body : decodeUtf8(body ?? new Uint8Array()).text) ?? {};
  return referenceNames.map((name) => String(object[name]));
}

function referenceRows(values: readonly string[]): EvidenceId[] {
  if (referenceNames.every((name, index) => values[index] === requestExample[name])) return ['C1'];
  if (values.some((value) => value.length === maxLength)) return ['R2'];
  return values.every((value) => value.length <= ordinaryLength && ordinary.test(value)) ? [] : ['R3'];
}

/** The rows that make a server accept a request, the one that a refusal breaks first. */
export function acceptanceRows(
  request: ModelRequest,
  { credential, history }: Circumstances,
  call: CallId,
): EvidenceIds {
  const { headers, body } = request;
  const { acceptance, requestBody, security } = callOf(call);
  const has = (name: string) => headerValue(headers, name) !== undefined;
  const special: EvidenceId[] = [];
  if (!hasDocumentedScheme(headers)) special.push('H6');
  if (has('x-correlation-id')) special.push('E5');
  if (has('x-account-id') || has('x-tenant-id')) special.push('C12');
  if (credential.kind === 'hmac' && (credential.fractional === true || credential.time !== 0)) special.push('H4');
  if (requestBody) special.push(...referenceRows(valuesOf(body)));
  // After what is special about the request itself: that its token was issued by the target is the weaker clue.
  if (credential.kind === 'token' && credential.exchanged) special.push('C2');
  const again: EvidenceId[] = history?.tokenUses ? ['C7'] : [];
  // A payout token is used to show that it works, whatever is special about the request.
  const rows = security === 'payoutToken' ? [...acceptance, ...special] : [...special, ...acceptance];
  return [...new Set([...rows, ...again])] as unknown as EvidenceIds;
}
