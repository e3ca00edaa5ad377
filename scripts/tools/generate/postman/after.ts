import { hmacPaths, tokenCase } from '../../../contract/calls/management-token/call';
import type { AnsweredExchange, Exchange, HeaderList } from '../../../contract/exchange';
import { assertionName, notedText } from '../../../judge/assertion-name';
import { isFailing } from '../../../judge/case-verdict';
import { clockOffsetMs } from '../../../judge/clock';
import { judge } from '../../../judge/judge';
import { nextStep } from '../../../judge/next-step';
import { errorFormOf, joinedForm } from '../../../judge/rules/error-fields';
import { Reading } from '../../../judge/rules/reading';
import type { ErrorForm } from '../../../judge/rules/types';
import type { CheckedCase } from '../../../judge/types';
import { headerValue } from '../../../lib/headers';
import type { Finding } from '../../../report/types';
import { runDefaults } from '../../../run/defaults';
import { currentCase, isPostman, type Pm, refuseOtherClients, remember, setting, showVerdict } from './pm';

declare const pm: Pm;

declare const Buffer: { from(text: string, encoding: 'utf8'): Uint8Array };
declare function setTimeout(action: () => void, ms: number): unknown;

const headerList = (headers: { all(): readonly { key: string; value: string }[] }): HeaderList =>
  headers.all().map(({ key, value }) => [key, String(value ?? '')] as const);

/** Whether the bytes are valid UTF-8. */
function isUtf8(text: string, bytes: Uint8Array | undefined): boolean {
  if (!bytes || !text.includes('\uFFFD')) return true;
  const encoded = Buffer.from(text, 'utf8');
  return encoded.length === bytes.length && encoded.every((byte, index) => byte === bytes[index]);
}

function currentExchange(caseId: string, attempt: number): Exchange {
  const raw = pm.variables.replaceIn(pm.request.body?.raw ?? '');
  const sent = {
    method: pm.request.method,
    url: pm.request.url.toString(),
    headers: headerList(pm.request.headers),
    body: raw,
  };
  if (pm.response === undefined || !pm.response.code) {
    // Postman does not say why. If the server is down, other requests show it.
    return { caseId, attempt, request: sent, outcome: { kind: 'failure', reason: 'reset', message: 'no response' } };
  }
  const bytes = pm.response.stream;
  const body = bytes ? String((bytes as { toString(encoding?: string): string }).toString('utf8')) : pm.response.text();
  const outcome = {
    kind: 'response',
    status: pm.response.code,
    statusText: pm.response.status,
    headers: headerList(pm.response.headers),
    body,
    validUtf8: isUtf8(body, bytes),
    receivedAt: Date.now(),
    durationMs: pm.response.responseTime,
  } as const;
  return { caseId, attempt, request: sent, outcome };
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

/** Sends the same request again, later. */
function again(id: string, attempt: number, waitMs: number): void {
  pm.variables.set(`attempt:${id}`, String(attempt + 1));
  pm.execution.setNextRequest(id);
  setTimeout(() => undefined, waitMs);
}

/** The form of the 400s received so far (E4). Unlike a run of the harness, a script cannot wait for later ones. */
function seenErrorForm(exchange: Exchange): ErrorForm | undefined {
  const known = setting('errorForm') as ErrorForm | undefined;
  if (exchange.outcome.kind === 'failure') return known;
  const form = joinedForm(known, errorFormOf(new Reading(exchange as AnsweredExchange)));
  if (form) pm.variables.set('errorForm', form);
  return form;
}

/**
 * Whether the body is in a file that could not be read. Newman and Postman then send an empty one, and only log it.
 * A file that was read may be sent without a length, in chunks.
 */
function lacksItsFile({ headers, body }: Pm['request']): boolean {
  return body?.mode === 'file' && headerValue(headerList(headers), 'content-length') === '0';
}

function check(known: CheckedCase): void {
  const { id } = known;
  if (lacksItsFile(pm.request)) {
    const reason =
      'the file with its body was not found: run Newman with --working-dir set to the folder above collections/';
    remember(id, { verdict: 'inconclusive', accepted: false, because: reason });
    showVerdict(id, 'inconclusive', reason);
    return;
  }
  const attempt = Number(setting(`attempt:${id}`) ?? '1');
  const exchange = currentExchange(id, attempt);
  const step = nextStep({
    purpose: 'case',
    exchange,
    checkedCase: known,
    control: 'absent',
    isKnownToHang: false,
    retries: Number(setting('retries') ?? runDefaults.retries),
    otherHmacPath: setting('hmacPath') !== hmacPaths[1],
    now: Date.now(),
    random: Math.random,
  });
  if (step.kind !== 'settle') {
    if (step.kind === 'other-hmac-path') pm.variables.set('hmacPath', hmacPaths[1]);
    again(id, attempt, step.kind === 'retry' ? step.afterMs : 0);
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
    pm.variables.set('clockOffset', String(clockOffsetMs(exchange) ?? 'unknown'));
  }
  if (id === tokenCase && remembered.token && !setting('managementToken'))
    pm.variables.set('managementToken', remembered.token);
  const noted = notedText(findings.map(({ level }) => level));
  const passed = { kind: 'verdict', about: id, verdict, ...(noted !== undefined && { noted }) } as const;
  if (verdict === 'passed') pm.test(assertionName(passed), () => undefined);
  else if (verdict !== 'failed')
    showVerdict(id, verdict, reason ?? 'no verdict', verdict === 'errored' || credentialsRefused);
  for (const finding of findings) {
    const { level, rule, message } = finding;
    pm.test(assertionName({ kind: 'finding', about: id, level, rule, message }), () => {
      if (isFailing(level, strict)) throw new Error(detail(finding));
    });
  }
}

function judgeCurrent(): void {
  const known = currentCase();
  if (known) check(known);
  // All variables are copied for each script, so the large ones are removed and made again when needed.
  for (const name of ['filler', 'nesting']) pm.variables.unset(name);
}

if (isPostman) judgeCurrent();
else refuseOtherClients();
