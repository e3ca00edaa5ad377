import type { Json } from '../lib/json-schema';
import type { fleetReportSchema } from './fleet-report-schema';
import type { partnersSchema } from './partners-schema';
import type {
  fleetFinishedSchema,
  fleetStartedSchema,
  partnerFinishedSchema,
  partnerJobSchema,
  storedHeaderSchema,
  storedResultSchema,
} from './stored-schemas';

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

/** A line of a journal, `fleet.ndjson`. */
export type FleetStarted = Json<typeof fleetStartedSchema>;
export type PartnerFinished = Json<typeof partnerFinishedSchema>;
export type FleetFinished = Json<typeof fleetFinishedSchema>;

/** What is known of a fleet before the first request; `partners` is how many there are. */
export type FleetHeader = Omit<FleetStarted, 'type'>;

/** A header in Redis. */
export type StoredHeader = Json<typeof storedHeaderSchema>;
/** A result that someone with the key has signed. */
export type StoredResult = Json<typeof storedResultSchema>;
/** A job of the queue. */
export type StoredJob = Json<typeof partnerJobSchema>;
