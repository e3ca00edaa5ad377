import { UserError } from '../../lib/user-error';
import { UnreadableSecret } from '../../run/environment/secret-file';
import { fingerprintOf } from '../fingerprint';
import { targetFilter } from '../partner-target';
import type { FleetPlan } from '../plan';
import { type SecretSource, settingsOfPartner } from '../secrets';
import type { FleetMode, Partner, PartnerCause, SecretReference } from '../types';

/** What the operator of a worker allows jobs to use. Jobs come from Redis and cannot extend it. */
export type Trust =
  | {
      readonly by: 'file';
      /** As people wrote it. */
      readonly file: string;
      readonly plan: FleetPlan;
    }
  | {
      readonly by: 'list';
      /** Names of variables and files; `*` stands for any characters. */
      readonly secrets: readonly string[];
      readonly targets: readonly string[];
      readonly allowProduction: boolean;
    };

/** Why a worker leaves a partner to others; `undefined` if it can check it. */
export type TrustCheck = (partner: Partner, mode: FleetMode) => PartnerCause | undefined;

/** Variables of the fleet itself. */
const own = ['FLEET_KEY', 'FLEET_KEY_FILE', 'REDIS_URL'];

const partnerCause = (code: string, title: string, next: string): PartnerCause => ({ code, title, next });

function patternOf(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  // A star does not leave the folder.
  return new RegExp(`^${parts.join('[^/\\\\]*')}$`);
}

function referencesOf({ name: _, target: __, ...rest }: Partner): [key: string, reference: SecretReference][] {
  return Object.entries(rest).filter((entry): entry is [string, SecretReference] => typeof entry[1] === 'object');
}

/** By a list of names and targets. */
function byList({ secrets, targets, allowProduction }: Extract<Trust, { by: 'list' }>): TrustCheck {
  const patterns = secrets.map(patternOf);
  const allowsTarget = targetFilter(targets, allowProduction);
  const isAllowed = (reference: SecretReference): boolean => {
    const name = 'env' in reference ? reference.env : reference.file;
    const outside = 'file' in reference && /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name);
    return patterns.some((pattern) => pattern.test(name)) && !(outside && !secrets.includes(name));
  };
  return (partner) => {
    if (!allowsTarget(partner))
      return partnerCause(
        'target-not-allowed',
        `The worker may not send credentials to ${partner.target}`,
        'start a worker with --allow-target, or --allow-production',
      );
    for (const [key, reference] of referencesOf(partner)) {
      const name = 'env' in reference ? reference.env : reference.file;
      if (own.includes(name) || !isAllowed(reference))
        return partnerCause(
          'secret-not-allowed',
          `${key}: the worker may not use ${'env' in reference ? 'the environment variable' : 'the file'} ${name}`,
          'start a worker with --allow-secrets, or --partners',
        );
    }
    return undefined;
  };
}

/** By the worker's own partners file: a job must be for one of its entries, unchanged. */
function byFile({ file, plan }: Extract<Trust, { by: 'file' }>): TrustCheck {
  const entries = new Map(plan.partners.map((partner) => [partner.name, partner]));
  return (partner, mode) => {
    const entry = entries.get(partner.name);
    if (entry && fingerprintOf(entry, mode) === fingerprintOf(partner, mode)) return undefined;
    return partnerCause(
      'partner-not-allowed',
      `The worker's ${file} ${entry ? 'has another entry for this partner' : 'does not contain this partner'}`,
      'start a worker with the partners file that was enqueued',
    );
  };
}

/**
 * Decides what a worker leaves to others: what its operator does not allow, and secrets that it cannot read.
 *
 * @throws UserError for an invalid target in the list, and for a list that contains the variables of the fleet itself
 */
export function trustCheckOf(trust: Trust, source: SecretSource): TrustCheck {
  if (trust.by === 'list')
    for (const name of trust.secrets)
      if (own.includes(name))
        throw new UserError(`--allow-secrets: jobs may never use ${name}`, 'name the secrets of partners');
  const refuses = trust.by === 'file' ? byFile(trust) : byList(trust);
  return (partner, mode) => {
    const refused = refuses(partner, mode);
    if (refused) return refused;
    try {
      settingsOfPartner(partner, source);
      return undefined;
    } catch (error) {
      if (!(error instanceof UnreadableSecret)) return undefined;
      return partnerCause('setting-unusable', error.message, 'start a worker that has the secret');
    }
  };
}
