import { cases } from '../../contract';
import { variablesOf } from '../../contract/define';
import { curlText } from '../../lib/curl';
import { headerValue } from '../../lib/headers';
import { shellQuote } from '../../lib/shell';
import { targetKind } from '../target';
import type { CaseResult, RecordedExchange, RunReport } from '../types';

/** curl sends its own; they say nothing about the request. */
const own: readonly string[] = [
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'postman-token',
  'user-agent',
  'cache-control',
  'transfer-encoding',
];

/** What hides a secret in a recorded text; only the secrets of these kinds have a setting. */
const hidden = /\[(?:[a-z ]+ sha256:[0-9a-f]{8}|redacted)\]/;
const hiddenToken = /^Bearer \[([a-z ]+) (sha256:[0-9a-f]{8})\]$/;
const variables: Readonly<Record<string, string>> = {
  'management token': '$IMBURSE_MANAGEMENT_TOKEN',
  'expired token': '$IMBURSE_EXPIRED_TOKEN',
  'token without the role': '$IMBURSE_NO_ROLE_TOKEN',
  'expired payout token': '$IMBURSE_EXPIRED_PAYOUT_TOKEN',
};

/** The cases whose request has a signature of its own, without a fault. */
const signed: ReadonlySet<string> = new Set(
  cases.filter((each) => each.uses === undefined && variablesOf(each.request).includes('hmac')).map(({ id }) => id),
);

/**
 * The curl command that sends the requests of a run once more, as they were sent, with secrets by variable. Those of an
 * embedded sandbox go to `$IMBURSE_BASE_URL`, because it ended with the run.
 *
 * @returns for a case, `undefined` if no command can send its request: it has a secret without a setting, or was cut
 */
export function curlCommands(report: RunReport): (result: CaseResult) => string | undefined {
  const kinds = new Map(
    report.cases.flatMap(({ exchanges }) =>
      exchanges.flatMap(({ response }) =>
        (response?.tokens ?? []).map(({ fingerprint, kind }) => [fingerprint, kind ?? ''] as const),
      ),
    ),
  );
  const { baseUrl } = report.target;
  const embedded = targetKind(report.target) === 'embedded';
  const address = (url: string): string =>
    embedded && url.startsWith(baseUrl) ? `$IMBURSE_BASE_URL${url.slice(baseUrl.length)}` : url;
  return ({ id, exchanges }) => {
    const exchange = exchanges.at(-1);
    return exchange && commandOf(exchange, signed.has(id), kinds, address);
  };
}

function commandOf(
  { request: { method, url, headers: recorded, body, bodyLength, bodyRedacted } }: RecordedExchange,
  isSigned: boolean,
  kinds: ReadonlyMap<string, string>,
  address: (url: string) => string,
): string | undefined {
  const length = headerValue(Object.entries(recorded), 'content-length');
  const isChanged = bodyLength !== undefined || bodyRedacted === true;
  if (isChanged || (body !== undefined && !isSame(body, length))) return undefined;
  const headers: [string, string][] = [];
  const options = ['--path-as-is'];
  for (const [name, value] of Object.entries(recorded)) {
    if (own.includes(name.toLowerCase())) continue;
    if (name.toLowerCase() !== 'authorization') headers.push([name, value]);
    else if (isSigned && value.startsWith('Hmac ')) options.push(`-H ${signature(body)}`);
    else headers.push([name, withVariable(value, kinds)]);
  }
  const texts = [url, body ?? '', ...headers.flat()];
  if (texts.some((text) => hidden.test(text) || text.includes('\0'))) return undefined;
  return curlText({ method, url: address(url), headers, ...(body !== undefined && { body }) }, options);
}

/** Whether a recorded body has the bytes that were sent, which is not so if they were not UTF-8. */
function isSame(body: string, length: string | undefined): boolean {
  return length === undefined || Buffer.byteLength(body) === Number(length);
}

/** The header of a new signature: each can be used once. */
const signature = (body: string | undefined): string =>
  body === undefined || body === ''
    ? '"$(payout-contract sign)"'
    : `"$(printf %s ${shellQuote(body)} | payout-contract sign --body -)"`;

/** A recorded credential with its setting; unchanged if it has none. */
function withVariable(value: string, kinds: ReadonlyMap<string, string>): string {
  const [, kind = '', fingerprint = ''] = hiddenToken.exec(value) ?? [];
  const variable = variables[kind] ?? variables[kinds.get(fingerprint) ?? ''];
  return variable === undefined ? value : `Bearer ${variable}`;
}
