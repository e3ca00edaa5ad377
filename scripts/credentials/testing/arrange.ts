import { type Sandbox, startSandbox } from '../../sandbox';
import type { LocalServer } from '../../testing/servers';
import type { StepId } from '../credential-check-schema';
import type { DiagnosisCode } from '../diagnoses';
import { type Script, scriptedApi } from './api';
import { someKeys, type Trial } from './check';

/** A fault that is set up. */
export interface Arranged {
  readonly trial: Trial;
  readonly close: () => Promise<unknown>;
}

/** A fault, and the diagnosis it must get. */
export interface SeededFault {
  readonly name: string;
  readonly code: DiagnosisCode;
  readonly exitCode: 2 | 3 | 4;
  readonly step: StepId;
  readonly arrange: () => Promise<Arranged>;
}

type Row = readonly [name: string, code: DiagnosisCode, step: StepId, arrange: SeededFault['arrange'] | Script];

/** Rows of faults that end with one exit code; a script is that of an API, which accepts everything else. */
export const seeded = (exitCode: 2 | 3 | 4, rows: readonly Row[]): SeededFault[] =>
  rows.map(([name, code, step, how]) => {
    const arrange = typeof how === 'function' ? how : () => api(how);
    return { name, code, exitCode, step, arrange };
  });

/** At a sandbox of its own. */
export async function atSandbox(
  fault: string | undefined,
  trial: (sandbox: Sandbox) => Omit<Trial, 'baseUrl'> | Promise<Omit<Trial, 'baseUrl'>>,
): Promise<Arranged> {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  return { trial: { baseUrl: sandbox.url, ...(await trial(sandbox)) }, close: sandbox.close };
}

/** At a server, with a key pair that it does not know. */
export async function at(server: Promise<LocalServer>, trial: Partial<Trial> = {}): Promise<Arranged> {
  const { url, close } = await server;
  return { trial: { baseUrl: url, settings: someKeys(), ...trial }, close };
}

/** At an API that accepts everything that the script does not answer. */
export const api = (script: Script, trial: Partial<Trial> = {}) => at(scriptedApi(script), trial);
