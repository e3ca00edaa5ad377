import type { Rule } from './types';

export const observedEnvelope = {
  id: 'observed-envelope',
  title: 'Which of the two error bodies the server speaks is recorded.',
  evidence: ['E4'],
  appliesTo: (reading, { case: { tags } }) =>
    reading.status === 400 && tags.includes('probe') && reading.object !== undefined,
  check: ({ object }) => {
    const spoken =
      object && 'errors' in object
        ? 'errors with a correlation id (E3)'
        : object && 'errorCodes' in object
          ? 'errorCodes (E2)'
          : 'neither';
    return [{ evidence: 'E4', message: 'Error body.', where: 'body', actual: spoken }];
  },
} as const satisfies Rule;
