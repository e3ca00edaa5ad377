import { withoutCallPath } from '../contract/base-path';
import { calls } from '../contract/calls';
import { hosts, kindOfOrigin } from '../contract/hosts';
import { endpointOf, isClearText, isContainerHost } from '../http/origin';
import type { Target } from '../http/types';
import { nearest } from '../lib/nearest';
import { UserError } from '../lib/user-error';

/** The paths of the calls. */
const callPaths = calls.flatMap(({ operations }) => operations.map(({ path }) => path));

const names = ['embedded', 'sandbox', 'production'] as const;

/** A password before the host, or a token in the query: such a text is not repeated. */
const mayHoldSecret = /[@?#]/;

/** What to type in place of a text that is not an http(s) URL. */
function remedyFor(text: string, isSetting: boolean): string {
  const near = nearest(text.toLowerCase(), names) ?? names.find((name) => text && name.startsWith(text.toLowerCase()));
  if (near)
    return isSetting ? `remove it and add --target ${near}; the setting takes a URL only` : `did you mean ${near}?`;
  if (/^["'`<]/.test(text)) return 'give the URL alone, without quotes or brackets';
  if (/^https?:?\/*[^/]/i.test(text))
    return 'check its spelling: a URL has https://, a host and, optionally, a port up to 65535';
  if (/^[\w-]+(?:\.[\w-]+)+(?:[:/]|$)|^localhost\b/.test(text))
    return `start it with ${/^(?:localhost|127\.)/.test(text) ? 'http' : 'https'}://`;
  const url = 'a URL such as https://sandbox-api.imbursepayments.com';
  return isSetting ? `use ${url}` : `use embedded, sandbox, production, or ${url}`;
}

function fromUrl(text: string, from: string, localHttp: boolean): Target {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError(
      `${from} is neither the name of a target nor an http(s) URL`,
      remedyFor(text.trim(), from === 'IMBURSE_BASE_URL'),
    );
  if (url.username || url.password)
    throw new UserError(`${from} contains a user name or password`, 'remove it from the URL');
  if (url.search || url.hash) throw new UserError(`${from} contains a query or a fragment`, 'give the base URL alone');
  const path = withoutCallPath(url.pathname, callPaths);
  const baseUrl = url.origin + path;
  const cut = text.trim().endsWith('/') || url.pathname !== '/' ? url.pathname.slice(path.length) : '';
  const endpoint = endpointOf(baseUrl);
  if (isClearText(endpoint) && !(localHttp && isContainerHost(endpoint.host))) {
    const hint = isContainerHost(endpoint.host) ? ', or, with --allow-local-http, for a container on it' : '';
    throw new UserError(
      `${from} is plain HTTP, so credentials would be sent unencrypted`,
      `use https; http is allowed for this machine only${hint}`,
    );
  }
  const kind = kindOfOrigin(url.origin);
  return { name: kind === 'custom' ? url.host : kind, kind, baseUrl, ...(cut && { cut }) };
}

/** Whether `--target` and the configured base URL name the embedded sandbox, whose URL is not known before it starts. */
export const isEmbedded = (option: string | undefined, baseUrl: string | undefined): boolean =>
  option === 'embedded' || (option === undefined && baseUrl === undefined);

/**
 * The target, other than the embedded sandbox, that an option or the configured base URL names; the option counts.
 *
 * @param from what to call the option in an error
 * @param localHttp allows plain HTTP to containers on this machine
 * @throws UserError if it is not a name or a URL, is plain HTTP to another machine, or is production without permission
 */
export function chooseTarget(
  option: string | undefined,
  baseUrl: string | undefined,
  allowProduction: boolean,
  from = '--target',
  localHttp = false,
): Target {
  const named = option === 'sandbox' || option === 'production' ? option : undefined;
  const target =
    option === undefined || named
      ? fromUrl(named ? hosts[named] : (baseUrl ?? hosts.sandbox), named ? from : 'IMBURSE_BASE_URL', localHttp)
      : fromUrl(option, mayHoldSecret.test(option) ? from : `${from} "${option.slice(0, 60)}"`, localHttp);
  if (target.kind === 'production' && !allowProduction) {
    throw new UserError('the target is production', 'add --allow-production; run sends only cases tagged "safe" there');
  }
  return target;
}
