import { plural } from '../lib/plural';
import type { FleetReport } from './types';

/** The result of a fleet in one sentence. */
export function headline({ complete, stopped, summary, exitCode }: FleetReport): string {
  const { partners, done } = summary;
  if (!complete) return `${stopped ? 'Interrupted' : 'Not complete'}: ${done} of ${plural(partners, 'partner')} done.`;
  const bad = partners - summary.working - summary.held;
  return exitCode === 0
    ? `OK: ${plural(partners, 'partner')}.`
    : `${bad} of ${plural(partners, 'partner')} ${bad === 1 ? 'has a problem' : 'have problems'}.`;
}
