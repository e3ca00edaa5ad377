import Ajv2020 from 'ajv/dist/2020';
import { exposesKey } from '../run/environment/key-exposure';
import { startSandbox } from '../sandbox';
import { credentialCheckSchema, stepIds } from './credential-check-schema';
import { type DiagnosisCode, diagnoses, exitCodeByBlame } from './diagnoses';
import { steps } from './steps';
import { scriptedApi } from './testing/api';
import { check, keysOf, someKeys } from './testing/check';
import { seededFaults } from './testing/faults';
import { networkFaults } from './testing/faults-network';
import { leaksIn, secretPartsOf } from './testing/leak';
import { recordingRelay } from './testing/recording-relay';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(credentialCheckSchema);

/** Only ever a warning. */
const warningsOnly: readonly DiagnosisCode[] = ['management-token-ends-soon', 'certificate-ends-soon'];

describe('a seeded fault gets its diagnosis', () => {
  it('and there are at least 130', () => {
    expect(seededFaults.length).toBeGreaterThanOrEqual(130);
  });

  it.each(seededFaults)('$name: $code', async ({ code, exitCode, step, arrange }) => {
    const { trial, close } = await arrange();
    const result = await check(trial).finally(close);
    expect({ code: result.cause?.code, exitCode: result.exitCode }).toEqual({ code, exitCode });
    expect(result.steps.find(({ diagnosis }) => diagnosis === code)?.id).toBe(step);
    expect(result.steps.find(({ id }) => id === step)?.next).toBe(diagnoses[code].remedy);
    validate(result);
    expect(validate.errors).toBeNull();
    const { IMBURSE_PRIVATE_KEY = '', IMBURSE_MANAGEMENT_TOKEN = '', IMBURSE_PUBLIC_KEY = '' } = trial.settings;
    const secrets = [
      ...secretPartsOf(IMBURSE_PRIVATE_KEY),
      ...secretPartsOf(IMBURSE_MANAGEMENT_TOKEN),
      ...(code === 'keys-swapped' ? [IMBURSE_PUBLIC_KEY] : []),
    ];
    // A placeholder says what belongs there, as the names of the settings do.
    const real = secrets.filter((secret) => !secret.startsWith('YOUR_'));
    expect(leaksIn(JSON.stringify(result), real)).toEqual([]);
  });

  it('and every diagnosis has a fault that leads to it', () => {
    const met = new Set(seededFaults.map(({ code }) => code));
    const never = (Object.keys(diagnoses) as DiagnosisCode[]).filter((code) => !met.has(code));
    expect(never).toEqual(warningsOnly);
  });
});

describe('a private key', () => {
  it('is found in what a relay recorded, if it is sent', async () => {
    const api = await scriptedApi();
    const relay = await recordingRelay(api.url);
    const { IMBURSE_PRIVATE_KEY: key } = someKeys();
    await fetch(relay.url, { headers: { Authorization: `Hmac ${key}:1:2:3` } });
    await Promise.all([relay.close(), api.close()]);
    expect(exposesKey(relay.sent(), key)).toBe(true);
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
    for (const { code, exitCode } of seededFaults) expect(exitCodeByBlame[diagnoses[code].blame]).toBe(exitCode);
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
    const reached = result.steps.filter(({ state }) => state !== 'not-reached');
    expect(reached.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'ok'));
    expect(result.steps.filter(({ state }) => state === 'not-reached').map(({ id }) => id)).toEqual([
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
