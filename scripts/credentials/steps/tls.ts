import { hostOf } from '../endpoint';
import { errorText, networkDiagnosis, tlsDiagnosis } from '../network-diagnosis';
import type { Step } from '../types';

/** Is there a secure connection to the host that was meant? */
export const tlsStep: Step = {
  id: 'tls',
  title: 'TLS',
  evidence: ['C1', 'C10'],
  checkedBy: 'server',
  run: async ({ target, network }) => {
    const endpoint = hostOf(target);
    if (!endpoint.secure) return { state: 'not-needed', seen: ['plain http, on this machine'] };
    if (network.proxy) return { state: 'not-needed', seen: ['goes through the proxy: verified with the first answer'] };
    try {
      const { protocol, issuer, subject, validTo, problem } = await network.handshake(endpoint);
      const certificate = `certificate of ${subject}, issued by ${issuer}, valid to ${validTo}`;
      if (problem === undefined) return { state: 'ok', seen: [`${protocol}, ${certificate}`] };
      return { state: 'failed', seen: [`${problem}: ${certificate}`], diagnosis: tlsDiagnosis(problem) };
    } catch (error) {
      return { state: 'failed', seen: [errorText(error)], diagnosis: networkDiagnosis(error as Error) };
    }
  },
};
