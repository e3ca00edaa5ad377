import { notJudgedReasons } from '../judge/traffic/types';
import { count, list, name, object, text } from '../lib/json-schema';

/** How many exchanges a case of recorded traffic stands for. */
export const caseTrafficSchema = object(
  { exchanges: count, failed: { ...count, description: 'How many of them break the contract.' } },
  {},
  { title: 'Traffic of a case' },
);

const notJudgedSchema = object(
  { reason: { enum: notJudgedReasons }, host: text, method: text, path: text, count },
  {},
  { title: 'Not judged', description: 'Requests of one kind that were not judged.' },
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
    notJudged: list(notJudgedSchema),
    notJudgedMore: { ...count, description: 'Further requests that were not judged and are not listed.' },
  },
  {},
  {
    title: 'Traffic',
    description: 'Present if the exchanges were recorded and not sent by the run: each case is a kind of request.',
  },
);
