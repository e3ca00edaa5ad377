/** The embedded sandbox: a second implementation of the contract, correct by default and faulty on request. */
export type { SandboxCredentials } from './behaviour';
export { findBehaviour, UnknownBehaviourError } from './catalogue';
export { faults } from './faults';
export { startSandbox } from './server';
export type {
  Fault,
  FaultLevel,
  Sandbox,
  SandboxOptions,
  Variant,
} from './types';
export { variants } from './variants';
