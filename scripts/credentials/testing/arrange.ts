import { type Sandbox, startSandbox } from '../../sandbox';
import type { LocalServer } from '../../testing/servers';
import type { RungId } from '../credential-check-schema';
import type { DiagnosisCode } from '../diagnoses';
import { type Script, scriptedApi } from './api';
import { someKeys, type Trial } from './check';

/** A fault, ready to be met. */
export interface Arranged {
  readonly trial: Trial;
  readonly close: () => Promise<unknown>;
}

/** What is wrong, and what must be said of it. */
export interface SeededFault {
  readonly name: string;
  readonly code: DiagnosisCode;
  readonly exitCode: 2 | 3 | 4;
  readonly rung: RungId;
  readonly arrange: () => Promise<Arranged>;
}

type Row = readonly [name: string, code: DiagnosisCode, rung: RungId, arrange: SeededFault['arrange']];

/** Rows of faults that end with one exit code. */
export const seeded = (exitCode: 2 | 3 | 4, rows: readonly Row[]): SeededFault[] =>
  rows.map(([name, code, rung, arrange]) => ({ name, code, exitCode, rung, arrange }));

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

/** At an API that says yes to everything but what the script answers. */
export const api = (script: Script, trial: Partial<Trial> = {}) => at(scriptedApi(script), trial);
