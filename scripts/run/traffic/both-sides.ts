import { createClientJudge } from '../../judge/client/judge-client';
import type { Knowledge } from '../../judge/client/types';
import { TrafficChecker } from '../../judge/traffic/checker';
import type { KnownCredentials } from '../../judge/traffic/credential-facts';
import { nodeDigests, nodeHost } from '../host';

/** What is known about the environment besides its credentials, if it is our own. */
type OwnServer = Pick<Knowledge, 'knowsAllKeys' | 'issued'>;

/**
 * What judges both sides of traffic by what is known of its target. With the key pair, signatures are computed again.
 *
 * @param more.server given if the server is our own: then the times are those of its clock
 */
export function trafficCheckerFor(
  baseUrl: string | undefined,
  credentials: KnownCredentials,
  { strict = false, server }: { readonly strict?: boolean; readonly server?: OwnServer } = {},
): TrafficChecker {
  const { publicKey, privateKey, accountId, tenantId } = credentials;
  const privateKeyOf = (key: string) => (key.toLowerCase() === publicKey?.toLowerCase() ? privateKey : undefined);
  const knowledge = { baseUrl, digests: nodeDigests, privateKeyOf, accountId, tenantId, ...server };
  const client = createClientJudge(knowledge, server !== undefined);
  return new TrafficChecker({ baseUrl, strict, credentials, hmacSha256: nodeHost(Math.random).hmacSha256, client });
}
