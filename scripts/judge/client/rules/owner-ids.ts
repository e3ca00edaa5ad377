import { isGuid } from '../../../lib/guid';
import type { ClientRule } from '../rule';

const names = ['x-account-id', 'x-tenant-id'] as const;

export const clientOwnerIds = {
  id: 'client-owner-ids',
  title: 'The client sends account and tenant ids as GUIDs, or not at all.',
  why: 'An id that is not a GUID belongs to nobody: newer endpoints refuse the request.',
  remedy: 'Send the ids that you were given, unchanged, or leave the headers out.',
  evidence: ['C12'],
  check({ reading }) {
    if (reading.call === undefined) return [];
    return names.flatMap((name) => {
      const value = reading.header(name)?.trim();
      if (value === undefined || isGuid(value)) return [];
      return [
        {
          evidence: 'C12' as const,
          kind: 'not-a-guid',
          message: `The client sends an ${name} that is not a GUID.`,
          where: name,
          expected: 'a GUID',
          actual: value === '' ? 'empty' : value.slice(0, 60),
        },
      ];
    });
  },
} as const satisfies ClientRule;
