import type { CheckedTarget, Endpoint } from './types';

/** Host and port of a target. */
export function hostOf({ baseUrl }: Pick<CheckedTarget, 'baseUrl'>): Endpoint & { readonly secure: boolean } {
  const { hostname, port, protocol } = new URL(baseUrl);
  const secure = protocol === 'https:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 443 : 80), secure };
}
