import { hmacPaths, tokenCase } from '../../../contract/calls/management-token/call';
import type { AnsweredExchange, Exchange } from '../../../contract/exchange';
import { assertionName, notedText } from '../../../judge/assertion-name';
import { isFailing } from '../../../judge/case-verdict';
import { clockOffsetMs } from '../../../judge/clock';
import { judge } from '../../../judge/judge';
import { nextStep } from '../../../judge/next-step';
import { errorFormOf, joinedForm } from '../../../judge/rules/error-fields';
import { Reading } from '../../../judge/rules/reading';
import type { ErrorForm } from '../../../judge/rules/types';
import type { Finding } from '../../../report/types';
import { runDefaults } from '../../../run/defaults';
import { scriptClient } from './client';
import { currentCase, remember, type ScriptCase, setting, showVerdict } from './run-state';

function currentExchange(caseId: string, attempt: number): Exchange {
  // Postman does not say why. If the server is down, other requests show it.
  const none = { kind: 'failure', reason: 'reset', message: 'no response' } as const;
  return { caseId, attempt, request: scriptClient.sent(), outcome: scriptClient.received() ?? none };
}

const detail = ({ message, where, expected, actual, evidence }: Finding): string =>
  [
    message,
    where && `where: ${where}`,
    expected && `expected: ${expected}`,
    actual && `actual: ${actual}`,
    `evidence: ${evidence}`,
  ]
    .filter(Boolean)
    .join(' | ');

/** The form of the 400s received so far (E4). Unlike a run of the harness, a script cannot wait for later ones. */
function seenErrorForm(exchange: Exchange): ErrorForm | undefined {
  const known = setting('errorForm') as ErrorForm | undefined;
  if (exchange.outcome.kind === 'failure') return known;
  const form = joinedForm(known, errorFormOf(new Reading(exchange as AnsweredExchange)));
  if (form) scriptClient.set('errorForm', form);
  return form;
}

function check(known: ScriptCase): void {
  const { id } = known;
  const otherwise = scriptClient.sentOtherwise(known.bytes);
  if (otherwise !== undefined) {
    remember(id, { verdict: 'inconclusive', accepted: false, because: otherwise });
    showVerdict(id, 'inconclusive', otherwise);
    return;
  }
  const attempt = Number(setting(`attempt.${id}`) ?? '1');
  const exchange = currentExchange(id, attempt);
  const step = nextStep({
    purpose: 'case',
    exchange,
    checkedCase: known,
    control: 'absent',
    isKnownToHang: false,
    retries: scriptClient.again ? Number(setting('retries') ?? runDefaults.retries) : 0,
    otherHmacPath: scriptClient.again !== undefined && setting('hmacPath') !== hmacPaths[1],
    now: Date.now(),
    random: Math.random,
  });
  if (step.kind !== 'settle') {
    if (step.kind === 'other-hmac-path') scriptClient.set('hmacPath', hmacPaths[1]);
    scriptClient.set(`attempt.${id}`, String(attempt + 1));
    scriptClient.again?.(id, step.kind === 'retry' ? step.afterMs : 0);
    return;
  }
  const strict = setting('strict') === 'true';
  const secrets = [setting('privateKey'), setting('managementToken')].filter((secret) => secret !== undefined);
  const { verdict, reason, findings, remembered, credentialsRefused } = judge(exchange, known, {
    now: Date.now(),
    secrets,
    strict,
    errorForm: seenErrorForm(exchange),
  });
  remember(id, remembered);
  if (id === tokenCase && remembered.accepted) {
    scriptClient.set('clockOffset', String(clockOffsetMs(exchange) ?? 'unknown'));
  }
  if (id === tokenCase && remembered.token && !setting('managementToken'))
    scriptClient.set('managementToken', remembered.token);
  const noted = notedText(findings.map(({ level }) => level));
  const passed = { kind: 'verdict', about: id, verdict, ...(noted !== undefined && { noted }) } as const;
  if (verdict === 'passed') scriptClient.test(assertionName(passed), () => undefined);
  else if (verdict !== 'failed')
    showVerdict(id, verdict, reason ?? 'no verdict', verdict === 'errored' || credentialsRefused);
  for (const finding of findings) {
    const { level, rule, message } = finding;
    scriptClient.test(assertionName({ kind: 'finding', about: id, level, rule, message }), () => {
      if (isFailing(level, strict)) throw new Error(detail(finding));
    });
  }
}

function judgeCurrent(): void {
  const known = currentCase();
  if (known) check(known);
  // All variables are copied for each script, so the large ones are removed and made again when needed.
  for (const name of ['filler', 'nesting']) scriptClient.unset(name);
}

judgeCurrent();
