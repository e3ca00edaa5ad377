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
  const remedy = 'give a name (embedded, sandbox, production) or a URL such as https://sandbox-api.imbursepayments.com';
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError(`${from} is neither a target's name nor an http(s) URL`, remedy);
  if (url.username || url.password)
    throw new UserError(`${from} holds a user name or password`, 'take them out of the URL');
  if (url.search || url.hash) throw new UserError(`${from} holds a query or a fragment`, 'give the base URL alone');
  const baseUrl = url.origin + url.pathname.replace(/\/+$/, '');
  if (isClearText(endpointOf(baseUrl))) {
    throw new UserError(
      `${from} is plain http: credentials would travel in the clear`,
      'use https; http is for this machine only',
    );
  }
  const kind = kindOf(url.origin);
  return { name: kind === 'custom' ? url.host : kind, kind, baseUrl };
}

/**
 * The target that `--target` names, or that IMBURSE_BASE_URL is, or the embedded sandbox. The embedded one has no URL
 * before it is started, so that none is returned for it.
 *
 * @throws UserError for what is neither a name nor a URL, for plain http beyond this machine, for production not allowed
 */
export function chooseTarget(
  option: string | undefined,
  baseUrl: string | undefined,
  allowProduction: boolean,
): Target | 'embedded' {
  if (option === 'embedded' || (option === undefined && baseUrl === undefined)) return 'embedded';
  const named = option === 'sandbox' || option === 'production' ? option : undefined;
  const target =
    option === undefined || named
      ? fromUrl(baseUrl ?? hosts[named ?? 'sandbox'], baseUrl ? 'IMBURSE_BASE_URL' : '--target')
      : fromUrl(option, option.includes('@') ? '--target' : `--target "${option.slice(0, 60)}"`);
  // A name does not make production, by way of IMBURSE_BASE_URL, into anything else.
  const chosen: Target = named && target.kind !== 'production' ? { ...target, name: named, kind: named } : target;
  if (chosen.kind === 'production' && !allowProduction) {
    throw new UserError(
      'the target is production',
      'add --allow-production; only the cases tagged "safe" are sent there',
    );
  }
  return chosen;
}
