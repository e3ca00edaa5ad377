import type { SeededFault } from './arrange';
import { networkFaults } from './faults-network';
import { refusals } from './faults-refusals';
import { settingFaults } from './faults-settings';
import { targetFaults } from './faults-target';

/** Every fault that the check must diagnose. */
export const seededFaults: readonly SeededFault[] = [...settingFaults, ...refusals, ...networkFaults, ...targetFaults];
