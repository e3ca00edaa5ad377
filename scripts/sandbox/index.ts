/** The embedded sandbox: the API stated a second time, right by default and wrong on request. */
export { findBehaviour, UnknownBehaviourError } from './catalogue';
export { faults } from './faults';
export { startSandbox } from './server';
export type {
  Fault,
  FaultLevel,
  RecordedRequest,
  Sandbox,
  SandboxCredentials,
  SandboxOptions,
  Variant,
} from './types';
export { variants } from './variants';
