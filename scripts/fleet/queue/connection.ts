import type { Redis } from 'ioredis';
import { UserError } from '../../lib/user-error';

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

export interface RedisConnection {
  readonly client: Redis;
  /** Rejects with a `RedisError` if a lost connection is not restored in time; never resolves. */
  readonly lost: Promise<never>;
  /** Warnings about the configuration of Redis. */
  readonly notes: readonly string[];
}

const oldest = [6, 2] as const;
const connectTimeoutMs = 5000;
/** A connection without an answer for this long is lost. BullMQ waits up to 10 seconds for a job. */
const silenceMs = 15_000;

/** @throws UserError for an invalid URL; it may contain a password and is not quoted */
function readRedisUrl(value: string | undefined): URL {
  const remedy = 'export REDIS_URL=redis://127.0.0.1:6379';
  if (!value) throw new UserError('REDIS_URL is not set', remedy);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new UserError('REDIS_URL is not a redis:// or rediss:// URL', remedy);
  if (!/^\/?\d*$/.test(url.pathname))
    throw new UserError('REDIS_URL has a path that is not the number of a database', `${remedy}/0`);
  return url;
}

/** Neither Redis nor ioredis gives all of these a code, so that names, codes and messages are searched. */
const causes: readonly (readonly [pattern: RegExp, what: string, remedy: string])[] = [
  [/WRONGPASS|NOAUTH|invalid password|AUTH/, 'rejected the credentials', 'check user and password in REDIS_URL'],
  [/NOPERM/, 'denied a command to this user', 'allow the user all commands and keys, or use another'],
  [/ENOTFOUND|EAI_AGAIN/, 'was not found', 'check the host in REDIS_URL'],
  [/ECONNREFUSED/, 'refused the connection', 'start Redis there, or check REDIS_URL'],
  [/ETIMEDOUT|Socket timeout/, 'did not answer', 'check REDIS_URL and the firewalls'],
  [
    /Unknown RESP|ParserError|SSL|wrong version number|CERT|EPIPE|ECONNRESET/i,
    'did not answer in the Redis protocol',
    'check port and scheme (redis: or rediss:)',
  ],
  [/MISCONF|READONLY|OOM|LOADING/, 'does not accept writes', 'see the log of Redis'],
];

function redisError(error: unknown, address: string): RedisError {
  const { name = '', code = '', message = '' } = error as { name?: string; code?: string; message?: string };
  const text = `${name} ${code} ${message}`;
  const [, what, remedy] = causes.find(([pattern]) => pattern.test(text)) ?? [
    undefined,
    `cannot be used${code ? ` (${code})` : ''}`,
    'check REDIS_URL',
  ];
  return new RedisError(`Redis at ${address} ${what}`, remedy);
}

function checkServer(info: string, address: string): string[] {
  const [, version = ''] = /^redis_version:(\S+)/m.exec(info) ?? [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    throw new RedisError(`Redis at ${address} is version ${version || 'unknown'}`, `use ${oldest.join('.')} or later`);
  const [, policy = 'noeviction'] = /^maxmemory_policy:(\S+)/m.exec(info) ?? [];
  return policy === 'noeviction'
    ? []
    : [`Redis may evict jobs when its memory is full: maxmemory-policy is ${policy}, set it to noeviction`];
}

/**
 * Connects to Redis, does something with the connection, and closes it.
 *
 * @param value a URL
 * @param patienceMs how long to wait for a lost connection to come back
 * @throws UserError for an invalid URL, RedisError if Redis cannot be used or is gone
 */
export async function withRedis<T>(
  value: string | undefined,
  patienceMs: number,
  act: (connection: RedisConnection) => Promise<T>,
): Promise<T> {
  const url = readRedisUrl(value);
  /** Without user and password. */
  const address = `${url.hostname}:${url.port || 6379}`;
  const { Redis: RedisClient } = require('ioredis') as typeof import('ioredis');
  let connected = false;
  let lostAt: number | undefined;
  let last: unknown;
  const client = new RedisClient(url.href, {
    lazyConnect: true,
    // An old Redis speaks no other, and its version has to be read.
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
      const remedy = 'start Redis again and repeat this command: finished partners stay finished';
      if (connected) reject(new RedisError(`the connection to Redis at ${address} was lost`, remedy));
    });
  });
  lost.catch(() => undefined);
  try {
    await client.connect();
    const notes = checkServer(await client.info(), address);
    connected = true;
    return await Promise.race([act({ client, lost, notes }), lost]);
  } catch (error) {
    // Once it is connected, what Redis itself refuses comes as a reply; any other error is not about Redis.
    const aboutRedis = !connected || (error instanceof Error && error.name === 'ReplyError');
    if (error instanceof RedisError || !aboutRedis) throw error;
    throw redisError(connected ? error : (last ?? error), address);
  } finally {
    connected = false;
    client.disconnect();
  }
}
