import { hosts } from '../../../contract/hosts';
import { tokensInQuery } from '../authorization';
import { hostOf } from '../reading';
import type { ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

/** Two names of one environment (C10). */
const sameWorld = [hosts.sandbox, hosts.sandbox2019].map(hostOf);
const worldOf = (host: string): string => (sameWorld.includes(host) ? sameWorld[0]! : host);

export const clientTokenExposure = {
  id: 'client-token-exposure',
  title: 'The client sends a token in the Authorization header of the environment that issued it, and nowhere else.',
  why: 'A token in a query is written to the logs of every server and proxy on the way. A host that receives a token can use it until it expires.',
  remedy:
    'Send the token as `Authorization: Bearer {token}`, and only to the host that issued it. Do not follow redirects with it.',
  evidence: ['C2', 'C11'],
  check({ reading, history }) {
    const mismatches: ClientMismatch[] = [];
    const inQuery = tokensInQuery(reading.exchange.request.url);
    if (reading.call !== undefined && inQuery[0] !== undefined) {
      mismatches.push({
        evidence: 'C2',
        kind: 'in-query',
        message: 'The client sends the token in the query of the URL.',
        where: `query ${inQuery[0].name.slice(0, 40)}`,
        expected: 'Authorization: Bearer {token}',
        actual: `?${inQuery[0].name.slice(0, 40)}={token}`,
      });
    }
    const from = reading.tokens
      .map((token) => history.token(token))
      .filter((seen) => seen !== undefined && (seen.ofContract || reading.atContract))
      .find((seen) => worldOf(seen!.host) !== worldOf(reading.host));
    if (from !== undefined && reading.host !== '') {
      mismatches.push({
        evidence: 'C11',
        kind: 'other-host',
        message: 'The client sends the token of one host to another host.',
        where: 'host',
        expected: from.host,
        actual: reading.host,
      });
    }
    return mismatches;
  },
} as const satisfies ClientRule;
