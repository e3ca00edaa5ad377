import { combinedFaults } from '../combined';
import type { Fault } from '../types';
import { authFaults } from './auth';
import { bodyFaults } from './body';
import { correlationFaults } from './correlation';
import { errorFaults } from './errors';
import { expiresFaults } from './expires';
import { hmacFaults } from './hmac';
import { inputFaults } from './input';
import { leakFaults } from './leaks';
import { methodFaults } from './methods';
import { optionsFaults } from './options';
import { sharingFaults } from './sharing';
import { statusFaults } from './status';
import { timeFaults } from './time';
import { tokenFaults } from './tokens';
import { trustFaults } from './trust';
import { valueFaults } from './values';

/** Every fault of the sandbox. */
export const faults: readonly Fault[] = [
  ...statusFaults,
  ...bodyFaults,
  ...expiresFaults,
  ...tokenFaults,
  ...authFaults,
  ...inputFaults,
  ...errorFaults,
  ...correlationFaults,
  ...methodFaults,
  ...optionsFaults,
  ...hmacFaults,
  ...leakFaults,
  ...timeFaults,
  ...trustFaults,
  ...valueFaults,
  ...sharingFaults,
  ...combinedFaults,
];
