import { cases } from '../contract';
import { directEngine } from './direct';
import { nodeNetwork } from './network';
import { newmanEngine } from './newman';
import { lengthOf, type Read, testLongestBody } from './testing/longest-body';
import type { Engine } from './types';

const documented = cases.find(({ id }) => id === 'accept.documented')!;
const { signal } = new AbortController();
const timeoutMs = 60_000;

const byEngine =
  (make: (url: string) => Engine): Read =>
  async (url) => {
    const engine = make(url);
    const batch = [{ contractCase: documented, attempt: 1, values: { managementToken: 'not-a-real-token' } }];
    let read: number | string = 'nothing';
    for await (const { outcome } of engine.send(batch, { signal, timeoutMs })) read = lengthOf(outcome);
    await engine.close?.();
    return read;
  };

const byCredentialCheck: Read = async (url) => {
  const network = nodeNetwork(url, {}, { timeoutMs, signal }, Date.now);
  const outcome = await network.send({ method: 'GET', url: `${url}/`, headers: [] });
  await network.close();
  return lengthOf(outcome);
};

testLongestBody([
  ['the direct engine', byEngine(directEngine)],
  ['the Newman engine', byEngine(newmanEngine)],
  ['check-credentials', byCredentialCheck],
]);
