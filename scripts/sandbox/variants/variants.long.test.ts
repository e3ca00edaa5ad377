import timers from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { type Answer, type Call, claimsOf, hmacCall, optionsCall, payoutCall, references } from '../testing/client';
import { each, patiently, type Seen, seeBaseline, using } from '../testing/compare';
import { observe, probeTime } from '../testing/probes';
import { variants } from '.';

describe('variants', () => {
  let baseline: readonly Seen[];

  beforeAll(async () => {
    baseline = await seeBaseline();
  });

  const quick = variants.map(({ id }) => id).filter((id) => id !== 'latency-300');
  const looseJson = ['trailing comma', 'comment', 'byte order mark', 'property names in lower case'];
  const otherPaths = ['upper-case path', 'OPTIONS'];
  /** What the evidence leaves open, so that a variant may settle it in another way. */
  const open = new Set([
    'unknown property',
    'charset',
    ...looseJson,
    ...otherPaths,
    'hmac ten minutes ahead',
    'hmac an hour ahead',
  ]);

  it.each(variants.map(({ id, title }) => [id, title]))('%s: %s', async (id) => {
    await using(id, async (impatient, { credentials: own }, clock) => {
      const send = patiently(impatient, clock);
      const given = { customerRef: 'A.b_C-9', orderRef: '007', instructionRef: 'x'.repeat(50) };
      const { status, json } = await send(payoutCall(own, references(given)));
      expect([200, 201]).toContain(status);
      expect(json.expires).toMatch(/^[1-9]\d{12}$/);
      const claims = claimsOf(json.accessToken);
      expect(Math.abs(claims.exp * 1000 - Number(json.expires))).toBeLessThanOrEqual(1000);
      for (const value of Object.values(given)) expect(JSON.stringify(claims)).toContain(JSON.stringify(value));

      const options = await send(optionsCall(json.accessToken));
      expect([options.status, Array.isArray(options.json?.rewards)]).toEqual([200, true]);
      const misused = await send(payoutCall(own, undefined, { authorization: `Bearer ${json.accessToken}` }));
      expect(misused.status).toBe(401);
      const refused = await send(payoutCall(own, references({ orderRef: '' })));
      expect([refused.status, JSON.stringify(refused.json)]).toEqual([
        400,
        expect.stringContaining('ORDER_REF_IS_REQUIRED'),
      ]);
      expect([200, 201]).toContain((await send(hmacCall(own, { timestamp: probeTime / 1000 }))).status);
    });
  });

  it('differ, but accept and refuse the same requests as the baseline, without server errors', async () => {
    const wrong: string[] = [];
    await each(quick, (id) =>
      using(id, async (send, { credentials }, clock) => {
        let differs = false;
        let index = 0;
        const noticing: typeof send = Object.assign(
          async (call: Call) => {
            const answer = await send(call);
            if ([429, 503].includes(answer.status)) differs = true;
            return answer;
          },
          { end: () => send.end() },
        );
        for await (const [name, { status }, observation] of observe(credentials, patiently(noticing, clock))) {
          const right = baseline[index++]!;
          if (observation !== right.observation) differs = true;
          const unlike = !open.has(name) && status < 300 !== right.answer.status < 300;
          if (unlike || status >= 500) wrong.push(`${id}: ${name}: ${status}`);
        }
        if (!differs) wrong.push(`${id} cannot be told from the baseline`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('differ on the wire as their titles say', async () => {
    const headers = async (id: string): Promise<Answer> =>
      using(id, (send, { credentials }) => send(payoutCall(credentials, undefined, { 'accept-encoding': 'gzip, br' })));
    expect((await headers('chunked')).headers['transfer-encoding']).toBe('chunked');
    expect((await headers('no-keep-alive')).headers.connection).toBe('close');
    expect((await headers('header-names-odd')).rawHeaders).toContain('cOnTeNt-tYpE');
    expect((await headers('brotli')).headers['content-encoding']).toBe('br');
    const { bytes } = await headers('gzip');
    expect(JSON.parse(gunzipSync(bytes).toString())).toHaveProperty('accessToken');
    const sleeping = jest.spyOn(timers, 'setTimeout');
    await headers('latency-300');
    expect(sleeping.mock.calls.map(([ms]) => ms)).toContain(300);
    sleeping.mockRestore();
  });
});
