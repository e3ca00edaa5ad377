import { hosts } from '../contract/hosts';
import { endpointOf, isClearText, isLoopback } from '../http/origin';
import type { Target } from '../http/types';
import { UserError } from '../lib/user-error';

export { isLoopback };

function kindOf(origin: string): Target['kind'] {
  if (origin === hosts.production || origin === `${hosts.production}.`) return 'production';
  return origin === hosts.sandbox || origin === hosts.sandbox2019 ? 'sandbox' : 'custom';
}

function fromUrl(text: string, from: string): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const remedy = 'use embedded, sandbox, production, or a URL such as https://sandbox-api.imbursepayments.com';
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError(`${from} is neither the name of a target nor an http(s) URL`, remedy);
  if (url.username || url.password)
    throw new UserError(`${from} contains a user name or password`, 'remove them from the URL');
  if (url.search || url.hash) throw new UserError(`${from} contains a query or a fragment`, 'give only the base URL');
  const baseUrl = url.origin + url.pathname.replace(/\/+$/, '');
  if (isClearText(endpointOf(baseUrl))) {
    throw new UserError(
      `${from} is plain http, so credentials would be sent unencrypted`,
      'use https; http is allowed for this machine only',
    );
  }
  const kind = kindOf(url.origin);
  return { name: kind === 'custom' ? url.host : kind, kind, baseUrl };
}

/** Whether `--target` and the configured base URL name the embedded sandbox, whose URL is not known before it starts. */
export const isEmbedded = (option: string | undefined, baseUrl: string | undefined): boolean =>
  option === 'embedded' || (option === undefined && baseUrl === undefined);

/**
 * The target, other than the embedded sandbox, that an option or the configured base URL names; the option counts.
 *
 * @param from what to call the option in an error
 * @throws UserError if it is not a name or a URL, is plain http to another machine, or is production without permission
 */
export function chooseTarget(
  option: string | undefined,
  baseUrl: string | undefined,
  allowProduction: boolean,
  from = '--target',
): Target {
  const named = option === 'sandbox' || option === 'production' ? option : undefined;
  const target =
    option === undefined || named
      ? fromUrl(named ? hosts[named] : (baseUrl ?? hosts.sandbox), named ? from : 'IMBURSE_BASE_URL')
      : fromUrl(option, option.includes('@') ? from : `${from} "${option.slice(0, 60)}"`);
  if (target.kind === 'production' && !allowProduction) {
    throw new UserError('the target is production', 'add --allow-production; only cases tagged "safe" are sent there');
  }
  return target;
}
