import { exposesKey } from '../run/environment/key-exposure';
import { check, type Trial } from './testing/check';
import { seededFaults } from './testing/faults';
import { leaksIn } from './testing/leak';
import { type RecordingRelay, recordingRelay } from './testing/recording-relay';

/** A trial whose server and proxy stand behind relays that record what is sent to them. */
async function recorded(trial: Trial): Promise<{ trial: Trial; relays: readonly RecordingRelay[] }> {
  const isLocal = /^https?:\/\/(?:127\.0\.0\.1|localhost):/;
  const proxyUrl = trial.environment?.HTTPS_PROXY;
  const server = isLocal.test(trial.baseUrl) ? await recordingRelay(trial.baseUrl) : undefined;
  const proxy = proxyUrl === undefined ? undefined : await recordingRelay(proxyUrl);
  return {
    trial: {
      ...trial,
      ...(server && { baseUrl: server.url }),
      ...(proxy && { environment: { ...trial.environment, HTTPS_PROXY: proxy.url } }),
    },
    relays: [server, proxy].filter((relay) => relay !== undefined),
  };
}

describe('a private key', () => {
  it.each(seededFaults)('is in no request: $name', async ({ arrange }) => {
    const { trial: arranged, close } = await arrange();
    const { trial, relays } = await recorded(arranged);
    await check(trial).finally(() => Promise.all([close(), ...relays.map((relay) => relay.close())]));
    const key = arranged.settings.IMBURSE_PRIVATE_KEY ?? '';
    const secret = key.length > 8 ? [key] : [];
    for (const { sent } of relays) {
      expect(secret.filter((each) => exposesKey(sent(), each))).toEqual([]);
      expect(leaksIn(sent(), secret)).toEqual([]);
    }
  });
});
