import type { CommandEntry } from './command';

/** The commands. A new one is a file that exports `define`, and an entry here. Commands are loaded when they are used. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'run every case against a target, check the responses, and write the reports',
    load: () => require('./run'),
  },
  {
    name: 'check-credentials',
    summary: 'find out whether your credentials work, and if not, why',
    load: () => require('./check-credentials'),
  },
  {
    name: 'check',
    summary: 'check recorded traffic: HAR files, reports, or exchanges in NDJSON',
    load: () => require('./check'),
  },
  {
    name: 'init',
    summary: 'write a commented .env and partners.yaml; existing files are never overwritten',
    load: () => require('./init'),
  },
  { name: 'sandbox', summary: 'start the embedded sandbox, optionally with a fault', load: () => require('./sandbox') },
  {
    name: 'proxy',
    summary: 'forward the traffic between an app and a target, and check it',
    load: () => require('./proxy'),
  },
  {
    name: 'mutants',
    summary: 'test the suite itself: it must catch every faulty sandbox and pass every conforming one',
    load: () => require('./mutants'),
  },
  {
    name: 'fleet',
    summary: 'check the credentials of many partners, in one process or on many machines through Redis',
    load: () => require('./fleet'),
  },
  {
    name: 'accept',
    summary: 'record how a target behaves where the contract allows several behaviours, for `run --baseline`',
    load: () => require('./accept'),
  },
  {
    name: 'report',
    summary: 'render reports again, merge shards and reruns, and show the trend over many runs',
    load: () => require('./report'),
  },
  {
    name: 'sign',
    summary: 'print the Authorization header of an HMAC request, signed with your key pair',
    load: () => require('./sign'),
  },
  {
    name: 'quarantine',
    summary: 'write the findings of a run to a quarantine file, for `run --quarantine`',
    load: () => require('./quarantine'),
  },
  { name: 'list', summary: 'list the cases, the rules or the evidence', load: () => require('./list') },
  {
    name: 'convert',
    summary: 'convert a Postman collection between the formats 1, 2.0, 2.1 and v3 (a folder of YAML)',
    load: () => require('./convert'),
  },
  {
    name: 'generate',
    summary: 'generate schemas/, collections/ and docs from the contract (in a checkout)',
    load: () => require('./generate'),
  },
];
