import { count, list, name, object } from '../lib/json-schema';

/** How many exchanges a case of recorded traffic stands for. */
export const caseTrafficSchema = object(
  { exchanges: count, failed: { ...count, description: 'How many of them break the contract.' } },
  {},
  { title: 'Traffic of a case' },
);

/** What became of exchanges that nobody planned. */
export const trafficSchema = object(
  {
    exchanges: { ...count, description: 'All that were read.' },
    judged: count,
    hosts: {
      ...list(object({ baseUrl: name, judged: count, failed: count })),
      description: 'Which hosts answered the judged exchanges.',
    },
  },
  {},
  {
    title: 'Traffic',
    description: 'Present if the exchanges were recorded and not sent by the run: each case is a kind of request.',
  },
);
