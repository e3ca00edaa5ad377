import { type NetworkErrorKind, networkErrorKind } from '../../lib/network-error';

/** Redis cannot be used, or the connection was lost. Exit code 3. */
export class RedisError extends Error {
  override readonly name = 'RedisError';

  constructor(
    what: string,
    readonly remedy: string,
  ) {
    super(what);
  }
}

/** The code of an error reply of Redis, its first word; `undefined` for any other error. */
export function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined;
  return error.message.split(' ', 1)[0];
}

/** Codes of what Redis goes on refusing. */
const lastingRefusals: ReadonlySet<string | undefined> = new Set([
  ...['WRONGPASS', 'NOAUTH', 'NOPERM', 'MOVED', 'ASK', 'CROSSSLOT', 'CLUSTERDOWN', 'WRONGTYPE'],
]);

/** What happened, after the address; and what to do. */
type Words = readonly [what: string, remedy: string];

const cluster: Words = [
  'is a Redis Cluster, which the queue cannot use',
  'use a single Redis, or one with replicas and Sentinel',
];
const credentials: Words = ['rejected the credentials', 'check user and password in REDIS_URL'];

/** The code of these replies is that of the script, not of the refusal in it. */
const inScript = /ACL failure in script|can't run this command/;

/** The right that a user lacks, as in an ACL rule. */
function missingRight(message: string): Words {
  // Only the text says which right is missing.
  const [, command] = /run the '([\w|-]{1,40})' command/i.exec(message) ?? [];
  // Of a command in a script, Redis does not always say which one it was.
  if (inScript.test(message) && command === undefined)
    return ['does not allow this user a command that the queue needs', 'grant the user +@all, or use another user'];
  const [what, right] =
    command !== undefined
      ? [`the command ${command.toUpperCase()}`, `+${command.toLowerCase()}`]
      : /channel/i.test(message)
        ? ['a channel', '&payout-contract:*']
        : ['a key', '~payout-contract:*'];
  return [`does not allow this user ${what}`, `grant the user ${right} (ACL SETUSER), or use another user`];
}

/** Managed servers leave out commands, or rename them. */
const unknownCommand = /^ERR unknown command\b\W*([\w|-]{1,40})?/i;

function missingCommand(message: string): Words {
  const [, command] = unknownCommand.exec(message) ?? [];
  const which = command === undefined ? 'a command' : `the command ${command.toUpperCase()}`;
  return [`does not have ${which}, which the queue needs`, 'use a Redis that has its commands under their own names'];
}

/** By the first word of an error reply, which is its code. */
const replies: Readonly<Record<string, Words | ((message: string) => Words)>> = {
  WRONGPASS: credentials,
  NOAUTH: ['rejected the credentials: it needs a password', 'write it into REDIS_URL: redis://:PASSWORD@HOST:6379'],
  NOPERM: missingRight,
  MOVED: cluster,
  ASK: cluster,
  CROSSSLOT: cluster,
  CLUSTERDOWN: cluster,
  TRYAGAIN: cluster,
  READONLY: ['is a replica and does not accept writes', 'give the address of the primary in REDIS_URL'],
  MISCONF: ['does not accept writes: it cannot save them to its disk', 'see the log of Redis'],
  OOM: ['does not accept writes: its memory is full', 'raise maxmemory, or delete what is not needed'],
  LOADING: ['is still loading its data', 'wait until it has started, then try again'],
  BUSY: ['is busy with a script of somebody', 'wait until the script has ended, or end it (SCRIPT KILL)'],
  DENIED: ['is in protected mode, and refuses other machines', 'set a password in Redis, and write it into REDIS_URL'],
  MASTERDOWN: ['is a replica without its primary', 'see the log of Redis'],
  NOREPLICAS: ['does not accept writes: too few of its replicas are connected', 'see the log of Redis'],
  WRONGTYPE: [
    'holds something else under the name of this fleet',
    'use another name with --fleet, or another database in REDIS_URL',
  ],
};

/** Replies with the code ERR are told apart by their text: Redis gives them no other. */
const generalReplies: readonly (readonly [RegExp, Words | ((message: string) => Words)])[] = [
  [inScript, missingRight],
  [unknownCommand, missingCommand],
  [
    /DB index|invalid DB/i,
    ['has no database with that number', 'use a lower number at the end of REDIS_URL, such as /0'],
  ],
  [/cluster/i, cluster],
  [/AUTH|invalid password/i, credentials],
  [/max number of clients/i, ['accepts no more connections', 'start fewer workers, or raise maxclients']],
];

const protocol: Words = ['did not respond in the Redis protocol', 'check port and scheme (redis: or rediss:)'];

const network: Readonly<Record<NetworkErrorKind, Words | undefined>> = {
  dns: ['was not found', 'check the host in REDIS_URL'],
  refused: ['refused the connection', 'start Redis there, or check REDIS_URL'],
  timeout: ['did not respond', 'check REDIS_URL and the firewalls'],
  reset: protocol,
  'tls-expired': [
    'presented a certificate that has expired or is not valid yet',
    'renew the certificate, and check the clocks',
  ],
  'tls-untrusted': [
    'presented a certificate that is not issued by a trusted authority',
    "set NODE_EXTRA_CA_CERTS to the authority's PEM file",
  ],
  'tls-name': [
    'presented a certificate for another host name',
    'use a host name in REDIS_URL that the certificate is valid for',
  ],
  tls: ['did not complete the TLS handshake', 'check port and scheme (rediss: for TLS, redis: without)'],
  proxy: undefined,
  protocol: undefined,
  other: undefined,
};

const wordsFor = (entry: Words | ((message: string) => Words) | undefined, message: string): Words | undefined =>
  typeof entry === 'function' ? entry(message) : entry;

/** An error as Node, ioredis and Redis give it. */
interface AnyError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
}

function wordsOf(error: unknown, tls: boolean): Words {
  const { name = '', code = '', message = '' } = error as AnyError;
  const replied = replyCode(error);
  if (replied !== undefined) {
    const general = generalReplies.find(([pattern]) => pattern.test(message))?.[1];
    const reply = wordsFor(Object.hasOwn(replies, replied) ? replies[replied] : general, message);
    return reply ?? ['returned an unknown error', 'see the log of Redis'];
  }
  if (name === 'ParserError') return protocol;
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(code))
    return ['requires a client certificate', 'use a Redis or a port that does not require one'];
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return ['does not speak TLS', 'use redis:// in REDIS_URL, or the port for TLS'];
  // The alert that says why is lost if the connection is reset before it is read.
  if (tls && /Connection is closed|ECONNRESET|EPIPE/.test(`${code} ${message}`))
    return [
      'closed the connection after the TLS handshake',
      'if it requires a client certificate, use a port that does not; otherwise check port and scheme',
    ];
  // These are of the library, and have no code.
  if (/Unknown RESP|Connection is closed/.test(message)) return protocol;
  // The library reports its own timeouts without a code.
  const kind = /timeout|ETIMEDOUT/i.test(message) ? 'timeout' : networkErrorKind({ code, message });
  return network[kind] ?? [`cannot be used${code ? ` (${code})` : ''}`, 'check REDIS_URL'];
}

/** An error of Redis or of the connection to it, in one line. */
export function redisError(error: unknown, shown: string, tls = false): RedisError {
  const [what, remedy] = wordsOf(error, tls);
  return new RedisError(`Redis at ${shown} ${what}`, remedy);
}

/** That Redis is a cluster, which the queue cannot use. */
export const clusterError = (shown: string): RedisError =>
  new RedisError(`Redis at ${shown} ${cluster[0]}`, cluster[1]);

/** Whether Redis refuses what it was asked, and will go on refusing it. */
export function isLastingRefusal(error: unknown): boolean {
  const code = replyCode(error);
  if (code === undefined) return false;
  const { message } = error as Error;
  return lastingRefusals.has(code) || inScript.test(message) || unknownCommand.test(message);
}
