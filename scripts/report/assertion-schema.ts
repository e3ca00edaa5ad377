import { count, object, text } from '../lib/json-schema';

/** An assertion of a user's own collection; one that `threw` stands for a script that did not run to its end. */
export const assertionSchema = object(
  { name: text, result: { enum: ['passed', 'failed', 'skipped', 'threw'] } },
  { message: { ...text, description: 'Why it failed.' } },
  { title: 'Assertion', description: "An assertion of the user's own collection, or a script that threw." },
);

export const ownAssertionsSchema = object(
  { total: count, failed: count, skipped: count, threw: { ...count, description: 'Scripts that threw.' } },
  {},
  {
    title: 'Own assertions',
    description: "The assertions of the user's own collection, which say nothing of the contract.",
  },
);
