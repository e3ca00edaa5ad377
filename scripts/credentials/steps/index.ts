import type { CheckStep } from '../types';
import { clockStep } from './clock';
import { nameResolutionStep, tcpStep, tlsStep } from './connection';
import { firstAnswerStep } from './first-answer';
import { hmacExchangeStep } from './hmac-exchange';
import { keyFormStep } from './key-form';
import { managementTokenStep } from './management-token';
import { payoutClaimsStep } from './payout-claims';
import { payoutOptionsStep } from './payout-options';
import { payoutTokenStep } from './payout-token';
import { settingsStep } from './settings';

/** The steps, in the order of `stepIds`. */
export const steps: readonly CheckStep[] = [
  settingsStep,
  keyFormStep,
  nameResolutionStep,
  tcpStep,
  tlsStep,
  firstAnswerStep,
  clockStep,
  hmacExchangeStep,
  managementTokenStep,
  payoutTokenStep,
  payoutClaimsStep,
  payoutOptionsStep,
];
