import { addressConditions } from './address';
import { bodyConditions } from './body';
import { credentialConditions } from './credentials';
import { headerConditions } from './headers';
import { historyConditions } from './history';
import { hmacConditions } from './hmac';
import { valueConditions } from './values';

/** Every condition under which a fault may show. */
export const conditions = {
  ...bodyConditions,
  ...headerConditions,
  ...addressConditions,
  ...valueConditions,
  ...credentialConditions,
  ...hmacConditions,
  ...historyConditions,
} as const;

export type ConditionId = keyof typeof conditions;
