import { plural } from '../../lib/plural';
import type { NotJudged, RunReport } from '../types';

/** Kinds that a title names; if there are more, each is an entry. */
const mostInTitle = 5;

const reasons: Readonly<Record<NotJudged['reason'], { readonly text: string; readonly refused?: true }>> = {
  'other-call': { text: 'not a call of the contract' },
  'other-target': { text: 'another host or path than the target' },
  'no-response': { text: 'no response was recorded' },
  protocol: { text: 'the response is not HTTP, not complete, or too long' },
  transient: { text: 'the response is about load or a gateway, not about the contract' },
  'not-forwarded': { text: 'the proxy did not forward it', refused: true },
  overload: { text: 'too many arrived at once' },
  stopped: { text: 'the proxy was stopped before it was judged' },
  'other-origin': { text: 'not sent: another origin than the target, which --allow-origin can allow', refused: true },
  'no-value': { text: 'not sent: a variable in its host has no value', refused: true },
  production: { text: 'not sent: production, which needs --allow-production', refused: true },
  'secret-elsewhere': { text: 'not sent: it would take a credential to another host', refused: true },
  'too-long': { text: 'not sent: too long', refused: true },
  malformed: { text: 'not sent: not a valid request', refused: true },
  'no-token': { text: 'not sent: it needs a management token, which could not be fetched', refused: true },
};

type ReportTarget = RunReport['target'];

/** `GET api.example.com/health`; the host is left out if it is the target's. */
function requestText({ host = '', method, path }: NotJudged, { baseUrl }: ReportTarget): string {
  const isTarget = URL.canParse(baseUrl) && new URL(baseUrl).host === host;
  const place = `${isTarget && path !== undefined ? '' : host}${path ?? ''}`;
  return [method, place].filter(Boolean).join(' ') || 'others';
}

function countedText(row: NotJudged, target: ReportTarget): string {
  const notes = [row.count > 1 ? String(row.count) : '', reasons[row.reason].refused ? 'refused' : ''].filter(Boolean);
  return `${requestText(row, target)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

/** What was not judged, in one line: `3 requests not judged: GET /health (2), GET /`. */
export function notJudgedTitle(rows: readonly NotJudged[], target: ReportTarget): string {
  const sum = rows.reduce((all, { count }) => all + count, 0);
  const shown = rows.slice(0, mostInTitle).map((row) => countedText(row, target));
  const more = rows.length > shown.length ? `, and ${rows.length - shown.length} more` : '';
  return `${plural(sum, 'request')} not judged: ${shown.join(', ')}${more}`;
}

/** Each kind with why it was not judged; empty if the title says all, because each is simply no call of the contract. */
export function notJudgedEntries(
  rows: readonly NotJudged[],
  target: ReportTarget,
): { readonly request: string; readonly because: string }[] {
  if (rows.length <= mostInTitle && rows.every(({ reason }) => reason === 'other-call')) return [];
  return rows.map((row) => ({ request: countedText(row, target), because: reasons[row.reason].text }));
}
