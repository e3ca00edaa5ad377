import { count, object, text } from '../lib/json-schema';

/** What an explored case says about the target. */
export const looksLikeSchema = object(
  {
    title: { ...text, description: 'What the target does, to be read after "the target".' },
    matched: { ...count, description: 'How many of the combinations that were sent with these conditions show it.' },
    of: { ...count, description: 'How many combinations could have shown it.' },
  },
  {},
  { title: 'Pattern' },
);
