import { caseVerdict } from '../../../judge/case-verdict';
import { plural } from '../../../lib/plural';
import { exploreId, type Part } from '../../../report/explored-places';
import { recordExchange, recordFinding } from '../../../report/record';
import type { Finding } from '../../../report/types';
import { curlCommand, exploreCommand } from '../../reproduce';
import type { Session } from '../../session';
import { programId } from '../program';
import { patternOf } from './cause-pattern';
import { causeTitle } from './cause-title';
import type { Cause } from './causes';
import type { SentProgram } from './sent-programs';

/** Whether a cause fails the run: deviations and warnings do so only with `--strict`. */
export const fails = ({ findings }: Cause, strict: boolean): boolean => caseVerdict(findings, strict) === 'failed';

/** Reports a cause as its own case: the conditions, what is wrong, the exchanges, and how to send them again. */
export function reportCause(cause: Cause, sent: readonly SentProgram[], { parts, credentials }: Session): void {
  const { emit, environment, options, redactor } = parts;
  const { program, failing, findings } = cause;
  const id = programId(program);
  const evidence = [...new Set(findings.map((finding) => finding.evidence))] as [Finding['evidence'], ...never[]];
  // First, so that the redactor knows the tokens of the exchanges before it sees the title and the commands.
  const recorded = cause.sent.map(({ exchange, startedMs }) => recordExchange(exchange, redactor, startedMs));
  const { title, ...counts } = patternOf(cause, sent);
  const curl = curlCommand(failing.composed.request, environment.target, credentials);
  const again = exploreCommand(id, environment.target, options.sending.seed);
  emit({
    type: 'case-planned',
    case: {
      ...{ id, title: redactor.redact(causeTitle(cause)), theme: 'Exploring', tags: ['explore'], evidence },
      looksLike: { title: redactor.redact(title), ...counts },
      reproduce: curl === undefined ? again : `${again}\n${redactor.redact(curl)}`,
    },
  });
  emit({ type: 'case-started', id });
  for (const exchange of recorded) emit({ type: 'exchange', id, exchange });
  const sample = failing.exchange.request.body;
  emit({
    type: 'case-finished',
    id,
    verdict: caseVerdict(findings, options.judging.strict),
    durationMs: cause.sent.reduce((sum, { durationMs }) => sum + durationMs, 0),
    findings: findings.map((finding) =>
      recordFinding({ ...finding, ...(sample !== undefined && { sample }) }, redactor),
    ),
  });
}

/**
 * Reports the result of a part of exploring. Each cause has its own case, with its findings.
 *
 * @param hasFailures whether anything in this part failed. Without causes of its own, other cases show the same
 */
export function reportPart(
  part: Part,
  causes: readonly Cause[],
  hasFailures: boolean,
  durationMs: number,
  { parts }: Session,
): void {
  const { emit, options } = parts;
  const failing = causes.filter((cause) => fails(cause, options.judging.strict));
  // Failures that were not reduced can have the same program.
  const ids = [...new Set(failing.map(({ program }) => programId(program)))];
  emit({
    type: 'case-finished',
    id: exploreId(part),
    verdict: failing.length > 0 ? 'failed' : 'passed',
    ...(failing.length > 0 && {
      reason: `${plural(ids.length, 'cause')} found: ${ids.join(', ')}`,
      reasonKind: 'causes-found',
    }),
    ...(failing.length === 0 &&
      hasFailures && {
        reason: 'its requests show nothing beyond what other cases show',
        reasonKind: 'nothing-new',
      }),
    durationMs,
    findings: [],
  });
}
