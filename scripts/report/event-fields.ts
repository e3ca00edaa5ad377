/** The fields of a report that are known before the first request. */
export const runHeaderFields = [
  'tool',
  'target',
  'shadowed',
  'engine',
  'seed',
  'strict',
  'failOnFlaky',
  'side',
  'repeat',
  'durationS',
  'startedAt',
  'plan',
  'shard',
  'collection',
  'collectionOptions',
  'source',
] as const;

/** Those that say how a run ended. */
export const runEndFields = [
  'durationMs',
  'stopped',
  'because',
  'error',
  'unreached',
  'drift',
  'quarantine',
  'thresholds',
] as const;

/** The fields of a case that the plan knows. */
export const plannedCaseFields = [
  'id',
  'title',
  'theme',
  'tags',
  'evidence',
  'position',
  'dependencyOnly',
  'looksLike',
  'reproduce',
] as const;

/** The fields of the outcome of a case. */
export const caseOutcomeFields = [
  'verdict',
  'flaky',
  'reason',
  'reasonKind',
  'reasonAbout',
  'blockedBy',
  'credentialsRefused',
  'durationMs',
  'findings',
  'assertions',
] as const;
