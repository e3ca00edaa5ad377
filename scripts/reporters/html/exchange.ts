import { cut } from '../../lib/text-layout';
import type { RecordedExchange, RecordedToken } from '../../report/types';
import { duration } from '../../report/view/text';
import { type Html, html } from '../page/markup';
import { prettyJson } from './pretty-json';

const longestBody = 4000;
const longestHeader = 300;

/** A request and its outcome, as sent and received but without secrets. */
export function exchangeMarkup(exchange: RecordedExchange, of: number): Html {
  const { attempt, request, response, failure } = exchange;
  return html`${of > 1 && html`<h4>Attempt ${attempt}</h4>`}
<h4>Request</h4>
<pre>${messageText(`${request.method} ${cut(request.url, 1000)}`, request.headers, request.body ?? '')}</pre>
${
  response &&
  html`<h4>Response, after ${duration(response.timings.totalMs)}</h4>
<pre>${messageText(`HTTP ${response.status}`, response.headers, response.body)}</pre>
${(response.tokens ?? []).map(tokenMarkup)}`
}${failure && html`<h4>No response</h4><pre>${failure.kind}: ${cut(failure.message, longestBody)}</pre>`}`;
}

function tokenMarkup({ kind, fingerprint, header, claims }: RecordedToken): Html {
  const content = [header, claims].map((part) => JSON.stringify(part, null, 2)).join('\n');
  return html`<h4>The ${kind ?? 'token'} <code>${fingerprint}</code>, header and claims</h4>
<pre>${cut(content, longestBody)}</pre>`;
}

function messageText(start: string, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${cut(value, longestHeader)}`);
  const shownBody = body === '' ? [] : ['', cut(prettyJson(body), longestBody)];
  return [start, ...lines, ...shownBody].join('\n');
}
