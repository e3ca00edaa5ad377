import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Redis } from 'ioredis';
import { jsonText } from '../../lib/json-text';
import { UserError } from '../../lib/user-error';
import type { CheckedPartner } from '../check-partner';
import type { FleetHeader, PartnerResult } from '../types';

const prefix = 'payout-contract:fleet-data';
/** The data of a fleet expires after 30 days. */
const keepSeconds = 30 * 24 * 3600;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Stores a partner's result and report, unless it has one: the first final result counts. */
const putOnce = `
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1`;

/** A header, and a digest of the fleet's partners and rate. */
export type StoredHeader = FleetHeader & { readonly digest: string };

/** The data of a fleet apart from its jobs: its header, and one result for each finished partner. */
export class FleetStore {
  constructor(
    readonly client: Redis,
    readonly fleet: string,
  ) {}

  key(part: string): string {
    return `${prefix}:${this.fleet}:${part}`;
  }

  async header(): Promise<StoredHeader | undefined> {
    const text = await this.client.get(this.key('header'));
    return text === null ? undefined : JSON.parse(text);
  }

  async begin(header: StoredHeader): Promise<void> {
    await this.client.set(this.key('header'), jsonText(header), 'EX', keepSeconds);
    await this.client.set(`${prefix}:latest`, this.fleet, 'EX', keepSeconds);
  }

  async has(name: string): Promise<boolean> {
    return (await this.client.hexists(this.key('results'), name)) === 1;
  }

  /** Stores a result. Returns `false` if the partner had one. */
  async put({ result, report }: CheckedPartner): Promise<boolean> {
    const packed = report ? await compress(`${jsonText(report, 2)}\n`) : '';
    const keys = [this.key('results'), this.key('reports')] as const;
    return (await this.client.eval(putOnce, 2, ...keys, result.name, jsonText(result), packed, keepSeconds)) === 1;
  }

  /** Notes why a worker could not read the secrets of a partner. */
  async noteUnreadable(name: string, why: string): Promise<void> {
    await this.client.hset(this.key('unreadable'), name, why);
    await this.client.expire(this.key('unreadable'), keepSeconds);
  }

  /** Why workers could not read the secrets of partners, by partner. */
  async unreadable(): Promise<ReadonlyMap<string, string>> {
    return new Map(Object.entries(await this.client.hgetall(this.key('unreadable'))));
  }

  /** The results by partner. */
  async results(): Promise<Map<string, PartnerResult>> {
    const results = new Map<string, PartnerResult>();
    let cursor = '0';
    do {
      const [next, entries] = await this.client.hscan(this.key('results'), cursor, 'COUNT', 200);
      for (let index = 0; index < entries.length; index += 2)
        results.set(entries[index]!, JSON.parse(entries[index + 1]!));
      cursor = next;
    } while (cursor !== '0');
    return results;
  }

  /** The text of a partner's own report. */
  async report(name: string): Promise<string | undefined> {
    const packed = await this.client.hgetBuffer(this.key('reports'), name);
    return packed === null ? undefined : (await decompress(packed)).toString('utf8');
  }
}

/**
 * Opens the fleet of a name, or the one that was enqueued last.
 *
 * @throws UserError if there is no such fleet
 */
export async function openFleet(
  client: Redis,
  name: string | undefined,
): Promise<{ readonly store: FleetStore; readonly header: StoredHeader }> {
  const fleet = name ?? (await client.get(`${prefix}:latest`)) ?? undefined;
  const store = fleet === undefined ? undefined : new FleetStore(client, fleet);
  const header = await store?.header();
  if (store && header) return { store, header };
  const what = fleet === undefined ? 'Redis holds no fleet' : `Redis holds no fleet named ${fleet}`;
  throw new UserError(what, 'payout-contract fleet enqueue partners.yaml');
}
