import { allow } from './allow';
import { callOffered } from './call-offered';
import { challenge } from './challenge';
import { correlation } from './correlation';
import { errorBody } from './error-body';
import { errorCode } from './error-code';
import { errorTime } from './error-time';
import { extraProperties } from './extra-properties';
import { jsonTextRule } from './json-text';
import { mediaType } from './media-type';
import { noStore } from './no-store';
import { observedAnswer } from './observed-answer';
import { observedEnvelope } from './observed-envelope';
import { observedSuccess } from './observed-success';
import { refusalToken } from './refusal-token';
import { secretEcho } from './secret-echo';
import { serverError } from './server-error';
import { stackTrace } from './stack-trace';
import { status } from './status';
import { successBody } from './success-body';
import { tokenExpiry } from './token-expiry';
import { tokenForm } from './token-form';
import { tokenReferences } from './token-references';
import { tokenTimes } from './token-times';
import type { Rule } from './types';

/** Every rule, in the order in which its findings are shown. */
export const rules = [
  callOffered,
  status,
  serverError,
  refusalToken,
  secretEcho,
  stackTrace,
  mediaType,
  jsonTextRule,
  successBody,
  tokenForm,
  tokenExpiry,
  tokenTimes,
  tokenReferences,
  errorBody,
  errorCode,
  errorTime,
  correlation,
  noStore,
  challenge,
  allow,
  extraProperties,
  observedSuccess,
  observedEnvelope,
  observedAnswer,
] as const satisfies readonly Rule[];

export type RuleId = (typeof rules)[number]['id'];
