import type { RunReport } from '../../report/types';
import { loadRows, loadTitle, slowestCases, timesText } from '../../report/view/load-text';
import { rowLines } from './finding-lines';
import { heading, type Style } from './format';

/** How the target stood a sustained run: how much it was sent, what broke and when, and where it was slowest. */
export function loadLines(report: RunReport, style: Style): string[] {
  if (report.load === undefined) return [];
  const slowest = slowestCases(report).map(({ id, load }, index): [string, string] => [
    index === 0 ? 'slowest' : '',
    `${id}: ${timesText(load.responseTimes)}, ${load.sent} sent${load.failed > 0 ? `, ${load.failed} failed` : ''}`,
  ]);
  return [
    '',
    ...heading(loadTitle(report.load), style),
    ...rowLines([...loadRows(report.load), ...slowest], '  ', style),
  ];
}
