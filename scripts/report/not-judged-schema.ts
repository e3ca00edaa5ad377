import { notJudgedReasons } from '../judge/traffic/types';
import { count, list, object, text } from '../lib/json-schema';

const reasons = [
  ...notJudgedReasons,
  /** Refused: an origin that was not allowed. */
  'other-origin',
  /** Refused: a variable in its host has no value. */
  'no-value',
  'production',
  /** Refused: it would have taken a secret of the run to another host. */
  'secret-elsewhere',
  'too-long',
  'malformed',
  /** It needs a management token, and there is none. */
  'no-token',
] as const;

const each = object(
  { reason: { enum: reasons }, count },
  { host: text, method: text, path: { ...text, description: 'Without the query.' } },
  {
    title: 'Not judged',
    description: 'Requests of one kind that were not judged. What they have in common is left out if they differ.',
  },
);

export const notJudgedSchema = {
  ...list(each),
  description: 'What was sent, recorded, or refused, and not judged: the most frequent first.',
};
