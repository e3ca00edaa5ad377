import { hostOf } from '../endpoint';
import { errorText, networkDiagnosis } from '../network-diagnosis';
import type { Step } from '../types';

/** Does the target, or the proxy, take a connection? */
export const tcpStep: Step = {
  id: 'tcp',
  title: 'TCP connection',
  evidence: ['C10'],
  checkedBy: 'server',
  run: async ({ target, network }) => {
    const endpoint = network.proxy ?? hostOf(target);
    const shown = `${network.proxy ? 'proxy ' : ''}${endpoint.host} port ${endpoint.port}`;
    try {
      await network.connect(endpoint);
      return { state: 'ok', seen: [shown] };
    } catch (error) {
      return { state: 'failed', seen: [`${shown}: ${errorText(error)}`], diagnosis: networkDiagnosis(error as Error) };
    }
  },
};
