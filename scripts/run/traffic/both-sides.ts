import { createClientJudge } from '../../judge/client/judge-client';
import type { Knowledge } from '../../judge/client/types';
import { TrafficChecker } from '../../judge/traffic/checker';
import type { KnownCredentials } from '../../judge/traffic/credential-facts';
import type { ClientJudge } from '../../judge/traffic/types';
import { nodeDigests } from '../digests';
import { nodeHost } from '../host';

/** What is known about the environment besides its credentials, if it is our own. */
type OwnServer = Pick<Knowledge, 'knowsAllKeys' | 'issued'>;

/**
 * A judge of the client's side, for the checker of traffic. With the key pair, signatures are computed again.
 *
 * @param server given if the server is our own: then the times are those of its clock
 */
function clientJudgeFor(
  baseUrl: string | undefined,
  { publicKey, privateKey, accountId, tenantId }: KnownCredentials,
  server?: OwnServer,
): ClientJudge {
  const privateKeyOf = (key: string) => (key.toLowerCase() === publicKey?.toLowerCase() ? privateKey : undefined);
  const knowledge = { baseUrl, digests: nodeDigests, privateKeyOf, accountId, tenantId, ...server };
  return createClientJudge(knowledge, server !== undefined);
}

/** What judges both sides of traffic by what is known of its target; `server` as for the client's side. */
export const trafficCheckerFor = (
  baseUrl: string | undefined,
  credentials: KnownCredentials,
  { strict = false, server }: { readonly strict?: boolean; readonly server?: OwnServer } = {},
): TrafficChecker =>
  new TrafficChecker({
    ...{ baseUrl, strict, credentials, hmacSha256: nodeHost(Math.random).hmacSha256 },
    client: clientJudgeFor(baseUrl, credentials, server),
  });
