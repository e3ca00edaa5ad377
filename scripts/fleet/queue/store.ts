import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Redis } from 'ioredis';
import { jsonText } from '../../lib/json-text';
import type { CheckedPartner } from '../check-partner';
import type { FleetHeader, PartnerResult } from '../types';

const prefix = 'payout-contract:fleet-data';
/** A fleet that nobody asks for any more is forgotten. */
const keepSeconds = 30 * 24 * 3600;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Puts a partner's result and report there, unless there is one: the first that is final stands. */
const putOnce = `
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1`;

/** What is known of a fleet beside its jobs: its header, and each partner's result, once. */
export class FleetStore {
  constructor(
    readonly client: Redis,
    readonly fleet: string,
  ) {}

  key(part: string): string {
    return `${prefix}:${this.fleet}:${part}`;
  }

  /** Names the fleet that was enqueued last; `undefined` where there is none. */
  static async latest(client: Redis): Promise<string | undefined> {
    return (await client.get(`${prefix}:latest`)) ?? undefined;
  }

  async header(): Promise<(FleetHeader & { readonly plan: string }) | undefined> {
    const text = await this.client.get(this.key('header'));
    return text === null ? undefined : JSON.parse(text);
  }

  /** @param plan the same for the same partners */
  async begin(header: FleetHeader, plan: string): Promise<void> {
    await this.client.set(this.key('header'), jsonText({ ...header, plan }), 'EX', keepSeconds);
    await this.client.set(`${prefix}:latest`, this.fleet, 'EX', keepSeconds);
  }

  async has(name: string): Promise<boolean> {
    return (await this.client.hexists(this.key('results'), name)) === 1;
  }

  /** Whether it is the partner's result from now on; not where there was one before. */
  async put({ result, report }: CheckedPartner): Promise<boolean> {
    const packed = report ? await compress(`${jsonText(report, 2)}\n`) : '';
    const keys = [this.key('results'), this.key('reports')] as const;
    return (await this.client.eval(putOnce, 2, ...keys, result.name, jsonText(result), packed, keepSeconds)) === 1;
  }

  /** The results, a few at a time. A partner may come twice. */
  async *results(): AsyncIterable<PartnerResult> {
    let cursor = '0';
    do {
      const [next, entries] = await this.client.hscan(this.key('results'), cursor, 'COUNT', 200);
      for (let index = 1; index < entries.length; index += 2) yield JSON.parse(entries[index]!);
      cursor = next;
    } while (cursor !== '0');
  }

  /** The text of a partner's own report. */
  async report(name: string): Promise<string | undefined> {
    const packed = await this.client.hgetBuffer(this.key('reports'), name);
    return packed === null ? undefined : (await decompress(packed)).toString('utf8');
  }
}
