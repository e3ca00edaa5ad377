import { plural } from '../../lib/plural';
import { cut } from '../../lib/text-layout';
import type { RecordedExchange, RecordedToken } from '../../report/types';
import { duration } from '../../report/view/text';
import { type Html, html } from '../page/markup';
import { prettyJson } from './pretty-json';

const longestHeader = 300;
const longestToken = 4000;

/** How much of a body the page has room for, in characters. */
export type BodyRoom = 4000 | 1000 | 200 | 0;

/** A request and its outcome, as sent and received but without secrets. */
export function exchangeMarkup(exchange: RecordedExchange, numbered: boolean, room: BodyRoom): Html {
  const { attempt, request, response, failure } = exchange;
  return html`${numbered && html`<h4>Attempt ${attempt}</h4>`}
<h4>Request</h4>
<pre>${messageText(`${request.method} ${cut(request.url, 1000)}`, request.headers, request.body ?? '', room)}</pre>
${
  response &&
  html`<h4>Response, after ${duration(response.timings.totalMs)}</h4>
<pre>${messageText(`HTTP ${response.status}`, response.headers, response.body, room)}</pre>
${(response.tokens ?? []).map(tokenMarkup)}`
}${failure && html`<h4>No response</h4><pre>${failure.kind}: ${cut(failure.message, longestToken)}</pre>`}`;
}

function tokenMarkup({ kind, fingerprint, header, claims }: RecordedToken): Html {
  const content = [header, claims].map((part) => JSON.stringify(part, null, 2)).join('\n');
  return html`<h4>The ${kind ?? 'token'} <code>${fingerprint}</code>, header and claims</h4>
<pre>${cut(content, longestToken)}</pre>`;
}

function messageText(start: string, headers: Readonly<Record<string, string>>, body: string, room: BodyRoom): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${cut(value, longestHeader)}`);
  return [start, ...lines, ...bodyLines(body, room)].join('\n');
}

function bodyLines(body: string, room: BodyRoom): string[] {
  if (body === '') return [];
  const pretty = prettyJson(body);
  if (pretty.length <= room) return ['', pretty];
  const rest = `(body of ${plural(body.length, 'character')}: ${room === 0 ? 'see run.json' : 'the rest is in run.json'})`;
  return room === 0 ? ['', rest] : ['', pretty.slice(0, room), rest];
}
