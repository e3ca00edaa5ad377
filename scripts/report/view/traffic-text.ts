import { plural } from '../../lib/plural';
import type { CaseTraffic, Traffic } from '../types';

/** How many exchanges were judged, in how many kinds: `120 exchanges of 4 kinds`. */
export const judgedText = ({ judged }: Traffic, kinds: number): string =>
  `${plural(judged, 'exchange')} of ${plural(kinds, 'kind')}`;

/** The hosts that broke the contract, or all that answered if none did. */
export function answeringHosts({ hosts }: Traffic): string {
  const failing = hosts.filter(({ failed }) => failed > 0);
  return (failing.length > 0 ? failing : hosts).map(({ baseUrl }) => baseUrl).join(' and ');
}

/** How many exchanges a case stands for: `12 exchanges, 3 failed`. */
export const exchangeCounts = ({ exchanges, failed }: CaseTraffic): string =>
  `${plural(exchanges, 'exchange')}${failed > 0 ? `, ${failed} failed` : ''}`;
