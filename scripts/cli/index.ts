import type { CommandEntry } from './command';

/** The commands. Adding one is its file, which exports `define`, and a line here; it is loaded when it is used. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'send every case to the target, check every response, write the reports',
    load: () => require('./run'),
  },
  {
    name: 'check-credentials',
    summary: 'do my credentials work, and if not, why? Step by step, with the cause and what to do',
    load: () => require('./check-credentials'),
  },
  { name: 'sandbox', summary: 'start the embedded sandbox, on request with a fault', load: () => require('./sandbox') },
  {
    name: 'mutants',
    summary: 'run the suite against every fault and every conforming variant: the test of the tests',
    load: () => require('./mutants'),
  },
  {
    name: 'fleet',
    summary: "check many partners' credentials: in one process, or on many machines through Redis",
    load: () => require('./fleet'),
  },
  {
    name: 'accept',
    summary: 'record what a target does where the contract leaves it open, for `run --baseline`',
    load: () => require('./accept'),
  },
  {
    name: 'report',
    summary: 'render reports again; merge shards and reruns; draw the trend over many runs',
    load: () => require('./report'),
  },
  { name: 'list', summary: 'list the cases, the rules or the evidence', load: () => require('./list') },
  {
    name: 'generate',
    summary: 'write schemas/, collections/ and docs from the contract (in a checkout)',
    load: () => require('./generate'),
  },
];
