import type { Redis } from 'ioredis';
import { afterPause, burstOf, type Gate, serial } from '../gate';

/**
 * The bucket of `localGate` by the clock of Redis, in microseconds. A time far ahead means that the clock was set back;
 * what is not a time, that someone else wrote it.
 */
const take = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, slack = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = tonumber(redis.call('GET', KEYS[1]) or (now + slack))
if not full or full ~= full or full - slack - now > 300000000 then full = now + slack end
if full - slack > now then return math.ceil(full - slack - now) end
redis.call('SET', KEYS[1], string.format('%.0f', math.max(full, now) + interval), 'PX', 86400000)
return 0`;

/** Lengthens the pause of a host; a shorter one changes nothing. */
const pause = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 0`;

/** A gate shared by all processes that use the same key, on any machine. */
export function redisGate(client: Redis, key: string, rate: number | undefined): Gate {
  const interval = rate === undefined ? 0 : 1_000_000 / rate;
  const slack = rate === undefined ? 0 : (burstOf(rate) - 1) * interval;
  const next = serial(async () => Number(await client.eval(take, 1, key, interval, slack)) / 1000);
  const pauseKey = (host: string): string => `${key}:pause:${host}`;
  const pauseOf = async (host: string): Promise<number> => Math.max(0, await client.pttl(pauseKey(host)));
  return {
    take: async (signal, host) => {
      await afterPause(() => pauseOf(host), signal);
      await next(signal);
    },
    pause: async (ms, host) => {
      await client.eval(pause, 1, pauseKey(host), Math.max(1, Math.round(ms)));
    },
    pauseOf,
  };
}
