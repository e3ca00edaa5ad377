import type { Redis } from 'ioredis';
import type { Env } from '../../lib/io';
import { wait } from '../../lib/wait';
import { authorities } from '../../run/environment/route';
import { clusterError, RedisError, redisError, replyCode } from './redis-error';
import { type RedisAddress, readRedisUrl } from './redis-url';

export interface RedisConnection {
  readonly client: Redis;
  /** Rejects with a `RedisError` if a lost connection is not restored in time; never resolves. */
  readonly lost: Promise<never>;
  /** Warnings about the configuration of Redis. */
  readonly notes: readonly string[];
}

/** How to find Redis. */
export interface RedisSource {
  /** With REDIS_URL and NODE_EXTRA_CA_CERTS. */
  readonly env: Env;
  readonly cwd: string;
}

const oldest = [6, 2] as const;
const connectTimeoutMs = 5000;
/** A connection without an answer for this long is lost. BullMQ waits up to 10 seconds for a job. */
const silenceMs = 15_000;
/** How long to wait for the reason of a closed connection. */
const reasonMs = 300;

/** What Redis says of itself; without `info` where the user may not ask. */
interface Server {
  readonly info: string | undefined;
  readonly needsCredentials: boolean;
}

const isReply = (error: unknown): error is Error => replyCode(error) !== undefined;

/** Signs in as the URL says. A password that Redis does not need is left out: the library would print a line about it. */
async function signIn(probe: Redis, { username, password, database }: RedisAddress): Promise<boolean> {
  let needed = password !== undefined;
  if (password !== undefined) {
    try {
      await probe.call('AUTH', ...(username === undefined ? [] : [username]), password);
    } catch (error) {
      // Redis gives this refusal no code but ERR.
      if (!isReply(error) || !/without any password|no password is set/.test(error.message)) throw error;
      needed = false;
    }
  }
  if (database !== 0) await probe.call('SELECT', String(database));
  return needed;
}

/** Asks Redis over a connection of its own, so that each refusal is a reply and not a line of the library. */
async function inspect(address: RedisAddress, options: ReturnType<typeof optionsOf>): Promise<Server> {
  const { Redis: RedisClient } = require('ioredis') as typeof import('ioredis');
  const probe = new RedisClient({ ...options, lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null });
  let last: unknown;
  probe.on('error', (error) => {
    last = error;
  });
  try {
    await probe.connect();
    const needsCredentials = await signIn(probe, address);
    try {
      return { info: String(await probe.call('INFO')), needsCredentials };
    } catch (error) {
      if (replyCode(error) !== 'NOPERM') throw error;
      // Whether the user may do anything at all is seen here, and not in the middle of a fleet.
      await probe.call('GET', 'payout-contract:fleet-data:latest');
      return { info: undefined, needsCredentials };
    }
  } catch (error) {
    // With TLS 1.3, the reason may arrive after the connection seemed to be open.
    if (!isReply(error) && last === undefined) await wait(reasonMs, AbortSignal.timeout(reasonMs));
    throw redisError(isReply(error) ? error : (last ?? error), address.shown, address.tls);
  } finally {
    probe.disconnect();
  }
}

function notesOf({ info, needsCredentials }: Server, { password, shown }: RedisAddress): string[] {
  const notes =
    password !== undefined && !needsCredentials ? ['Redis needs no password, but REDIS_URL contains one'] : [];
  if (info === undefined)
    return [
      ...notes,
      `Redis does not allow this user the command INFO: make sure that it is version ${oldest.join('.')} or later, and that maxmemory-policy is noeviction`,
    ];
  const [, version = ''] = /^redis_version:(\S+)/m.exec(info) ?? [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    throw new RedisError(
      `Redis at ${shown} is version ${version.slice(0, 20) || 'unknown'}`,
      `use ${oldest.join('.')} or later`,
    );
  if (/^(?:redis_mode:cluster|cluster_enabled:1)\s*$/m.test(info)) throw clusterError(shown);
  const [, policy = 'noeviction'] = /^maxmemory_policy:([\w-]{1,40})/m.exec(info) ?? [];
  return policy === 'noeviction'
    ? notes
    : [...notes, `Redis may evict jobs when its memory is full: maxmemory-policy is ${policy}, set it to noeviction`];
}

function optionsOf({ host, port, tls }: RedisAddress, { env, cwd }: RedisSource) {
  return {
    ...{ host, port },
    // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED=0 does not change it.
    ...(tls && { tls: { rejectUnauthorized: true, ...authorities(env, cwd) } }),
    // An old Redis speaks no other, and its version has to be read.
    protocol: 2,
    maxRetriesPerRequest: null,
    connectTimeout: connectTimeoutMs,
    socketTimeout: silenceMs,
  } as const;
}

/** Tells whether it has been called again and again for so long. A pause of that length begins anew. */
function streak(longestMs: number): () => boolean {
  let [first, last] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return () => {
    const now = performance.now();
    if (now - last > longestMs) first = now;
    last = now;
    return now - first >= longestMs;
  };
}

/**
 * Connects to Redis, does something with the connection, and closes it.
 *
 * @param lostMs how long to wait for a lost connection to come back
 * @throws UserError for an invalid URL, RedisError if Redis cannot be used or is gone
 */
export async function withRedis<T>(
  source: RedisSource,
  lostMs: number,
  act: (connection: RedisConnection) => Promise<T>,
): Promise<T> {
  const address = readRedisUrl(source.env.REDIS_URL);
  const { shown, username, password, database } = address;
  const options = optionsOf(address, source);
  const server = await inspect(address, options);
  const notes = notesOf(server, address);
  const { Redis: RedisClient } = require('ioredis') as typeof import('ioredis');
  let connected = false;
  let lostAt: number | undefined;
  let last: unknown;
  const isLoadingForLong = streak(lostMs);
  const client = new RedisClient({
    ...options,
    ...(server.needsCredentials && password !== undefined && { password, ...(username !== undefined && { username }) }),
    db: database,
    lazyConnect: true,
    // Redis answers INFO, with which the library asks whether it is still loading, only to those who may.
    enableReadyCheck: server.info !== undefined,
    reconnectOnError: (error) => (replyCode(error) === 'LOADING' && !isLoadingForLong() ? 2 : false),
    retryStrategy: (times) => {
      lostAt ??= performance.now();
      const mayReturn = connected && performance.now() - lostAt < lostMs;
      return mayReturn ? Math.min(50 * times, 1000) : null;
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
      if (connected) reject(new RedisError(`the connection to Redis at ${shown} was lost`, remedy));
    });
  });
  lost.catch(() => undefined);
  try {
    await client.connect();
    connected = true;
    return await Promise.race([act({ client, lost, notes }), lost]);
  } catch (error) {
    // Once it is connected, what Redis itself refuses comes as a reply; any other error is not about Redis.
    if (error instanceof RedisError || (connected && !isReply(error))) throw error;
    throw redisError(connected ? error : (last ?? error), shown, address.tls);
  } finally {
    connected = false;
    client.disconnect();
  }
}
