import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { base64urlEncode } from '../lib/base64url';
import { isPayoutToken, isUsedCorrectly, keepsContract, type Outcome } from './expectations';
import { matchers } from './matchers';
import { assertKeepsPayoutContract, assertPayoutToken, assertUsedCorrectly } from './node';
import { startSandbox } from './sandbox';

const references = { customerRef: 'customer-1', orderRef: 'order-1', instructionRef: 'instruction-1' };
const json = { 'content-type': 'application/json' };
const segment = (value: object): string => base64urlEncode(JSON.stringify(value));
const tokenOf = (claims: object): string =>
  `${segment({ alg: 'HS256', typ: 'JWT' })}.${segment(claims)}.${'A'.repeat(43)}`;
const exp = 4_102_444_800;
const right = tokenOf({ exp, ...references });
const request = { method: 'POST', url: 'https://api.example/v1/identity/payout', headers: json, body: references };
const answer = (status: number, body: unknown) => ({ status, headers: { ...json, 'cache-control': 'no-store' }, body });

const silent = { clientReport: async () => ({ verdict: 'skipped', requests: 0, mistakes: [] }) as const };

/** A client that sends no credential, and one that does nothing wrong. */
async function withClient(isRight: boolean): Promise<Outcome> {
  await using sandbox = await startSandbox();
  const authorization = `Bearer ${sandbox.credentials.managementToken}`;
  const headers = isRight ? { ...json, authorization } : json;
  await fetch(`${sandbox.url}/v1/identity/payout`, { method: 'POST', headers, body: JSON.stringify(references) });
  return isUsedCorrectly(sandbox);
}

/** Every message of a matcher: what was asserted, and what came of it. */
const said: readonly (readonly [
  name: string,
  holds: boolean | undefined,
  outcome: () => Outcome | Promise<Outcome>,
])[] = [
  [
    'toKeepPayoutContract: a response that keeps it, with .not',
    true,
    () => keepsContract(answer(401, { errors: [] }), { request, call: 'payout-token', side: 'server' }),
  ],
  [
    'toKeepPayoutContract: a token in the wrong form',
    false,
    () => keepsContract(answer(201, { accessToken: 'a.b', expires: '4102444800000' }), { request }),
  ],
  [
    'toKeepPayoutContract: the mistakes of the client count too',
    false,
    () => keepsContract(answer(200, { accessToken: right, expires: String(exp * 1000) }), { request, side: 'client' }),
  ],
  ['toKeepPayoutContract: a response that says nothing', undefined, () => keepsContract(answer(503, ''), { request })],
  [
    'toKeepPayoutContract: a URL of another service',
    undefined,
    () => keepsContract(answer(200, {}), { request: { url: 'https://api.example/orders' } }),
  ],
  ['toBePayoutToken: a payout token, with .not', true, () => isPayoutToken(right, { for: references })],
  ['toBePayoutToken: a text', false, () => isPayoutToken('not-a-token')],
  ['toBePayoutToken: nothing', false, () => isPayoutToken(undefined)],
  [
    'toBePayoutToken: another order',
    false,
    () => isPayoutToken(right, { for: { ...references, orderRef: 'order-2' } }),
  ],
  ['toBePayoutToken: a time that is not a number', false, () => isPayoutToken(tokenOf({ exp: 'tomorrow' }))],
  ['toHaveBeenUsedCorrectly: a client without a mistake, with .not', true, () => withClient(true)],
  ['toHaveBeenUsedCorrectly: a client without a credential', false, () => withClient(false)],
  ['toHaveBeenUsedCorrectly: no request', undefined, () => isUsedCorrectly(silent)],
];

const file = join(__dirname, 'transcripts.md');
const heading =
  '# Messages of the matchers\n\nThe assertions of `payout-contract/node` say the same. A test writes this page: `UPDATE_TRANSCRIPTS=1 npx jest scripts/library`.\n';

describe('the message of', () => {
  const outcomes = new Map<string, Outcome>();

  it.each(said)('%s', async (name, holds, outcome) => {
    const result = await outcome();
    outcomes.set(name, result);
    expect(result.holds).toBe(holds);
    expect(result.message).not.toMatch(/[^\P{C}\n]/u);
  });

  it('each matcher is in transcripts.md', () => {
    const parts = [...outcomes].map(([name, { message }]) => `\n## ${name}\n\n\`\`\`text\n${message}\n\`\`\`\n`);
    const text = [heading, ...parts].join('');
    if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('a matcher', () => {
  it('passes neither way if nothing could be judged', async () => {
    for (const isNot of [true, false]) {
      const { pass } = await matchers.toHaveBeenUsedCorrectly.call({ isNot }, silent);
      expect(pass).toBe(isNot);
    }
  });

  it('refuses what is not a sandbox', async () => {
    await expect(isUsedCorrectly({} as never)).rejects.toThrow(/startSandbox/);
  });
});

describe('an assertion', () => {
  it('throws what the matcher says', async () => {
    const wrong = answer(201, { accessToken: 'a.b', expires: '1' });
    await expect(assertKeepsPayoutContract(wrong, { request })).rejects.toMatchObject({
      name: 'AssertionError',
      message: expect.stringContaining('token-form'),
    });
    expect(() => assertPayoutToken('not-a-token')).toThrow(/token-form/);
    await expect(assertUsedCorrectly(silent)).rejects.toThrow(/received no requests/);
    assertPayoutToken(right, { for: references });
  });
});
