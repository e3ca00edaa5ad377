import Ajv2020 from 'ajv/dist/2020';
import { startSandbox } from '../sandbox';
import { credentialCheckSchema } from './credential-check-schema';
import { type DiagnosisCode, diagnoses, diagnosisOf, exitCodeOf } from './diagnoses';
import { steps } from './steps';
import { check, keysOf } from './testing/check';
import { seededFaults } from './testing/faults';
import { leaksIn } from './testing/leak';
import { rungIds } from './types';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(credentialCheckSchema);

/** Given as a warning only: never the cause of anything. */
const warningsOnly: readonly DiagnosisCode[] = ['management-token-ends-soon'];

describe('a seeded fault is called by its name', () => {
  it.each(seededFaults)('$name: $code', async ({ code, exitCode, rung, arrange }) => {
    const { trial, close } = await arrange();
    const result = await check(trial).finally(close);
    expect({ code: result.cause?.code, exitCode: result.exitCode }).toEqual({ code, exitCode });
    expect(result.rungs.find(({ diagnosis }) => diagnosis === code)?.id).toBe(rung);
    expect(result.rungs.find(({ id }) => id === rung)?.next).toBe(diagnoses[code].remedy);
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
  it('of 429, 5xx, a page of HTML or the network is never put on credentials', () => {
    const innocent = seededFaults.filter(({ name }) => /429|50\d|HTML|portal|proxy|redirect|certificate/i.test(name));
    expect(innocent.length).toBeGreaterThan(12);
    expect(innocent.map(({ code }) => diagnosisOf(code).blame)).not.toContain('credentials');
    expect(new Set(innocent.map(({ exitCode }) => exitCode))).toEqual(new Set([3]));
  });

  it('decides the exit code', () => {
    for (const { code, exitCode } of seededFaults) expect(exitCodeOf[diagnosisOf(code).blame]).toBe(exitCode);
  });
});

describe('the ladder', () => {
  it('has a step for each rung, in order', () => {
    expect(steps.map(({ id }) => id)).toEqual(rungIds);
  });

  it('says ok to the top where the sandbox accepts everything', async () => {
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
