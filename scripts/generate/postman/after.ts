import { hmacPaths, tokenCase } from '../../contract/calls/management-token/call';
import type { Exchange, HeaderList } from '../../contract/exchange';
import { assertionName } from '../../judge/assertion-name';
import { isFailing } from '../../judge/case-verdict';
import { clockOffsetMs } from '../../judge/clock';
import { judge } from '../../judge/judge';
import { backoffMs, isInfrastructure, maxAttempts, refusedByDisconnecting, retryAfterMs } from '../../judge/retry';
import type { CheckedCase } from '../../judge/types';
import type { Finding } from '../../report/types';
import { currentCase, postman, remember, setting, showVerdict } from './pm';

declare const Buffer: { from(text: string, encoding: 'utf8'): Uint8Array };
declare function setTimeout(action: () => void, ms: number): unknown;

const headerList = (headers: { all(): readonly { key: string; value: string }[] }): HeaderList =>
  headers.all().map(({ key, value }) => [key, String(value ?? '')] as const);

/** Whether decoding lost nothing. */
function isUtf8(text: string, bytes: Uint8Array | undefined): boolean {
  if (!bytes || !text.includes('\uFFFD')) return true;
  const encoded = Buffer.from(text, 'utf8');
  return encoded.length === bytes.length && encoded.every((byte, index) => byte === bytes[index]);
}

function currentExchange(caseId: string, attempt: number): Exchange {
  const { request, response } = postman;
  const raw = postman.variables.replaceIn(request.body?.raw ?? '');
  const sent = { method: request.method, url: request.url.toString(), headers: headerList(request.headers), body: raw };
  if (!response?.code) {
    // Postman does not say why; a server that is down is known by its other requests.
    return { caseId, attempt, request: sent, outcome: { kind: 'failure', reason: 'reset', message: 'no response' } };
  }
  const bytes = response.stream;
  const body = bytes ? String((bytes as { toString(encoding?: string): string }).toString('utf8')) : response.text();
  const outcome = {
    kind: 'response',
    status: response.code,
    statusText: response.status,
    headers: headerList(response.headers),
    body,
    validUtf8: isUtf8(body, bytes),
    receivedAt: Date.now(),
    durationMs: response.responseTime,
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
  postman.variables.set(`attempt:${id}`, String(attempt + 1));
  postman.execution.setNextRequest(id);
  setTimeout(() => undefined, waitMs);
}

function check(known: CheckedCase): void {
  const { id } = known;
  const attempt = Number(setting(`attempt:${id}`) ?? '1');
  const exchange = currentExchange(id, attempt);
  const retries = Number(setting('retries') ?? '2');
  const refused = refusedByDisconnecting(exchange, known);
  if (isInfrastructure(exchange) && !refused && attempt < maxAttempts(exchange, retries)) {
    again(id, attempt, backoffMs(attempt, retryAfterMs(exchange, Date.now()), Math.random));
    return;
  }
  const noSuchPath = exchange.outcome.kind === 'response' && exchange.outcome.status === 404;
  if (noSuchPath && id === tokenCase && setting('hmacPath') !== hmacPaths[1]) {
    postman.variables.set('hmacPath', hmacPaths[1]);
    again(id, attempt, 0);
    return;
  }
  const strict = setting('strict') === 'true';
  const secrets = [setting('privateKey'), setting('managementToken')].filter((secret) => secret !== undefined);
  const { verdict, reason, findings, remembered, credentialsRefused } = judge(exchange, known, {
    now: Date.now(),
    secrets,
    strict,
  });
  remember(id, remembered);
  if (id === tokenCase && remembered.accepted) {
    postman.variables.set('clockOffset', String(clockOffsetMs(exchange) ?? 'unknown'));
  }
  if (id === tokenCase && remembered.token && !setting('managementToken'))
    postman.variables.set('managementToken', remembered.token);
  if (verdict === 'passed') postman.test(assertionName({ kind: 'verdict', about: id, verdict }), () => undefined);
  else if (verdict !== 'failed')
    showVerdict(id, verdict, reason ?? 'no verdict', verdict === 'errored' || credentialsRefused);
  for (const finding of findings) {
    const { level, rule, message } = finding;
    postman.test(assertionName({ kind: 'finding', about: id, level, rule, message }), () => {
      if (isFailing(level, strict)) throw new Error(detail(finding));
    });
  }
}

const known = currentCase();
if (known) check(known);
// All variables travel with each script: the large ones are made again when they are needed.
for (const name of ['filler', 'nesting']) postman.variables.unset(name);
