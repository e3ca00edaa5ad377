import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Redis } from 'ioredis';
import { isStoredHeader, isStoredResult } from '../../../schemas/compiled/stored';
import { jsonText } from '../../lib/json-text';
import { UserError } from '../../lib/user-error';
import type { CheckedPartner } from '../check-partner';
import type { PartnerResult, StoredHeader, StoredResult } from '../types';
import { type FleetKey, longestSealed, type Opened } from './fleet-key';
import { boundedBytes, boundedEntries, boundedText } from './redis-bounds';
import { UnverifiedList } from './unverified';

const prefix = 'payout-contract:fleet-data';
/** The data of a fleet expires after 30 days. */
const keepSeconds = 30 * 24 * 3600;
/** Bytes of a partner's own report, packed and unpacked. */
const longestPacked = 16 * 1024 * 1024;
const longestReport = 64 * 1024 * 1024;

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Stores a partner's result and report, unless it has one: the first final result counts. */
const putOnce = `
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1`;

/** A name that `fleet --fleet` accepts. */
export const fleetNamePattern = /^[A-Za-z][A-Za-z0-9._-]{0,79}$/;

const redisKey = (fleet: string, part: string): string => `${prefix}:${fleet}:${part}`;

/** The data of a fleet apart from its jobs: a result for each finished partner. Only what is signed counts. */
export class FleetStore {
  constructor(
    readonly client: Redis,
    readonly fleet: string,
    readonly key: FleetKey,
    /** Of the header. */
    readonly id: string,
  ) {}

  redisKey(part: string): string {
    return redisKey(this.fleet, part);
  }

  /** What the jobs of this fleet are signed for. */
  get place(): readonly string[] {
    return [this.fleet, this.id];
  }

  #sealed(kind: 'result' | 'note', stored: StoredResult): string {
    return jsonText(this.key.seal(kind, [...this.place, stored.result.name], stored));
  }

  #resultOf(kind: 'result' | 'note', name: string, text: string): StoredResult | string {
    const opened = this.key.openText(kind, [...this.place, name], text);
    if (!opened.ok) return opened.why;
    return isStoredResult(opened.value) && opened.value.result.name === name ? opened.value : 'not valid';
  }

  /** Whether a partner has a result. One that is not signed is removed, so that it is not in the way of a signed one. */
  async has(name: string): Promise<boolean> {
    const key = this.redisKey('results');
    const text = await boundedText(this.client, key, name, longestSealed);
    if (text === undefined) return false;
    if (typeof this.#resultOf('result', name, text) !== 'string') return true;
    await this.client.hdel(key, name);
    return false;
  }

  /** Stores a result. Returns `false` if the partner had one. */
  async put({ result, report }: CheckedPartner): Promise<boolean> {
    const text = report ? `${jsonText(report, 2)}\n` : '';
    const packed = text === '' || text.length > longestReport ? undefined : await compress(text);
    const kept = packed !== undefined && packed.length <= longestPacked ? packed : undefined;
    const { report: _, ...bare } = result;
    const stored: StoredResult = kept ? { result, digest: digestOf(kept) } : { result: bare };
    const keys = [this.redisKey('results'), this.redisKey('reports')] as const;
    const values = [result.name, this.#sealed('result', stored), kept ?? '', keepSeconds] as const;
    return (await this.client.eval(putOnce, 2, ...keys, ...values)) === 1;
  }

  /** Notes why a worker gave a partner back; the result counts only if no other worker finishes the partner. */
  async note(result: PartnerResult): Promise<void> {
    const key = this.redisKey('notes');
    await this.client.hset(key, result.name, this.#sealed('note', { result }));
    await this.client.expire(key, keepSeconds);
  }

  async removeNote(name: string): Promise<void> {
    await this.client.hdel(this.redisKey('notes'), name);
  }

  /** The signed results or notes by partner; others are listed. */
  async read(kind: 'result' | 'note', unverified: UnverifiedList): Promise<Map<string, StoredResult>> {
    const found = new Map<string, StoredResult>();
    for await (const { name, text } of boundedEntries(this.client, this.redisKey(`${kind}s`), longestSealed)) {
      const stored = text === undefined ? 'too long' : this.#resultOf(kind, name, text);
      if (typeof stored === 'string') unverified.add(kind, name, stored);
      else found.set(name, stored);
    }
    return found;
  }

  /** How many partners have a signed result. */
  async finished(): Promise<number> {
    const most = await this.client.hlen(this.redisKey('results'));
    return most === 0 ? 0 : (await this.read('result', new UnverifiedList())).size;
  }

  /** The text of a partner's own report, or `undefined` if what is there is not what the worker has signed. */
  async report(name: string, digest: string): Promise<string | undefined> {
    const packed = await boundedBytes(this.client, this.redisKey('reports'), name, longestPacked);
    if (packed === undefined || digestOf(packed) !== digest) return undefined;
    try {
      return (await decompress(packed, { maxOutputLength: longestReport })).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

/** Stores the header of a new fleet, which becomes the latest. */
export async function beginFleet(client: Redis, key: FleetKey, header: StoredHeader, fleet: string): Promise<void> {
  const sealed = jsonText(key.seal('header', [fleet], header));
  await client.set(redisKey(fleet, 'header'), sealed, 'EX', keepSeconds);
  await client.set(`${prefix}:latest`, fleet, 'EX', keepSeconds);
}

/**
 * The header of a fleet; `undefined` if there is none.
 *
 * @throws UserError if it is not valid, or was not signed with this key
 */
export async function headerOfFleet(client: Redis, key: FleetKey, fleet: string): Promise<StoredHeader | undefined> {
  // One character more than is read tells that it is too long.
  const text = await client.getrange(redisKey(fleet, 'header'), 0, longestSealed);
  if (text === '') return undefined;
  const opened: Opened = key.openText('header', [fleet], text);
  if (opened.ok && isStoredHeader(opened.value)) return opened.value;
  throw new UserError(
    `the fleet ${fleet} in Redis is ${opened.ok ? 'not valid' : opened.why}`,
    'use the FLEET_KEY of the person who enqueued it, or enqueue it again under another name with --fleet',
  );
}

/**
 * Opens the fleet of a name, or the one that was enqueued last.
 *
 * @throws UserError if there is no such fleet, and if it was not signed with this key
 */
export async function openFleet(
  client: Redis,
  key: FleetKey,
  name: string | undefined,
): Promise<{ readonly store: FleetStore; readonly header: StoredHeader }> {
  const latest = name ?? (await client.getrange(`${prefix}:latest`, 0, 100));
  const fleet = fleetNamePattern.test(latest) ? latest : undefined;
  const header = fleet === undefined ? undefined : await headerOfFleet(client, key, fleet);
  if (fleet !== undefined && header) return { store: new FleetStore(client, fleet, key, header.id), header };
  const what = fleet === undefined ? 'Redis holds no fleet' : `Redis holds no fleet named ${fleet}`;
  throw new UserError(what, (tool) => `${tool} fleet enqueue partners.yaml`);
}
