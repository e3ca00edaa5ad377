import { variablesOf } from '../contract/define';
import type { Credentials } from '../contract/derive';
import type { ModelRequest } from '../contract/model';
import { resolveRequest } from '../contract/request';
import type { ContractCase } from '../contract/types';
import type { VariableName } from '../contract/variables';
import type { Target } from '../http/types';
import { curlText } from '../lib/curl';
import { isPlainHttp } from '../lib/loopback';
import { shellQuote } from '../lib/shell';

/** Variables that a shell command can contain. */
const shellValues: Partial<Record<VariableName, string>> = {
  customerRef: 'my-customer',
  orderRef: 'my-order',
  instructionRef: 'my-instruction',
  correlationId: 'my-correlation-id',
  managementToken: '$IMBURSE_MANAGEMENT_TOKEN',
  expiredToken: '$IMBURSE_EXPIRED_TOKEN',
  noRoleToken: '$IMBURSE_NO_ROLE_TOKEN',
  expiredPayoutToken: '$IMBURSE_EXPIRED_PAYOUT_TOKEN',
  accountId: '$IMBURSE_ACCOUNT_ID',
  tenantId: '$IMBURSE_TENANT_ID',
};

/** The option that names a target again. */
const targetOption = ({ kind, baseUrl }: Target): string =>
  kind === 'embedded' ? '' : ` --target ${shellQuote(baseUrl)}${isPlainHttp(baseUrl) ? ' --allow-local-http' : ''}`;

/** A shell command that sends a program of exploring again, with the same values. */
export const exploreCommand = (id: string, target: Target, seed: number): string =>
  `payout-contract run${targetOption(target)} --seed ${seed} --case ${shellQuote(id)}`;

/** A shell command that sends the request of a case again: with curl if possible, or else with this tool. */
export function reproduceCommand(contractCase: ContractCase, target: Target): string {
  const { id, request } = contractCase;
  const unknown = variablesOf(request).some((name) => !(name in shellValues));
  if (unknown || target.kind === 'embedded' || (request.body && 'file' in request.body)) {
    return `payout-contract run --case ${id}${targetOption(target)}`;
  }
  const { method, url, headers, body } = resolveRequest(request, target.baseUrl, shellValues);
  return curlText({ method, url, headers, ...(typeof body === 'string' && { body }) });
}

/** Longer bodies are not written into a command. */
const longestReproducedBody = 4000;

/**
 * A curl command that sends a composed request once more; `undefined` if a shell cannot hold it, or no server is there
 * any more. Credentials of the user are named as variables.
 */
export function curlCommand(
  { method, url, headers, body }: ModelRequest,
  target: Target,
  { managementToken, expiredToken }: Pick<Credentials, 'managementToken' | 'expiredToken'>,
): string | undefined {
  if (target.kind === 'embedded') return undefined;
  if (body !== undefined && (typeof body !== 'string' || body.length > longestReproducedBody || body.includes('\0')))
    return undefined;
  const named = (text: string): string => {
    const withOne =
      managementToken === undefined ? text : text.replaceAll(managementToken, '$IMBURSE_MANAGEMENT_TOKEN');
    return expiredToken === undefined ? withOne : withOne.replaceAll(expiredToken, '$IMBURSE_EXPIRED_TOKEN');
  };
  const own = headers.map(([name, value]) => [name, named(value)] as const);
  const request = { method, url: named(url), headers: own, ...(body !== undefined && { body: named(body) }) };
  return curlText(request, ['--path-as-is']);
}
