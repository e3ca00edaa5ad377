import { allowExamples } from './allow.examples';
import { callOfferedExamples } from './call-offered.examples';
import { challengeExamples } from './challenge.examples';
import { correlationExamples } from './correlation.examples';
import { errorBodyExamples } from './error-body.examples';
import { errorCodeExamples } from './error-code.examples';
import { errorTimeExamples } from './error-time.examples';
import type { RuleExamples } from './example';
import { extraPropertiesExamples } from './extra-properties.examples';
import type { RuleId } from './index';
import { jsonTextExamples } from './json-text.examples';
import { mediaTypeExamples } from './media-type.examples';
import { noStoreExamples } from './no-store.examples';
import { observedAnswerExamples } from './observed-answer.examples';
import { observedEnvelopeExamples } from './observed-envelope.examples';
import { observedSuccessExamples } from './observed-success.examples';
import { refusalTokenExamples } from './refusal-token.examples';
import { secretEchoExamples } from './secret-echo.examples';
import { serverErrorExamples } from './server-error.examples';
import { stackTraceExamples } from './stack-trace.examples';
import { statusExamples } from './status.examples';
import { successBodyExamples } from './success-body.examples';
import { tokenExpiryExamples } from './token-expiry.examples';
import { tokenFormExamples } from './token-form.examples';
import { tokenReferencesExamples } from './token-references.examples';
import { tokenTimesExamples } from './token-times.examples';

/** The purpose of each rule, in words and by example. A missing rule does not compile. */
export const ruleExamples: Readonly<Record<RuleId, RuleExamples>> = {
  'call-offered': callOfferedExamples,
  status: statusExamples,
  'server-error': serverErrorExamples,
  'refusal-token': refusalTokenExamples,
  'secret-echo': secretEchoExamples,
  'stack-trace': stackTraceExamples,
  'media-type': mediaTypeExamples,
  'json-text': jsonTextExamples,
  'success-body': successBodyExamples,
  'token-form': tokenFormExamples,
  'token-expiry': tokenExpiryExamples,
  'token-times': tokenTimesExamples,
  'token-references': tokenReferencesExamples,
  'error-body': errorBodyExamples,
  'error-code': errorCodeExamples,
  'error-time': errorTimeExamples,
  correlation: correlationExamples,
  'no-store': noStoreExamples,
  challenge: challengeExamples,
  allow: allowExamples,
  'extra-properties': extraPropertiesExamples,
  'observed-success': observedSuccessExamples,
  'observed-envelope': observedEnvelopeExamples,
  'observed-answer': observedAnswerExamples,
};
