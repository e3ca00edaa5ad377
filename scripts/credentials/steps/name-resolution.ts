import { isIP } from 'node:net';
import { hostOf } from '../endpoint';
import { errorText } from '../network-diagnosis';
import type { Step } from '../types';

/** Does the target's name, or the proxy's, lead to an address? */
export const nameResolutionStep: Step = {
  id: 'name-resolution',
  title: 'Name resolution',
  evidence: ['C10'],
  checkedBy: 'server',
  run: async ({ target, network }) => {
    const { host } = network.proxy ?? hostOf(target);
    const of = network.proxy ? `proxy ${host}` : host;
    if (isIP(host)) return { state: 'not-needed', seen: [`${of} is an address`] };
    try {
      const addresses = await network.lookup(host);
      return { state: 'ok', seen: [`${of} is ${addresses.slice(0, 3).join(', ')}`] };
    } catch (error) {
      return { state: 'failed', seen: [`${of}: ${errorText(error)}`], diagnosis: 'name-not-resolved' };
    }
  },
};
