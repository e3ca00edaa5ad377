import type { Redis } from 'ioredis';

/** Characters of a name of a partner or job. */
const longestName = 1000;
const chunk = 100;

/** A field of a hash, but not one that is longer than allowed: that one becomes a single byte, which is never valid. */
const boundedGet = `
if redis.call('HSTRLEN', KEYS[1], ARGV[1]) > tonumber(ARGV[2]) then return '?' end
return redis.call('HGET', KEYS[1], ARGV[1])`;

const boundedScan = `
local found = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local entries = {}
for index = 1, #found[2], 2 do
  local name, text = found[2][index], found[2][index + 1]
  local long = #text > tonumber(ARGV[3]) or #name > tonumber(ARGV[4])
  entries[#entries + 1] = string.sub(name, 1, tonumber(ARGV[4]))
  entries[#entries + 1] = long and '' or text
  entries[#entries + 1] = long and 1 or 0
end
return {found[1], entries}`;

/** What is known of a job in a set of them, without reading more than allowed. */
const boundedJobs = `
local jobs = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[2])) do
  local job = {string.sub(id, 1, tonumber(ARGV[5]))}
  for index = 6, #ARGV do
    local key = ARGV[3] .. id
    local length = redis.pcall('HSTRLEN', key, ARGV[index])
    local longest = index == 6 and tonumber(ARGV[4]) or 32
    local good = type(length) == 'number' and length > 0 and length <= longest
    job[#job + 1] = good and redis.call('HGET', key, ARGV[index]) or ''
  end
  jobs[#jobs + 1] = job
end
return jobs`;

/** The text of a field; one that is too long is `?`. */
export async function boundedText(
  client: Redis,
  key: string,
  name: string,
  longest: number,
): Promise<string | undefined> {
  return ((await client.eval(boundedGet, 1, key, name, longest)) as string | null) ?? undefined;
}

/** The bytes of a field. One that is too long is a single byte. */
export async function boundedBytes(
  client: Redis,
  key: string,
  name: string,
  longest: number,
): Promise<Buffer | undefined> {
  const bytes = await client.callBuffer('EVAL', boundedGet, '1', key, name, String(longest));
  return Buffer.isBuffer(bytes) ? bytes : undefined;
}

/** The fields of a hash, without the texts that are too long. */
export async function* boundedEntries(
  client: Redis,
  key: string,
  longest: number,
): AsyncGenerator<{ readonly name: string; readonly text: string | undefined }> {
  let cursor = '0';
  do {
    const [next, entries] = (await client.eval(boundedScan, 1, key, cursor, chunk, longest, longestName)) as [
      string,
      (string | number)[],
    ];
    for (let index = 0; index < entries.length; index += 3)
      yield { name: String(entries[index]), text: entries[index + 2] === 1 ? undefined : String(entries[index + 1]) };
    cursor = next;
  } while (cursor !== '0');
}

/** A job as Redis has it. Fields that are missing or too long are empty. */
export interface RawJob {
  readonly id: string;
  readonly data: string;
  readonly timestamp: number;
  readonly processedOn: number;
  readonly finishedOn: number;
  readonly attemptsMade: number;
}

/** The first is the longest; the others are numbers. */
const fields = ['data', 'timestamp', 'processedOn', 'finishedOn', 'atm'];

/**
 * The first jobs of a sorted set of the queue.
 *
 * @param jobPrefix of the keys of jobs, before their id
 */
export async function* boundedJobsOf(
  client: Redis,
  key: string,
  jobPrefix: string,
  most: number,
  longest: number,
): AsyncGenerator<RawJob> {
  for (let start = 0; start < most; start += chunk) {
    const range = [start, Math.min(most, start + chunk) - 1] as const;
    const jobs = (await client.eval(
      boundedJobs,
      1,
      key,
      ...range,
      jobPrefix,
      longest,
      longestName,
      ...fields,
    )) as string[][];
    for (const [id = '', data = '', ...numbers] of jobs) {
      const [timestamp = 0, processedOn = 0, finishedOn = 0, attemptsMade = 0] = numbers.map((text) => {
        const number = Number(text);
        return Number.isSafeInteger(number) && number >= 0 && number < 8e15 ? number : 0;
      });
      yield { id, data, timestamp, processedOn, finishedOn, attemptsMade };
    }
    if (jobs.length < range[1] - range[0] + 1) return;
  }
}
