import { closeSync } from 'node:fs';
import type { HeaderList, PassedExchange } from '../contract/exchange';
import { openFresh } from '../lib/atomic-write';
import { defined } from '../lib/defined';
import { headerValue } from '../lib/headers';
import { jsonValue, stringsIn } from '../lib/json';
import { jsonText } from '../lib/json-text';
import { packageInfo } from '../lib/package-root';
import { namesSecret } from '../lib/secret-shape';
import { writeWhole } from '../lib/write-whole';
import type { Redactor } from './redactor';
import { learnTokens, withoutParts } from './secret-places';
import { shownBody } from './shown-body';

/** In characters; longer bodies are cut. */
const longestHarBody = 32_000;

const cookieName = /^(?:cookie|set-cookie2?)$/i;
const hidden = '[redacted]';

/** Learns what only its name tells to be a secret. */
function learnNamed(headers: HeaderList, text: string, redactor: Redactor): void {
  const isForm = /^application\/x-www-form-urlencoded/i.test(headerValue(headers, 'content-type') ?? '');
  const json = isForm ? undefined : jsonValue(text);
  const pairs = isForm
    ? [...new URLSearchParams(text.slice(0, longestHarBody))]
    : [...stringsIn(json)].map(({ path, value }) => [path.at(-1) ?? '', value] as const);
  // What is called a token in a response may be words about one, which `learnTokens` tells apart.
  for (const [name, value] of pairs) {
    if (namesSecret(name) && (isForm || !/token$/i.test(name))) redactor.learn(value, 'secret', true);
  }
}

/** A cookie by its name; everything after the name tells something about its value. One without a name may end with `=`. */
const withoutCookies = (value: string, redactor: Redactor): string =>
  value.replace(/^\s*([^=;]*)=.*$|^.*$/s, (_, name: string | undefined) =>
    name ? `${redactor.redact(name, { ids: false })}=${hidden}` : hidden,
  );

/** The scheme of a credential stays; a credential that is too short to be learnt does not. */
const credential = (value: string, redactor: Redactor): string => {
  const [, scheme = '', rest = ''] = /^(\S+\s+)?(\S*)/.exec(value) ?? [];
  return rest.length <= 8 ? `${scheme}${hidden}` : redactor.redact(value);
};

function headerText(name: string, value: string, redactor: Redactor): string {
  if (cookieName.test(name))
    return value
      .split(/,(?=[^;,]*=)/)
      .map((each) => withoutCookies(each, redactor))
      .join(',');
  if (/^(?:proxy-)?authorization$/i.test(name)) return credential(value, redactor);
  return namesSecret(name) ? hidden : urlText(value, redactor);
}

const headersOf = (headers: HeaderList, redactor: Redactor): object[] =>
  withoutParts(headers, redactor).map(([name, value]) => ({
    name: redactor.redact(name),
    value: headerText(name, value, redactor),
  }));

/** The pairs of a query, as they were written. */
const queryOf = (url: string): (readonly [name: string, value: string])[] =>
  (url.split('?', 2)[1] ?? '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });

/** A text with URLs: parameters of their queries that are named after secrets have no value. */
const urlText = (text: string, redactor: Redactor): string =>
  redactor.redact(
    text.replace(/([?&])([^=&#\s]+)=([^&#\s]*)/g, (whole, mark: string, name: string) =>
      namesSecret(name) ? `${mark}${name}=${hidden}` : whole,
    ),
  );

const bodyLimits = { shown: longestHarBody, looked: longestHarBody + 4000 };

/** A body without secrets, with how it differs from what was sent; HAR gives own fields an underscore. */
function bodyFields(body: string, redactor: Redactor): object {
  const { text, changes } = shownBody(body, redactor, bodyLimits);
  const { bodyLength, bodyRedacted } = changes;
  return { text, ...defined({ _bodyLength: bodyLength, _bodyRedacted: bodyRedacted }) };
}

const missingPart = ({ missing }: PassedExchange, part: string): { comment: string } | undefined =>
  missing?.part === part ? { comment: `not copied: ${missing.because}` } : undefined;

function requestOf(exchange: PassedExchange, redactor: Redactor): object {
  const { request, httpVersion, size } = exchange;
  const missing = missingPart(exchange, 'request-body');
  const mimeType = redactor.redact(headerValue(request.headers, 'content-type') ?? '');
  const body = bodyFields(request.body ?? '', redactor);
  return {
    method: redactor.redact(request.method),
    url: urlText(request.url, redactor),
    httpVersion: `HTTP/${httpVersion.request}`,
    cookies: [],
    headers: headersOf(request.headers, redactor),
    queryString: queryOf(request.url).map(([name, value]) => ({
      name: redactor.redact(name),
      value: namesSecret(name) ? hidden : redactor.redact(value),
    })),
    ...((request.body !== undefined || missing) && { postData: { mimeType, params: [], ...body, ...missing } }),
    headersSize: -1,
    bodySize: size.request,
  };
}

function responseOf(exchange: PassedExchange, redactor: Redactor): object {
  const { outcome, httpVersion, size } = exchange;
  const version = httpVersion.response === undefined ? '' : `HTTP/${httpVersion.response}`;
  const common = { httpVersion: version, cookies: [], headersSize: -1, bodySize: size.response ?? -1 };
  if (outcome.kind === 'failure') {
    const message = redactor.redact(outcome.message);
    // As browsers write a request that got no response.
    return {
      ...{ status: 0, statusText: '', ...common, headers: [] },
      ...{ content: { size: 0, mimeType: 'x-unknown' }, redirectURL: '', _error: message, _errorKind: outcome.reason },
    };
  }
  const { status, statusText, headers, body, validUtf8 } = outcome;
  const missing = missingPart(exchange, 'response-body');
  const unreadable = validUtf8 ? undefined : { comment: 'not written: it is not UTF-8' };
  return {
    status,
    statusText: redactor.redact(statusText),
    ...common,
    headers: headersOf(headers, redactor),
    content: {
      size: Buffer.byteLength(body),
      mimeType: redactor.redact(headerValue(headers, 'content-type') ?? 'x-unknown'),
      ...(missing ?? unreadable ?? bodyFields(body, redactor)),
    },
    redirectURL: urlText(headerValue(headers, 'location') ?? '', redactor),
  };
}

/** An exchange as an entry of a HAR 1.2 file, without secrets. */
export function harEntry(exchange: PassedExchange, redactor: Redactor): object {
  const { request, outcome, startedAt, durationMs, waitMs = durationMs } = exchange;
  learnTokens({ caseId: '', attempt: 1, request, outcome }, redactor);
  learnNamed(request.headers, request.body ?? '', redactor);
  if (outcome.kind === 'response') learnNamed(outcome.headers, outcome.body, redactor);
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: durationMs,
    request: requestOf(exchange, redactor),
    response: responseOf(exchange, redactor),
    cache: {},
    timings: { send: 0, wait: waitMs, receive: durationMs - waitMs },
  };
}

const tail = '\n]}}\n';

/** A HAR file that is complete after each entry, so that a killed process leaves a file that can be read. */
export class HarFile {
  #file: number | undefined;
  #end: number;
  #entries = 0;

  constructor(path: string) {
    const { name, version } = packageInfo();
    const head = `{"log":{"version":"1.2","creator":${JSON.stringify({ name, version })},"entries":[`;
    this.#file = openFresh(path);
    writeWhole(this.#file, `${head}${tail}`, 0);
    this.#end = Buffer.byteLength(head);
  }

  add(exchange: PassedExchange, redactor: Redactor): void {
    if (this.#file === undefined) throw new Error('An exchange came after the end of the HAR file.');
    const text = `${this.#entries > 0 ? ',' : ''}\n${jsonText(harEntry(exchange, redactor))}`;
    writeWhole(this.#file, `${text}${tail}`, this.#end);
    this.#end += Buffer.byteLength(text);
    this.#entries += 1;
  }

  close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
  }
}
