import { hosts } from '../../contract/hosts';
import type { UnsentRequest } from '../../http/cage/wire';
import { unresolvedText } from './results';
import { unresolvedIn } from './variables';

const productionHost = new URL(hosts.production).hostname;

/** Whether an origin is the production environment, on any port. */
export const isProduction = (origin: string): boolean => new URL(origin).hostname.replace(/\.$/, '') === productionHost;

export interface OriginRules {
  readonly target: string;
  /** Origins that the user named with `--allow-origin`. */
  readonly allowed: readonly string[];
  readonly allowProduction: boolean;
  /** The name of a variable as the collection writes it: a host is in lower case. */
  readonly nameOf: (name: string) => string;
}

/** Why no connection to an origin is opened: it is decided by where the connection goes, whatever a URL looked like. */
export function whyNotSent(
  origin: string,
  { target, allowed, allowProduction, nameOf }: OriginRules,
): UnsentRequest | undefined {
  if (isProduction(origin) && !allowProduction)
    return { kind: 'production', origin, message: `not sent: ${origin} is production, which needs --allow-production` };
  if (origin === target || allowed.includes(origin)) return undefined;
  const names = unresolvedIn(origin).map(nameOf);
  if (names.length > 0)
    return { kind: 'no-value', origin, message: `not sent: its host needs a value for ${unresolvedText(names)}` };
  return {
    ...{ kind: 'other-origin', origin },
    message: `not sent: ${origin} is not the origin of the target; to send it, add --allow-origin ${origin}`,
  };
}
