import { shellQuote } from '../lib/shell';
import type { CaseVerdict, RunReport } from '../verdict/types';

const namedTargets: ReadonlySet<string> = new Set(['embedded', 'sandbox', 'production']);

/**
 * The command that sends the failed cases again, or, where others passed, those that were left without a verdict.
 * None where nothing was judged: the whole run is to be repeated then, by the command that the user has.
 */
export function repeatCommand(report: RunReport): string | undefined {
  const chosen = repeated(report);
  if (chosen.length === 0) return undefined;
  const { target, engine, seed, strict } = report;
  const words = [
    'payout-contract run',
    `--target ${shellQuote(namedTargets.has(target.name) ? target.name : target.baseUrl)}`,
    ...(target.name === 'production' ? ['--allow-production'] : []),
    ...(engine === 'newman' ? [] : [`--engine ${shellQuote(engine)}`]),
    `--seed ${seed}`,
    ...(strict ? ['--strict'] : []),
    ...chosen.map((id) => `--case ${shellQuote(id)}`),
  ];
  return words.join(' ');
}

function repeated(report: RunReport): string[] {
  const { failed, passed } = report.summary;
  if (failed > 0) return idsOf(report, 'failed');
  return passed > 0 && report.complete ? idsOf(report, 'errored', 'inconclusive') : [];
}

function idsOf(report: RunReport, ...verdicts: CaseVerdict[]): string[] {
  return report.cases.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id);
}
