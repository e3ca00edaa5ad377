import { visible } from '../../lib/terminal-text';
import { identityText } from '../groups';
import type { FleetReport, PartnerResult } from '../types';

/** Excel, LibreOffice and Google Sheets take a cell that starts like this as a formula; some skip blanks before it. */
const formula = /^\s*[=+\-@|%＝＋－＠]/;

/** A cell in quotes (RFC 4180). An apostrophe before what could be a formula makes it a text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = visible(value);
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

const columns: readonly (readonly [head: string, value: (result: PartnerResult) => string | number])[] = [
  ['partner', ({ name }) => name],
  ['verdict', ({ verdict }) => verdict],
  ['exit code', ({ exitCode }) => exitCode],
  ['change', ({ change = '' }) => change],
  ['cause', ({ cause }) => cause?.code ?? ''],
  ['title', ({ cause }) => cause?.title ?? ''],
  ['seen', ({ cause }) => cause?.seen ?? ''],
  ['next', ({ cause }) => cause?.next ?? ''],
  ['warnings', ({ warnings = [] }) => warnings.map(({ title, code }) => `${title} [${code}]`).join('; ')],
  ['identity', identityText],
  ['worker', ({ worker }) => (worker ? `${worker.host} ${worker.process}` : '')],
  ['started at', ({ startedAt }) => startedAt],
  ['duration ms', ({ durationMs }) => durationMs],
  ['requests', ({ requests }) => requests],
  ['attempts', ({ attempts }) => attempts],
  ['report', ({ report = '' }) => report],
];

/** The partners as CSV in UTF-8, with a byte order mark so that spreadsheets read it as such. */
export function fleetCsv({ partners }: FleetReport): string {
  const rows = [
    columns.map(([head]) => cell(head)),
    ...partners.map((each) => columns.map(([, value]) => cell(value(each)))),
  ];
  return `\uFEFF${rows.map((row) => `${row.join(',')}\r\n`).join('')}`;
}
