/** The embedded sandbox: the API stated a second time, right by default and wrong on request. */
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
  WireRequest,
} from './types';
export { variants } from './variants';
