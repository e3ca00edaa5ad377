import { plural } from '../../lib/plural';
import type { RunReport, RunSummary } from '../../verdict/types';
import { repeatCommand } from '../repeat-command';
import { duration, labelled, type Style } from './format';

/** The counts, the reports' paths and the command that repeats what failed. */
export function closingLines(report: RunReport, paths: readonly string[], style: Style): string[] {
  const repeat = repeatCommand(report);
  return [
    ...row('Cases', caseCounts(report.summary), style),
    ...row('Findings', findingCounts(report.summary), style),
    ...row('Took', duration(report.durationMs), style),
    ...paths.flatMap((path, index) => row(index === 0 ? 'Reports' : '', path, style)),
    // Never wrapped: it is to be copied.
    ...(repeat === undefined ? [] : row('Repeat', repeat, { ...style, width: Number.POSITIVE_INFINITY })),
  ];
}

function row(label: string, text: string, style: Style): string[] {
  return labelled('', label.padEnd(10), text, style, style.colours.dim);
}

function caseCounts({ cases, passed, failed, errored, inconclusive, skipped, flaky }: RunSummary): string {
  const parts = `${passed} passed, ${failed} failed, ${errored} errored, ${inconclusive} inconclusive, ${skipped} skipped`;
  return `${cases} planned: ${parts}${flaky > 0 ? ` (${flaky} flaky)` : ''}`;
}

function findingCounts({ violations, deviations, warnings, observations }: RunSummary): string {
  return [
    plural(violations, 'violation'),
    plural(deviations, 'deviation'),
    plural(warnings, 'warning'),
    plural(observations, 'observation'),
  ].join(', ');
}
