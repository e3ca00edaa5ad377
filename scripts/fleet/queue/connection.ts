import type { Redis } from 'ioredis';
import { UserError } from '../../lib/user-error';

/** Redis cannot be used, or is gone: what happened and what to do, one line each. The exit code is 3. */
export class RedisTrouble extends Error {
  override readonly name = 'RedisTrouble';

  constructor(
    what: string,
    readonly remedy: string,
  ) {
    super(what);
  }
}

export interface RedisConnection {
  readonly client: Redis;
  /** The address without user and password. */
  readonly shown: string;
  /** Rejects with `RedisTrouble` once the connection was lost and did not come back in time; never resolves. */
  readonly lost: Promise<never>;
  /** Notes for people: what is not well and does not stop the work. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

const oldest = [6, 2] as const;
const connectTimeoutMs = 5000;
/** No answer for so long is a lost connection. Longer than BullMQ waits for a job, which is 10 seconds at most. */
const silenceMs = 15_000;

/** @throws UserError for a value that is no address of a Redis; it is not quoted, for it may hold a password */
function readRedisUrl(value: string | undefined): URL {
  const remedy = 'export REDIS_URL=redis://127.0.0.1:6379';
  if (!value) throw new UserError('REDIS_URL is not set', remedy);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new UserError('REDIS_URL is not a redis:// or rediss:// URL', remedy);
  if (!/^\/?\d*$/.test(url.pathname)) throw new UserError('REDIS_URL names no database by number', `${remedy}/0`);
  return url;
}

const causes: readonly (readonly [RegExp, string, string])[] = [
  [/WRONGPASS|NOAUTH|invalid password|AUTH/, 'refuses the credentials', 'check user and password in REDIS_URL'],
  [/NOPERM/, 'does not let this user do it', 'give the user all commands and keys, or use another'],
  [/ENOTFOUND|EAI_AGAIN/, 'cannot be found', 'check the host in REDIS_URL'],
  [/ECONNREFUSED/, 'takes no connection', 'start Redis there, or check REDIS_URL'],
  [/ETIMEDOUT|Socket timeout/, 'does not answer', 'check REDIS_URL, and the firewall on the way'],
  [
    /Unknown RESP|ParserError|SSL|wrong version number|CERT|EPIPE|ECONNRESET/i,
    'does not speak Redis there',
    'check port and scheme (redis: or rediss:)',
  ],
  [/MISCONF|READONLY|OOM|LOADING/, 'takes no writes', 'see the log of Redis'],
];

/** What an error of Redis means. The error's own text is looked at, not shown. */
export function troubleOf(error: unknown, shown: string): RedisTrouble {
  const { name = '', code = '', message = '' } = error as { name?: string; code?: string; message?: string };
  const text = `${name} ${code} ${message}`;
  const [, what, next] = causes.find(([pattern]) => pattern.test(text)) ?? [
    undefined,
    `cannot be used${code ? ` (${code})` : ''}`,
    'check REDIS_URL',
  ];
  return new RedisTrouble(`Redis at ${shown} ${what}`, next);
}

function checkServer(info: string, shown: string): string[] {
  const [, version = ''] = /^redis_version:(\S+)/m.exec(info) ?? [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    throw new RedisTrouble(`Redis at ${shown} is version ${version || 'unknown'}`, `use ${oldest.join('.')} or later`);
  const [, policy = 'noeviction'] = /^maxmemory_policy:(\S+)/m.exec(info) ?? [];
  return policy === 'noeviction'
    ? []
    : [`Redis may drop jobs when its memory is full: its maxmemory-policy is ${policy}, and should be noeviction`];
}

/**
 * Connects to a Redis and sees whether it will do. Once connected, a lost connection is waited for.
 *
 * @param patienceMs how long
 * @throws UserError for a malformed address, RedisTrouble for a Redis that cannot be used
 */
export async function connectRedis(value: string | undefined, patienceMs: number): Promise<RedisConnection> {
  const url = readRedisUrl(value);
  const shown = `${url.hostname}:${url.port || 6379}`;
  const { Redis: RedisClient } = require('ioredis') as typeof import('ioredis');
  let connected = false;
  let lostAt: number | undefined;
  let last: unknown;
  const client = new RedisClient(url.href, {
    lazyConnect: true,
    // An old Redis knows no other, and should be told from one that is none.
    protocol: 2,
    maxRetriesPerRequest: null,
    connectTimeout: connectTimeoutMs,
    socketTimeout: silenceMs,
    retryStrategy: (times) => {
      lostAt ??= performance.now();
      const patient = connected && performance.now() - lostAt < patienceMs;
      return patient ? Math.min(50 * times, 1000) : null;
    },
  });
  client.on('error', (error) => {
    last = error;
  });
  client.on('ready', () => {
    lostAt = undefined;
  });
  const lost = new Promise<never>((_, reject) => {
    client.on('end', () => {
      const remedy = 'bring it back, and start this again: what is done stays done';
      if (connected) reject(new RedisTrouble(`the connection to Redis at ${shown} was lost`, remedy));
    });
  });
  lost.catch(() => undefined);
  try {
    await client.connect();
    const notes = checkServer(await client.info(), shown);
    connected = true;
    const close = async (): Promise<void> => {
      connected = false;
      client.disconnect();
    };
    return { client, shown, lost, notes, close };
  } catch (error) {
    client.disconnect();
    throw error instanceof RedisTrouble ? error : troubleOf(last ?? error, shown);
  }
}
