import type { Redis } from 'ioredis';
import { burstOf, type Gate, serial } from '../gate';

/**
 * The bucket of `localGate` by the clock of Redis, in microseconds. A time far ahead means that the clock was set back.
 */
const take = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, slack = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = tonumber(redis.call('GET', KEYS[1]) or (now + slack))
if full - slack - now > 300000000 then full = now + slack end
if full - slack > now then return math.ceil(full - slack - now) end
redis.call('SET', KEYS[1], string.format('%.0f', math.max(full, now) + interval), 'PX', 86400000)
return 0`;

const pause = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full = tonumber(redis.call('GET', KEYS[1]) or now)
redis.call('SET', KEYS[1], string.format('%.0f', math.max(full, now + tonumber(ARGV[1]))), 'PX', 86400000)
return 0`;

/** A gate shared by all processes that use the same key, on any machine. */
export function redisGate(client: Redis, key: string, rate: number | undefined): Gate {
  const interval = rate === undefined ? 0 : 1_000_000 / rate;
  const slack = rate === undefined ? 0 : (burstOf(rate) - 1) * interval;
  return {
    take: serial(async () => Number(await client.eval(take, 1, key, interval, slack)) / 1000),
    pause: async (ms) => {
      await client.eval(pause, 1, key, Math.round(ms * 1000 + slack));
    },
  };
}
