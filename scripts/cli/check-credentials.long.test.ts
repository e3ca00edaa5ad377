import { readdirSync, rmSync } from 'node:fs';
import { seededFaults } from '../credentials/testing/faults';
import { leaksIn } from '../credentials/testing/leak';
import { makeWorkplace } from '../testing/cli';
import { faultOutput, isAnywhere } from '../testing/fault-output';
import { doubledPunctuation } from '../testing/punctuation';

const workplace = makeWorkplace();
afterEach(() => {
  for (const name of readdirSync(workplace.cwd)) rmSync(workplace.path(name), { recursive: true });
});
afterAll(() => workplace.remove());

describe('a secret', () => {
  it.each(seededFaults.filter(isAnywhere))('is in no output: $name', async (fault) => {
    const { said, bundle, secrets } = await faultOutput(workplace, fault);
    expect(bundle).not.toBe('');
    expect(doubledPunctuation(said)).toEqual([]);
    expect(leaksIn(said + bundle, secrets)).toEqual([]);
  });
});
