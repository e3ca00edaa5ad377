import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import { isAnsweredByTarget, isInfrastructure } from '../judge/retry';

/**
 * Whether the target responds to the control of a case that it fails at the same time. A gateway's error may be over by
 * then, so the case is sent once more between two controls.
 */
export async function answersControl(
  contractCase: ContractCase,
  { outcome }: Exchange,
  cases: readonly ContractCase[],
  ask: (contractCase: ContractCase) => Promise<Exchange | undefined>,
  signal: AbortSignal,
): Promise<boolean> {
  const control = cases.find(({ id }) => id === contractCase.control);
  if (!control) return false;
  for (const asked of outcome.kind === 'failure' ? [control] : [control, contractCase, control]) {
    const answer = signal.aborted ? undefined : await ask(asked);
    if (!answer || !(asked === contractCase ? isInfrastructure : isAnsweredByTarget)(answer)) return false;
  }
  return true;
}
