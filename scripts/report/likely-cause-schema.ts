import { count, list, name, object, text } from '../lib/json-schema';

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

/** What a broken run looks like. */
export const likelyCauseSchema = object(
  {
    faults: {
      ...list(name),
      description:
        'The faults of the sandbox that show the same; they cannot be told apart. None if the cause was put together from what this run found.',
    },
    title: { ...text, description: 'What the target does, to be read after "the target".' },
    matched: {
      ...count,
      description:
        'How many symptoms of the fault the run shows; without faults, how many of the cases or combinations with its condition show it.',
    },
    of: {
      ...count,
      description:
        'How many symptoms of the fault could show in the cases that were judged; without faults, how many cases or combinations have its condition.',
    },
    fit: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'How well what was found fits the fault. What few faults show counts more.',
    },
  },
  {},
  { title: 'Likely cause' },
);
