import { plural } from '../../lib/plural';
import type { CaseResult, RunReport, RunSummary } from '../types';

const mostMistakes = 3;

/** Mistakes of the client have cases of their own. */
const isOfClient = ({ findings }: CaseResult): boolean => findings.some(({ level }) => level === 'client');

/** The cases that say something about the target. */
export const ofTarget = (cases: readonly CaseResult[]): CaseResult[] => cases.filter((each) => !isOfClient(each));

/** How many cases failed because of the client. */
export const failedByClient = ({ cases }: Pick<RunReport, 'cases'>): number =>
  cases.filter((each) => each.verdict === 'failed' && isOfClient(each)).length;

/** The first mistakes of the client, in words that do not speak of the target. */
export function clientMistakes({ cases }: Pick<RunReport, 'cases'>): string[] {
  const messages = cases.flatMap(({ verdict, findings }) =>
    verdict === 'failed' ? findings.filter(({ level }) => level === 'client').map(({ message }) => message) : [],
  );
  return [...new Set(messages)].slice(0, mostMistakes);
}

/** Mistakes of the side that does not count. */
export function otherSide({ client = 0, violations }: RunSummary, side: RunReport['side']): string[] {
  if (side === 'client' && violations > 0)
    return [
      `The target breaks the contract (${plural(violations, 'violation')}); with --side client that does not count.`,
    ];
  const counted = `The client makes ${plural(client, 'mistake')}; with --side server that does not count.`;
  return client > 0 && side !== 'client' && side !== 'both' ? [counted] : [];
}
