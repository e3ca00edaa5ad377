import { listedValue } from '../lib/headers';
import type { HeaderList } from './exchange';

/** Why a status speaks of the way to the API, or of its load, and not of the request. */
interface TransientStatus {
  readonly meaning: string;
  readonly source: string;
  /** Only with this header: without it, the status is the API's own answer. */
  readonly onlyWith?: readonly [name: string, token: string];
  /** The status counts against the API if the same request without its fault is accepted at the same time. */
  readonly mayBeTheRequest?: true;
  /** It may be a server's last word on an idle connection, and not about the request that crossed it on the way. */
  readonly endsIdle?: true;
}

const cloudflare = (meaning: string): TransientStatus => ({
  meaning,
  source: 'Cloudflare docs, "Cloudflare 5xx errors"',
});
const gateway = (meaning: string, source: string): TransientStatus => ({ meaning, source, mayBeTheRequest: true });

/** Statuses by which a server, a gateway or a CDN says that it did not handle the request: it is sent again. */
export const transientStatuses: Readonly<Record<number, TransientStatus>> = {
  408: {
    meaning: 'the server closes a connection that was idle for too long',
    source: 'RFC 9110 §15.5.9',
    onlyWith: ['connection', 'close'],
    endsIdle: true,
  },
  425: { meaning: 'too early: the request may be a replay', source: 'RFC 8470 §5.2' },
  429: { meaning: 'too many requests', source: 'RFC 6585 §4' },
  502: gateway('the gateway got an invalid response', 'RFC 9110 §15.6.3'),
  503: gateway('overload or maintenance', 'RFC 9110 §15.6.4'),
  504: gateway('the gateway got no response in time', 'RFC 9110 §15.6.5'),
  520: cloudflare('the origin returned an unknown error'),
  521: cloudflare('the origin refused the connection'),
  522: cloudflare('the connection to the origin timed out'),
  523: cloudflare('the origin is unreachable'),
  524: cloudflare('the origin did not respond in time'),
  525: cloudflare('the TLS handshake with the origin failed'),
  526: cloudflare('the certificate of the origin is invalid'),
  527: cloudflare('the Railgun listener could not be reached'),
  528: cloudflare('reserved for trouble with the origin'),
  529: cloudflare('the site is overloaded'),
  530: cloudflare('an error of Cloudflare with a number of its own (1xxx), such as an unresolvable origin'),
};

/** Whether a response says that the request was not handled, and should be sent again. */
export function isTransient(status: number, headers: HeaderList): boolean {
  const known = transientStatuses[status];
  if (!known) return false;
  if (!known.onlyWith) return true;
  const [name, token] = known.onlyWith;
  const tokens = listedValue(headers, name)?.toLowerCase().split(',') ?? [];
  return tokens.some((each) => each.trim() === token);
}

/** Whether a response, as the first over a connection since another one, says that the server gave that connection up. */
export const endsIdleConnection = (status: number, headers: HeaderList): boolean =>
  transientStatuses[status]?.endsIdle === true && isTransient(status, headers);
