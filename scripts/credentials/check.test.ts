import Ajv2020 from 'ajv/dist/2020';
import { startSandbox } from '../sandbox';
import { credentialCheckSchema, stepIds } from './credential-check-schema';
import { type DiagnosisCode, diagnoses, exitCodeOf } from './diagnoses';
import { steps } from './steps';
import { check, keysOf } from './testing/check';
import { seededFaults } from './testing/faults';
import { networkFaults } from './testing/faults-network';
import { leaksIn } from './testing/leak';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(credentialCheckSchema);

/** Only ever a warning. */
const warningsOnly: readonly DiagnosisCode[] = ['management-token-ends-soon'];

describe('a seeded fault gets its diagnosis', () => {
  it.each(seededFaults)('$name: $code', async ({ code, exitCode, step, arrange }) => {
    const { trial, close } = await arrange();
    const result = await check(trial).finally(close);
    expect({ code: result.cause?.code, exitCode: result.exitCode }).toEqual({ code, exitCode });
    expect(result.rungs.find(({ diagnosis }) => diagnosis === code)?.id).toBe(step);
    expect(result.rungs.find(({ id }) => id === step)?.next).toBe(diagnoses[code].remedy);
    validate(result);
    expect(validate.errors).toBeNull();
    const { IMBURSE_PRIVATE_KEY = '', IMBURSE_MANAGEMENT_TOKEN = '', IMBURSE_PUBLIC_KEY = '' } = trial.settings;
    const secrets = [
      IMBURSE_PRIVATE_KEY,
      IMBURSE_MANAGEMENT_TOKEN,
      ...(code === 'keys-swapped' ? [IMBURSE_PUBLIC_KEY] : []),
    ];
    expect(leaksIn(JSON.stringify(result), secrets)).toEqual([]);
  });

  it('and every diagnosis has a fault that leads to it', () => {
    const met = new Set(seededFaults.map(({ code }) => code));
    const never = (Object.keys(diagnoses) as DiagnosisCode[]).filter((code) => !met.has(code));
    expect(never).toEqual(warningsOnly);
  });
});

describe('blame', () => {
  it('never falls on credentials for what comes from the network, or for 429, 5xx and HTML pages', () => {
    const codes = new Set(networkFaults.map(({ code }) => code));
    for (const code of codes) expect(diagnoses[code].blame).not.toBe('credentials');
    expect([...codes]).toEqual(
      expect.arrayContaining(['rate-limited', 'server-error', 'captive-portal', 'redirected']),
    );
  });

  it('decides the exit code', () => {
    for (const { code, exitCode } of seededFaults) expect(exitCodeOf[diagnoses[code].blame]).toBe(exitCode);
  });
});

describe('the steps', () => {
  it('are complete and in order', () => {
    expect(steps.map(({ id }) => id)).toEqual(stepIds);
  });

  it('are all ok if the sandbox accepts everything', async () => {
    const sandbox = await startSandbox();
    const result = await check({ baseUrl: sandbox.url, settings: keysOf(sandbox) }).finally(sandbox.close);
    expect(result).toMatchObject({ exitCode: 0, verdict: 'working', complete: true, warnings: [] });
    expect(result.cause).toBeUndefined();
    const reached = result.rungs.filter(({ state }) => state !== 'not-reached');
    expect(reached.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'ok'));
    expect(result.rungs.filter(({ state }) => state === 'not-reached').map(({ id }) => id)).toEqual([
      'name-resolution',
      'tls',
    ]);
    const issued = sandbox.requests.flatMap(({ rawHeaders }) =>
      rawHeaders.filter((value) => value.startsWith('Bearer ')),
    );
    expect(issued).toHaveLength(2);
    const secrets = [...issued.map((value) => value.slice('Bearer '.length)), sandbox.credentials.privateKey];
    expect(leaksIn(JSON.stringify(result), secrets)).toEqual([]);
  });
});
