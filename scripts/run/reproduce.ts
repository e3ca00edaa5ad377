import { variablesOf } from '../contract/define';
import { resolveRequest } from '../contract/request';
import type { ContractCase } from '../contract/types';
import type { VariableName } from '../contract/variables';
import type { Target } from '../http/types';
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
  accountId: '$IMBURSE_ACCOUNT_ID',
  tenantId: '$IMBURSE_TENANT_ID',
};

/** Quotes a text for a shell, which still expands `$IMBURSE_…`. */
function withVariables(text: string): string {
  if (!text.includes('$IMBURSE_')) return shellQuote(text);
  return text
    .split(/(\$IMBURSE_[A-Z_]+)/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('$IMBURSE_') ? `"${part}"` : shellQuote(part)))
    .join('');
}

/** The option that names a target again. */
export const targetOption = ({ kind, baseUrl }: Target): string =>
  kind === 'embedded' ? '' : ` --target ${shellQuote(baseUrl)}${isPlainHttp(baseUrl) ? ' --allow-local-http' : ''}`;

/** A shell command that sends the request of a case again: with curl if possible, or else with this tool. */
export function reproduceCommand(contractCase: ContractCase, target: Target): string {
  const { id, request } = contractCase;
  const unknown = variablesOf(request).some((name) => !(name in shellValues));
  if (unknown || target.kind === 'embedded' || (request.body && 'file' in request.body)) {
    return `payout-contract run --case ${id}${targetOption(target)}`;
  }
  const { method, url, headers, body } = resolveRequest(request, target.baseUrl, shellValues);
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const words = [
    'curl -i',
    method === 'HEAD' ? '--head' : `-X ${method}`,
    withVariables(url),
    ...headers.map(
      ([name, value]) => `-H ${value === '' ? shellQuote(`${name};`) : withVariables(`${name}: ${value}`)}`,
    ),
    ...(typeof body === 'string'
      ? [...(hasType ? [] : ["-H 'Content-Type:'"]), `--data-binary ${withVariables(body)}`]
      : []),
  ];
  return words.join(' ');
}
