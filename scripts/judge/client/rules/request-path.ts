import { hmacPaths } from '../../../contract/calls/management-token/call';
import { payoutOptions } from '../../../contract/calls/payout-options/call';
import { payoutToken } from '../../../contract/calls/payout-token/call';
import type { EvidenceId } from '../../../contract/evidence';
import type { CallId } from '../../../contract/model/types';
import { editDistance } from '../../../lib/nearest';
import type { ClientRule } from '../rule';

/** The row that gives the path and method of each call. */
export const rowOfCall: Readonly<Record<CallId, EvidenceId>> = {
  'payout-token': 'C1',
  'payout-options': 'C8',
  'management-token': 'H5',
};

const paths: readonly (readonly [path: string, row: EvidenceId])[] = [
  [payoutToken.valid.path, rowOfCall['payout-token']],
  [payoutOptions.valid.path, rowOfCall['payout-options']],
  ...hmacPaths.map((path) => [path, rowOfCall['management-token']] as const),
];

const longest = 120;

/** Words that a path of the contract holds; another path with one of them is probably meant to be one. */
const telling = /identity|payout|hmac/i;

/** The path of the contract that is written most like this one. */
function nearestPath(path: string): (typeof paths)[number] {
  const away = (known: string) => editDistance(path.toLowerCase(), known);
  return [...paths].sort(([one], [other]) => away(one) - away(other))[0]!;
}

export const clientPath = {
  id: 'client-path',
  title: 'The client writes the paths of the contract as they are documented.',
  why: 'Servers may treat another spelling as another resource. A path that works in one environment may get 404 in another.',
  remedy: 'Use the documented path, without a trailing slash and with the version in front.',
  evidence: ['C1', 'C8', 'H5'],
  check({ reading }) {
    const { path, atTarget } = reading;
    const meant = reading.call !== undefined || telling.test(path);
    if (!atTarget || !meant || path.length > longest || paths.some(([known]) => known === path)) return [];
    const [expected, evidence] = nearestPath(path);
    return [{ evidence, message: 'The client writes the path differently.', where: 'path', expected, actual: path }];
  },
} as const satisfies ClientRule;
