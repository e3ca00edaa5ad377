import { hosts } from '../contract/hosts';
import type { Target } from '../http/types';
import { UserError } from '../lib/user-error';
import { chooseTarget, isEmbedded } from '../run/target';
import type { Partner } from './types';

/**
 * Resolves the target of a partner.
 *
 * @param from what names the target, for error messages
 * @throws UserError for an invalid target, the embedded sandbox, and production without permission
 */
export function targetOf(target: string, allowProduction: boolean, from = 'its target'): Target {
  // It generates new credentials at each start, so no partner can have them.
  if (isEmbedded(target, undefined))
    throw new UserError(
      `${from} cannot be the embedded sandbox`,
      (tool) => `start it with ${tool} sandbox, and give its URL`,
    );
  return chooseTarget(target, undefined, allowProduction, from);
}

/**
 * Tells whether a worker may send credentials to a partner's target: Imburse's hosts, and the URLs that the worker's
 * operator lists. Jobs come from Redis and cannot extend the list; other services of this machine are not in it.
 *
 * @throws UserError for an invalid URL in the list
 */
export function targetFilter(urls: readonly string[], allowProduction: boolean): (partner: Partner) => boolean {
  const listed = urls.map((url) => new URL(targetOf(url, allowProduction, '--allow-target').baseUrl).origin);
  const origins = new Set<string>([...Object.values(hosts), ...listed]);
  return ({ target }) => {
    try {
      const { baseUrl } = targetOf(target, allowProduction);
      return origins.has(new URL(baseUrl).origin);
    } catch {
      return false;
    }
  };
}
