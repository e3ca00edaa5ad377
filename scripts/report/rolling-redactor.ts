import type { KnownCredentials } from '../judge/traffic/credential-facts';
import { Redactor } from './redactor';

/** What is shown in place of each secret among credentials. */
const kinds = {
  privateKey: 'private key',
  managementToken: 'management token',
  expiredToken: 'expired token',
  noRoleToken: 'token without the role',
  expiredPayoutToken: 'expired payout token',
} as const satisfies Partial<Record<keyof KnownCredentials, string>>;

/** Tells a redactor every secret among credentials, never to be forgotten. */
export function learnCredentials(redactor: Pick<Redactor, 'learn'>, credentials: KnownCredentials): void {
  for (const name of Object.keys(kinds) as (keyof typeof kinds)[]) redactor.learn(credentials[name], kinds[name], true);
}

/** A redactor that knows the secrets of credentials from the start. */
export class RollingRedactor extends Redactor {
  constructor(credentials: KnownCredentials = {}) {
    super();
    learnCredentials(this, credentials);
  }
}
