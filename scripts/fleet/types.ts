import type { Json } from '../lib/json-schema';
import type { fleetReportSchema } from './fleet-report-schema';
import type { partnersSchema } from './partners-schema';

/** `partners.yaml`. Its fields are described in `partners-schema.ts`. */
export type PartnersFile = Json<typeof partnersSchema>;
/** A partner of the file, its target filled in. Holds no secret: it may be stored and sent. */
export type Partner = PartnersFile['partners'][number] & { readonly target: string };
/** Where a secret is, never what it is: an environment variable, or a file that only its owner can read. */
export type SecretReference = NonNullable<Partner['privateKey']>;

/** `fleet.json`. Its fields are described in `fleet-report-schema.ts`. */
export type FleetReport = Json<typeof fleetReportSchema>;
export type FleetMode = FleetReport['mode'];
export type FleetSummary = FleetReport['summary'];
/** The result of one partner: a line of `fleet.ndjson` and a row of the table. */
export type PartnerResult = FleetReport['partners'][number];
export type PartnerExitCode = PartnerResult['exitCode'];
/** The words of `check-credentials`, and `held` and `broken` of the suite. */
export type PartnerVerdict = PartnerResult['verdict'];
/** Why a partner has a problem. `code` is stable. */
export type PartnerCause = NonNullable<PartnerResult['cause']>;

/** What is known of a fleet before the first request. */
export type FleetHeader = Pick<
  FleetReport,
  'schemaVersion' | 'tool' | 'mode' | 'startedAt' | 'rate' | 'fleet' | 'selectedFrom'
> & {
  /** How many there are. */
  readonly partners: number;
};
