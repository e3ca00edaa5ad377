import type { CommandEntry } from './command';

/** The commands. A new one is a file that exports `define`, and an entry here. Commands are loaded when they are used. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'send every case to the target, check every response, and write the reports',
    load: () => require('./run'),
  },
  {
    name: 'check-credentials',
    summary: 'find out step by step whether your credentials work, and if not, why',
    load: () => require('./check-credentials'),
  },
  {
    name: 'check',
    summary: 'judge recorded traffic: HAR files, reports, or exchanges one a line',
    load: () => require('./check'),
  },
  {
    name: 'init',
    summary: 'write a commented .env and a partners.yaml; overwrites nothing',
    load: () => require('./init'),
  },
  { name: 'sandbox', summary: 'start the embedded sandbox, optionally with a fault', load: () => require('./sandbox') },
  {
    name: 'mutants',
    summary: 'test the suite itself: run it against every fault and every conforming variant',
    load: () => require('./mutants'),
  },
  {
    name: 'fleet',
    summary: 'check the credentials of many partners, in one process or on many machines through Redis',
    load: () => require('./fleet'),
  },
  {
    name: 'accept',
    summary: 'record how a target behaves where the contract leaves a choice, for `run --baseline`',
    load: () => require('./accept'),
  },
  {
    name: 'report',
    summary: 'render reports again, merge shards and reruns, and draw the trend over many runs',
    load: () => require('./report'),
  },
  { name: 'list', summary: 'list the cases, the rules or the evidence', load: () => require('./list') },
  {
    name: 'generate',
    summary: 'generate schemas/, collections/ and docs from the contract (in a checkout)',
    load: () => require('./generate'),
  },
];
