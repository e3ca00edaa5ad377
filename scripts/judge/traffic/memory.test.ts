import type { Prediction } from '../../contract/model';
import { TrafficMemory } from './memory';

const host = 'https://api.example.com';
const issued = (from: number, origin = host) => ({ origin, call: 'payout-token' as const, from, expires: undefined });
const long = `${'a'.repeat(8188)}.b.c`;

describe('the memory of traffic', () => {
  it('knows a token from the time at which it was issued, at the host that issued it', () => {
    const memory = new TrafficMemory();
    memory.issue('h.p.s', issued(10));
    expect(memory.issuedBy('h.p.s', host, 9)).toBeUndefined();
    expect(memory.issuedBy('h.p.s', host, 10)).toMatchObject({ from: 10 });
    expect(memory.issuedBy('h.p.s', 'https://other.example.com', 10)).toBeUndefined();
    expect(memory.issuedBy('h.p.t', host, 10)).toBeUndefined();
  });

  it('keeps the earliest time of a token that is issued twice, in any order', () => {
    const memory = new TrafficMemory();
    memory.issue('h.p.s', issued(10));
    memory.issue('h.p.s', issued(20));
    memory.issue('h.p.s', { ...issued(10), expires: 99 });
    expect(memory.issuedBy('h.p.s', host, 10)).toEqual(issued(10));
    expect(memory.issuedBy('h.p.s', host, 10)).toMatchObject({ from: 10 });
    memory.issue('h.p.s', issued(5));
    expect(memory.issuedBy('h.p.s', host, 5)).toMatchObject({ from: 5 });
  });

  it('tells a token with the signature or the content of a known one from the known one', () => {
    const memory = new TrafficMemory();
    memory.issue('h.p.s', issued(0));
    expect(memory.relativeOf('h.p.s')).toBeUndefined();
    expect(memory.relativeOf('x.y.s')).toBe('signature');
    expect(memory.relativeOf('h.p.t')).toBe('content');
    expect(memory.relativeOf('x.y.z')).toBeUndefined();
    memory.issue('.e', issued(0));
    expect(memory.relativeOf('x.e')).toBe('signature');
    expect(memory.relativeOf('.f')).toBe('content');
    // Texts without a dot are not tokens, and nothing signs them.
    memory.issue('opaque', issued(0));
    expect(memory.relativeOf('opaque')).toBeUndefined();
    expect(memory.relativeOf('')).toBeUndefined();
  });

  it('keeps tokens of 8192 characters and no longer ones', () => {
    const memory = new TrafficMemory();
    memory.issue(long, issued(0));
    memory.issue(`${long}d`, issued(0));
    expect([long, `${long}d`].map((each) => memory.issuedBy(each, host, 0) !== undefined)).toEqual([true, false]);
    memory.acceptToken(`${'x'.repeat(8190)}.w`, host, 0);
    expect(memory.relativeOf('z.w')).toBe('signature');
    const nonce = 'n'.repeat(8191 - host.length);
    memory.acceptNonce(nonce, host, 0);
    memory.acceptNonce(`${nonce}n`, host, 0);
    expect([nonce, `${nonce}n`].map((each) => memory.wasNonceUsed(each, host, 0))).toEqual([true, false]);
    memory.acceptToken(`${'x'.repeat(8191)}.y`, host, 0);
    expect(memory.relativeOf('z.y')).toBeUndefined();
  });

  it('knows what was accepted from the first time on', () => {
    const memory = new TrafficMemory();
    memory.acceptToken('h.p.s', host, 10);
    memory.acceptToken('h.p.s', host, 20);
    expect([9, 10].map((at) => memory.wasAccepted('h.p.s', host, at))).toEqual([false, true]);
    expect(memory.wasAccepted('h.p.s', 'https://other.example.com', 10)).toBe(false);
    expect(memory.relativeOf('h.p.t')).toBe('content');
    memory.acceptNonce('key:nonce', host, 10);
    expect([9, 10].map((at) => memory.wasNonceUsed('key:nonce', host, at))).toEqual([false, true]);
  });

  it.each([
    ['unknown-header', true],
    ['other-owner', true],
    ['unknown-token', false],
  ])('takes a header that leaves a response open as harmless once it was accepted: %s, %s', (kind, want) => {
    const memory = new TrafficMemory();
    const prediction = { openings: [{ kind, detail: 'X-Trace' }] } as unknown as Prediction;
    memory.acceptHeaders([['x-trace', '1']], prediction, host, 10);
    expect(memory.isHarmless(['X-TRACE', '1'], host, 10)).toBe(want);
    expect(memory.isHarmless(['X-TRACE', '1'], host, 9)).toBe(false);
    expect(memory.isHarmless(['X-TRACE', '2'], host, 10)).toBe(false);
  });
});
