import type { EngineName } from '../../http';
import type { WireRequest } from '../../lib/wire-exchange';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox/types';
import { keysOf, runHarness } from '../../testing/harness';

let sandbox: Sandbox;
const received: WireRequest[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ onRequest: (request) => received.push(request) });
});
afterAll(() => sandbox.close());

const latin1 = (body: Uint8Array): string => Buffer.from(body).toString('latin1');

/** A request as it arrived. Of what changes each time (tokens, signatures, unique ids, times), only the length is kept. */
const lasting = ({ method, path, rawHeaders, body }: WireRequest): string =>
  [method, path, ...rawHeaders, latin1(body)]
    .join('\n')
    .replace(/(?:eyJ|e30)[\w.-]+/g, (token) => `token of ${token.length}`)
    .replace(/^hmac\s.*$/gim, 'an HMAC credential')
    .replace(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi, 'a unique id')
    // Under another scheme than its own, or in the query.
    .replace(/^(\w+) a unique id:.*$/gm, '$1 an HMAC credential')
    .replace(/=a unique id%3A[^&\s]*/g, '=an HMAC credential');

/** What exploring with a seed sends, in an order that does not depend on which of several requests arrived first. */
async function explored(seed: number, engine: EngineName): Promise<string[]> {
  received.length = 0;
  const { explored } = await runHarness({
    ...{ baseUrl: sandbox.url, credentials: keysOf(sandbox), select: { ids: ['accept.documented'] } },
    explore: { kind: 'some', programs: 80 },
    sending: { seed, engine, concurrency: 1 },
  });
  // The cases come first, by the engine that was asked for.
  const own = received.slice(received.length - explored!.requests);
  expect(own.length).toBeGreaterThan(80);
  return own.map(lasting).sort();
}

describe('the requests of exploring', () => {
  it('are the same byte for byte for the same seed, whatever the engine is', async () => {
    const first = await explored(5, 'direct');
    expect(await explored(5, 'direct')).toEqual(first);
    expect(await explored(5, 'newman')).toEqual(first);
    expect(await explored(6, 'direct')).not.toEqual(first);
  });
});
