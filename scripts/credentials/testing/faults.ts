import type { SeededFault } from './arrange';
import { gatewayFaults } from './faults-gateways';
import { networkFaults } from './faults-network';
import { proxyFaults } from './faults-proxy';
import { refusals } from './faults-refusals';
import { settingFaults } from './faults-settings';
import { targetFaults } from './faults-target';
import { tlsFaults } from './faults-tls';

/** Every fault that the check must diagnose. */
export const seededFaults: readonly SeededFault[] = [
  ...settingFaults,
  ...refusals,
  ...networkFaults,
  ...tlsFaults,
  ...proxyFaults,
  ...gatewayFaults,
  ...targetFaults,
];
