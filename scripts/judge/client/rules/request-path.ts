import { calls } from '../../../contract/calls';
import { editDistance } from '../../../lib/nearest';
import type { ClientRule } from '../rule';

const paths = calls.flatMap(({ operations, evidence }) => operations.map(({ path }) => [path, evidence[0]] as const));

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
    return [
      {
        evidence,
        kind: 'spelling',
        message: 'The client writes the path differently.',
        where: 'path',
        expected,
        actual: path,
      },
    ];
  },
} as const satisfies ClientRule;
