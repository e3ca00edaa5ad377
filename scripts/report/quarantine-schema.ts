import { quarantineProperties } from '../judge/finding';
import { list, name, object } from '../lib/json-schema';

export const quarantineEntrySchema = object(
  {
    case: {
      ...name,
      description: 'The id of a case, or a pattern: "*" is every case. "payout-contract list" shows the ids.',
    },
    rule: { ...name, description: 'The id of a rule; "payout-contract list --rules" shows them.' },
    ...quarantineProperties,
  },
  {},
  { title: 'Quarantine entry' },
);

/** The quarantine file, which people write. */
export const quarantineSchema = object(
  { schemaVersion: { const: 1 }, quarantine: list(quarantineEntrySchema) },
  {},
  {
    title: 'Quarantine',
    description: 'Known deviations, which do not fail a run until they expire.',
    examples: [
      {
        schemaVersion: 1,
        quarantine: [
          {
            case: 'method.get',
            rule: 'allow',
            owner: 'the payments team',
            reason: 'reported to the provider',
            expires: '2026-03-31',
          },
        ],
      },
    ],
  },
);
