import { plural } from '../../lib/plural';
import type { CaseTraffic, NotJudged, Traffic } from '../types';

const reasons: Readonly<Record<NotJudged['reason'], string>> = {
  'other-call': 'not a call of the contract',
  'other-target': 'another host or path than the target',
  'no-response': 'no response was recorded',
  transient: 'the response is about load or a gateway, not about the contract',
};

/** `GET api.example.com/health (2): not a call of the contract`. */
export const notJudgedText = ({ reason, host, method, path, count }: NotJudged): string =>
  `${method} ${host}${path} (${count}): ${reasons[reason]}`;

/** How many requests were not judged. */
export const notJudgedCount = ({ exchanges, judged }: Traffic): number => exchanges - judged;

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
