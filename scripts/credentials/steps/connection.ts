import { isIP } from 'node:net';
import { endpointOf } from '../../http/origin';
import type { NetworkError } from '../../lib/network-error';
import type { DiagnosisCode } from '../diagnoses';
import { certificateDiagnosis, networkDiagnosis, restatesTitle } from '../network-diagnosis';
import type { CheckStep, StepContext, StepResult } from '../types';

/** A certificate that expires sooner deserves a warning. */
const soonMs = 14 * 24 * 3600_000;

/** What connections are made to: the proxy, or else the target. */
function nextHop({ target, network: { proxy } }: StepContext): { host: string; port: number; label: string } {
  const { host, port } = proxy ?? endpointOf(target.baseUrl);
  return { host, port, label: proxy ? `proxy ${host}` : host };
}

/** The result of a stage of connecting; a network error fails the step. */
async function stage(
  label: string,
  { secrets }: Pick<StepContext, 'secrets'>,
  work: () => Promise<StepResult>,
  diagnose: (error: NetworkError) => DiagnosisCode = networkDiagnosis,
): Promise<StepResult> {
  try {
    return await work();
  } catch (thrown) {
    const error = thrown as NetworkError;
    const message = secrets.redact(error.message);
    const diagnosis = diagnose(error);
    if (error.kind !== 'proxy') return { state: 'failed', seen: [`${label}: ${message}`], diagnosis };
    return { state: 'failed', seen: [message], diagnosis, restates: restatesTitle(error, diagnosis) };
  }
}

/** What fails on the way to a proxy is the proxy's, whatever the error. */
const onTheWay = ({ network: { proxy } }: StepContext) => (proxy ? () => 'proxy-unreachable' as const : undefined);

/** `2001:db8::1 (IPv6 only)`. */
function addressesText(addresses: readonly string[]): string {
  const families = new Set(addresses.map((address) => isIP(address)));
  const only = families.size === 1 && addresses.length > 0 ? ` (IPv${[...families].join()} only)` : '';
  return addresses.slice(0, 3).join(', ') + only;
}

/** Does the host name of the target, or of the proxy, resolve? */
export const nameResolutionStep: CheckStep = {
  id: 'name-resolution',
  title: 'Name resolution',
  evidence: ['C10'],
  checkedBy: 'server',
  run: (context) => {
    const { host, label } = nextHop(context);
    if (isIP(host)) return { state: 'not-needed', seen: [`${label} is an address`] };
    return stage(
      label,
      context,
      async () => {
        const addresses = await context.network.lookup(host);
        return { state: 'ok', seen: [`${label} resolves to ${addressesText(addresses)}`], found: { addresses } };
      },
      onTheWay(context),
    );
  },
};

/** Does the target, or the proxy, accept a connection? */
export const tcpStep: CheckStep = {
  id: 'tcp',
  title: 'TCP connection',
  evidence: ['C10'],
  checkedBy: 'server',
  run: (context) => {
    const { host, port, label } = nextHop(context);
    const { addresses = [] } = context.known;
    const shown = `${label} port ${port}${addresses.length === 0 ? '' : `, ${addressesText(addresses)}`}`;
    return stage(
      shown,
      context,
      async () => {
        await context.network.connect({ host, port });
        return { state: 'ok', seen: [`${label} port ${port}`] };
      },
      onTheWay(context),
    );
  },
};

/** Is there a TLS connection to the right host? */
export const tlsStep: CheckStep = {
  id: 'tls',
  title: 'TLS',
  evidence: ['C1', 'C10'],
  checkedBy: 'server',
  run: (context) => {
    const { target, network, host, secrets } = context;
    const endpoint = endpointOf(target.baseUrl);
    if (!endpoint.secure) return { state: 'not-needed', seen: ['plain HTTP, on this machine'] };
    const label = network.proxy ? 'TLS handshake through the proxy' : 'TLS handshake';
    return stage(label, context, async () => {
      const { protocol, issuer, subject, validFrom, validTo, problem } = await network.handshake(endpoint);
      const [owner, authority] = [subject, issuer].map((name) => secrets.redact(name));
      const certificate = `certificate of ${owner}, issued by ${authority}, valid from ${validFrom} to ${validTo}`;
      if (problem === undefined) {
        const soon = Date.parse(validTo) - host.now() < soonMs;
        const warnings: readonly DiagnosisCode[] = soon ? ['certificate-ends-soon'] : [];
        return { state: 'ok', seen: [`${protocol}, ${certificate}`], warnings };
      }
      return { state: 'failed', seen: [`${certificate} (${problem})`], diagnosis: certificateDiagnosis(problem) };
    });
  },
};
