import { plural } from '../lib/plural';
import type { FleetReport } from './types';

/** What a fleet has come to, in one sentence. */
export function headline({ complete, stopped, summary, exitCode }: FleetReport): string {
  const { partners, done } = summary;
  if (!complete) return `${stopped ? 'Interrupted' : 'Not complete'}: ${done} of ${plural(partners, 'partner')} done.`;
  const inOrder = summary.working + summary.held;
  return exitCode === 0
    ? `All in order: ${plural(partners, 'partner')}.`
    : `${partners - inOrder} of ${plural(partners, 'partner')} not in order.`;
}
