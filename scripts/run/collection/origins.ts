import { hosts } from '../../contract/hosts';
import type { UnsentRequest } from '../../http/cage/wire';

const productionHost = new URL(hosts.production).hostname;

/** Whether an origin is the production environment, on any port. */
export const isProduction = (origin: string): boolean => new URL(origin).hostname.replace(/\.$/, '') === productionHost;

export interface OriginRules {
  readonly target: string;
  /** Origins that the user named with `--allow-origin`. */
  readonly allowed: readonly string[];
  readonly allowProduction: boolean;
}

/** Why no connection to an origin is opened: it is decided by where the connection goes, whatever a URL looked like. */
export function whyNotSent(
  origin: string,
  { target, allowed, allowProduction }: OriginRules,
): UnsentRequest | undefined {
  if (isProduction(origin) && !allowProduction)
    return { kind: 'production', origin, message: `not sent: ${origin} is production, which needs --allow-production` };
  if (origin === target || allowed.includes(origin)) return undefined;
  return {
    ...{ kind: 'other-origin', origin },
    message: `not sent: ${origin} is not the target ${target}; --allow-origin ${origin} allows it`,
  };
}
