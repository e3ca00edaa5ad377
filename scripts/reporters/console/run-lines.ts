import { plural } from '../../lib/plural';
import type { CaseResult, QuarantineEntry, RecordedExchange, RunReport } from '../../report/types';
import { failureWords } from '../../report/unreached';
import { casesRow, rowLines } from './finding-lines';
import { heading, labelled, type Style } from './format';

/** What is to be said of the run beside its cases: flaky cases, drift, entries of the quarantine file to be removed. */
export function runLines(report: RunReport, style: Style): string[] {
  return [
    ...flakyLines(report, style),
    ...driftLines(report, style),
    ...entryLines('Quarantine past its date, which fails the run', report.quarantine?.expired ?? [], style),
    ...entryLines('Quarantine of what is not found any more: remove it', report.quarantine?.unused ?? [], style),
  ];
}

function flakyLines({ cases, failOnFlaky }: RunReport, style: Style): string[] {
  const flaky = cases.filter((result) => result.flaky);
  if (flaky.length === 0) return [];
  const title = `${plural(flaky.length, 'flaky case')}, passed but not at the first attempt`;
  return [
    '',
    ...heading(`${title}${failOnFlaky ? ', which fails the run' : ''}`, style),
    ...flaky.flatMap((result) => labelled('  ', `${result.id}  `, attemptsText(result), style)),
  ];
}

function attemptsText({ exchanges }: CaseResult): string {
  const first = exchanges[0] && outcomeText(exchanges[0]);
  return `${plural(exchanges.length, 'attempt')}${first === undefined ? '' : `; at the first ${first}`}`;
}

function outcomeText({ failure, response }: RecordedExchange): string | undefined {
  if (failure) return failureWords[failure.kind] ?? failureWords.other;
  return response && `it answered ${response.status}`;
}

function driftLines({ drift = [] }: RunReport, style: Style): string[] {
  if (drift.length === 0) return [];
  const values = (list: readonly string[]): string => (list.length === 0 ? 'nothing' : list.join(', '));
  const lines = drift.flatMap(({ aspect, accepted, observed, cases }) => [
    ...labelled('  ', 'drift  ', aspect, style, style.colours.yellow),
    ...rowLines([['accepted', values(accepted)], ['observed', values(observed)], casesRow(cases)], '    ', style),
  ]);
  return ['', ...heading('Drift from the accepted record, which fails the run', style), ...lines];
}

function entryLines(title: string, entries: readonly QuarantineEntry[], style: Style): string[] {
  if (entries.length === 0) return [];
  const lines = entries.flatMap(({ case: id, rule, owner, reason, expires }) => [
    ...labelled('  ', '', `${id}, ${rule}`, style),
    ...rowLines(
      [
        ['owner', owner],
        ['until', expires],
        ['reason', reason],
      ],
      '    ',
      style,
    ),
  ]);
  return ['', ...heading(title, style), ...lines];
}
