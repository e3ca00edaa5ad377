import { isIP } from 'node:net';
import { UserError } from '../../lib/user-error';

/** Where Redis is and who connects, read from a URL. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  /** Host and port for people, without user and password. */
  readonly shown: string;
}

const remedy = 'export REDIS_URL=redis://127.0.0.1:6379';

function decoded(part: string, what: string): string | undefined {
  try {
    return part === '' ? undefined : decodeURIComponent(part);
  } catch {
    throw new UserError(
      `REDIS_URL has a "%" in its ${what} that is not the start of an escape in UTF-8`,
      'write "%" as %25 there, "/" as %2F and "@" as %40',
    );
  }
}

/** @throws UserError for an invalid URL; it may contain a password and is not quoted */
export function readRedisUrl(value: string | undefined): RedisAddress {
  if (!value) throw new UserError('REDIS_URL is not set', remedy);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new UserError('REDIS_URL is not a redis:// or rediss:// URL', remedy);
  if (!/^\/?\d{0,9}$/.test(url.pathname))
    throw new UserError('REDIS_URL has a path that is not the number of a database', `${remedy}/0`);
  // Options of a library could turn off its checks.
  if (url.search !== '' || url.hash !== '')
    throw new UserError('REDIS_URL has a part after "?" or "#", which is not supported', 'leave that part out');
  const host = decoded(url.hostname, 'host')!.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 6379 : Number(url.port);
  return {
    ...{ host, port, tls: url.protocol === 'rediss:' },
    ...{ username: decoded(url.username, 'user'), password: decoded(url.password, 'password') },
    database: Number(url.pathname.slice(1) || 0),
    shown: `${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
  };
}
