import { createHash } from 'node:crypto';
import type { FleetMode, Partner } from './types';

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, each]) => [key, sorted(each)])
    : value;

/** Changes when the partner's entry changes. It covers references to secrets, not the secrets. */
export function fingerprintOf(partner: Partner, mode: FleetMode): string {
  const text = JSON.stringify([mode, sorted(partner)]);
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
