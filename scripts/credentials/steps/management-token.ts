import { defined } from '../../lib/defined';
import { decodeJws } from '../../lib/jws';
import { mapStrings } from '../../lib/map-strings';
import type { DiagnosisCode } from '../diagnoses';
import { lifetimeText, type TokenClaims, tokenClaims } from '../token-claims';
import type { CheckStep, Secrets, StepContext, StepResult } from '../types';

const soonMs = 5 * 60_000;

/** The local time, corrected by what is known of the clock. */
const correctedNow = ({ host, known }: StepContext): number => host.now() + (known.skew?.ms ?? 0);

function describe(claims: TokenClaims, now: number, secrets: Secrets): string[] {
  const { audience, roles, account, tenant, expMs } = mapStrings(claims, (text) => secrets.redact(text));
  const kind = [
    ...(audience ? [`for ${audience}`] : []),
    ...(expMs === undefined ? [] : [lifetimeText(expMs, now)]),
    roles.length > 0 ? `roles ${roles.join(', ')}` : 'no roles',
  ];
  const owner = [...(account ? [`account ${account}`] : []), tenant ? `tenant ${tenant}` : 'no tenant'];
  return [kind.join(', '), owner.join(', ')];
}

/** Whether a setting and a claim are both present and differ. */
const differs = (setting: string | undefined, claim: string | undefined): boolean =>
  setting !== undefined && claim !== undefined && setting.toLowerCase() !== claim.toLowerCase();

/** What would explain a refusal. None of it counts against a token that the target accepts. */
function suspectsOf(claims: TokenClaims, { settings }: StepContext, now: number): DiagnosisCode[] {
  const { isPayoutToken, expMs, notBeforeMs, tenant, account } = claims;
  const applies = {
    'payout-token-given': isPayoutToken,
    'management-token-expired': expMs !== undefined && expMs <= now,
    'management-token-not-yet-valid': notBeforeMs !== undefined && notBeforeMs > now,
    'account-key': tenant === undefined && account !== undefined,
    'tenant-differs':
      differs(settings.IMBURSE_TENANT_ID?.value, tenant) || differs(settings.IMBURSE_ACCOUNT_ID?.value, account),
  };
  return (Object.keys(applies) as (keyof typeof applies)[]).filter((code) => applies[code]);
}

/** What does the management token say about itself: its kind, its lifetime, its owner? */
export const managementTokenStep: CheckStep = {
  id: 'management-token',
  title: 'Management token',
  evidence: ['C2', 'H5', 'H7', 'T4'],
  checkedBy: 'machine',
  run: (context): StepResult => {
    const { settings, known, secrets } = context;
    const own = settings.IMBURSE_MANAGEMENT_TOKEN;
    const token = own?.value ?? known.fetchedToken;
    if (token === undefined)
      return { state: 'inconclusive', seen: ['there is no management token'], diagnosis: 'answer-unexpected' };
    const from = own ? `from ${own.where}` : 'just issued';
    const reading = decodeJws(token);
    if (!reading.ok) {
      const seen = [`${secrets.redact(token)}, ${from}: not a readable token (${secrets.redact(reading.message)})`];
      return { state: 'inconclusive', seen, found: { managementToken: token }, goOn: true };
    }
    const now = correctedNow(context);
    const claims = tokenClaims(reading.jws.payload);
    const suspects = suspectsOf(claims, context, now);
    const soon = own && claims.expMs !== undefined && claims.expMs > now && claims.expMs - now < soonMs;
    const warnings: DiagnosisCode[] = [
      ...(soon ? (['management-token-ends-soon'] as const) : []),
      ...suspects.filter((code) => code === 'tenant-differs'),
    ];
    const seen = [
      `${secrets.redact(token)}, ${from}`,
      ...describe(claims, now, secrets),
      ...(claims.isPayoutToken ? ['it has the claims of a payout token'] : []),
    ];
    const { tenant, account, roles, expMs } = claims;
    const identity = { ...defined({ tenant, account, expMs }), roles };
    const found = { managementToken: token, suspects, identity };
    // The next step shows whether the target accepts it anyway.
    if (suspects.length > 0) return { state: 'inconclusive', seen, warnings, found, goOn: true };
    return { state: 'ok', seen, warnings, found };
  },
};
