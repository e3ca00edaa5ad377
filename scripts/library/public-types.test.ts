import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CredentialCheck as OwnCheck,
  ReportedDiagnosis,
  ReportedStep,
} from '../credentials/credential-check-schema';
import type { CaseVerdict, Level as OwnLevel } from '../judge/finding';
import type { KnownCredentials as OwnCredentials } from '../judge/traffic/credential-facts';
import { packageRoot } from '../lib/package-root';
import type {
  CaseResult,
  RunEvent as OwnEvent,
  PlannedCase as OwnPlannedCase,
  RunReport as OwnReport,
  RecordedExchange,
  RecordedFinding,
} from '../report/types';
import type {
  CredentialCheck,
  CredentialStep,
  Diagnosis,
  PlannedCase,
  ReportedCase,
  ReportedExchange,
  ReportedFinding,
  RunEvent,
  RunReport,
} from './run-types';
import type { KnownCredentials, Level, Verdict } from './types';

type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
/**
 * Whether each field of a public type is one of ours, and of the same type but for those named. Theirs may be wider: a
 * later version may have more values.
 */
type Shown<Public, Own, Wider extends keyof Public = never> = [keyof Public] extends [keyof Own]
  ? [Pick<Own, keyof Public & keyof Own>] extends [Public]
    ? Same<Omit<Public, Wider>, Pick<Own, Exclude<keyof Public, Wider> & keyof Own>>
    : false
  : false;
type EventNames<Event extends { readonly type: string }> = Event['type'];
type FieldsOf<Event, Type> = Event extends { readonly type: infer Each }
  ? Type extends Each
    ? keyof Event
    : never
  : never;

/** The public types that show a part of one of ours, each compared with it by the compiler. */
const shown = {
  RunReport: true satisfies Shown<RunReport, OwnReport, 'stopped' | 'cases' | 'exitCode'>,
  ReportedCase: true satisfies Shown<ReportedCase, CaseResult, 'evidence' | 'findings' | 'exchanges'>,
  ReportedExchange: true satisfies Shown<ReportedExchange, RecordedExchange, 'failure'>,
  ReportedFinding: true satisfies Shown<ReportedFinding, RecordedFinding, 'evidence'>,
  PlannedCase: true satisfies Shown<PlannedCase, OwnPlannedCase, 'evidence'>,
  RunEvent: true satisfies Same<EventNames<RunEvent>, EventNames<OwnEvent>> &
    ([FieldsOf<RunEvent, 'case-finished'>] extends [FieldsOf<OwnEvent, 'case-finished'>] ? true : false) &
    ([FieldsOf<RunEvent, 'run-finished'>] extends [FieldsOf<OwnEvent, 'run-finished'>] ? true : false),
  CredentialCheck: true satisfies Shown<CredentialCheck, OwnCheck, 'cause' | 'warnings' | 'steps' | 'exitCode'>,
  CredentialStep: true satisfies Shown<CredentialStep, ReportedStep, 'id' | 'evidence' | 'diagnosis'>,
  Diagnosis: true satisfies Shown<Diagnosis, ReportedDiagnosis, 'code' | 'evidence'>,
  KnownCredentials: true satisfies Same<keyof KnownCredentials, keyof OwnCredentials>,
  Level: true satisfies Same<Level, OwnLevel>,
  Verdict: true satisfies Same<Verdict, CaseVerdict>,
};

/** The public types that only the library has: what users give it, and what it makes for them. */
const onlyInLibrary = [
  ...['CheckOptions', 'CheckResult', 'Checker', 'ExchangeInput', 'Finding', 'HeadersLike', 'Prediction', 'References'],
  ...['RequestLike', 'ResponseLike', 'CheckCredentialsOptions', 'Reporter', 'RunOptions', 'Running', 'TargetOptions'],
  ...['ClientReport', 'Sandbox', 'SandboxCredentials', 'SandboxOptions', 'SentExchange'],
];

describe('the public types', () => {
  it('are each compared with the type that they show, or have none', () => {
    const declared = ['types.ts', 'run-types.ts', 'sandbox-types.ts'].flatMap((file) =>
      [
        ...readFileSync(join(packageRoot, 'scripts/library', file), 'utf8').matchAll(
          /^export (?:interface|type) (\w+)/gm,
        ),
      ].map(([, name]) => name),
    );
    expect(declared.sort()).toEqual([...Object.keys(shown), ...onlyInLibrary].sort());
  });
});
