import { hmacPaths } from '../../contract/calls/management-token/call';
import { hmacCredential } from '../../contract/derive';
import type { SendOutcome, TimedResponse } from '../../http/client';
import { answered, isSameAsWithout, onVerdict, tokenOrSeen } from '../answers';
import { describeSkew, skewDiagnosis } from '../clock';
import type { DiagnosisCode } from '../diagnoses';
import { isNotOffered, namedByServer, namesTime, refusesCredentials } from '../error-codes';
import type { CheckStep, StepContext, StepResult } from '../types';

/** Sends one signed request with a new nonce and the current time, moved by `offsetMs`. */
function sendSigned({ settings, host, target, send }: StepContext, path: string, offsetMs = 0): Promise<SendOutcome> {
  const credential = hmacCredential(
    {
      publicKey: settings.IMBURSE_PUBLIC_KEY?.value,
      privateKey: settings.IMBURSE_PRIVATE_KEY?.value,
      hmacPath: path,
      host,
      used: undefined,
    },
    { offsetSeconds: offsetMs / 1000 },
  );
  return send({ method: 'POST', url: target.baseUrl + path, headers: [['Authorization', `Hmac ${credential}`]] });
}

function accepted(response: TimedResponse, context: StepContext): StepResult {
  const issued = tokenOrSeen('management-token', response, context);
  if (issued.token === undefined) {
    const same = isSameAsWithout(response, context);
    const seen = [issued.seen, ...(same ? ['the same response as without credentials'] : [])];
    return { state: 'inconclusive', seen, diagnosis: 'answer-unexpected' };
  }
  context.secrets.learn(issued.token, 'management token');
  return {
    state: 'ok',
    seen: [`the target accepted the key pair (${response.status})`],
    found: { fetchedToken: issued.token },
  };
}

/** Says so if the key pair is set next to the address of another environment. */
function setForOther({ settings: { IMBURSE_BASE_URL: own }, target }: StepContext): string | undefined {
  if (!own || !URL.canParse(own.value) || target.kind === 'embedded') return undefined;
  const [configured, tried] = [new URL(own.value).origin, new URL(target.baseUrl).origin];
  return configured === tried
    ? undefined
    : `IMBURSE_BASE_URL (${own.where}) is ${configured}, but the key was tried at ${tried}`;
}

/** What is known to be wrong with the clock. */
const clockOf = ({ known: { skew } }: StepContext): DiagnosisCode | undefined => skew && skewDiagnosis(skew);

function refused(response: TimedResponse, context: StepContext, circumstances: string): StepResult {
  const { known, settings } = context;
  const other = setForOther(context);
  const suspect = known.suspects.find((code) => code === 'private-key-too-short' || code === 'public-key-is-owner');
  const diagnosis: DiagnosisCode =
    namedByServer(response) ??
    (namesTime(response) ? (clockOf(context) ?? 'clock-doubted') : undefined) ??
    (other === undefined ? (suspect ?? 'key-refused') : 'key-of-other-environment');
  const shadowed = [settings.IMBURSE_PUBLIC_KEY, settings.IMBURSE_PRIVATE_KEY].flatMap((each) =>
    each && each.shadows.length > 0
      ? [`the key comes from ${each.where}; the one in ${each.shadows.join(' and ')} is not used`]
      : [],
  );
  const seen = [
    `responded ${answered(response, context)} ${circumstances}`,
    ...(other === undefined ? [] : [other]),
    ...shadowed,
    ...(known.skew ? [] : ['the clock could not be compared; a clock that is 5 minutes off would explain this']),
  ];
  return { state: 'failed', seen, diagnosis };
}

/** Finds out whether a refusal is due to the clock, the nonce or the key: the second attempt changes one of them. */
async function tryAgain(first: TimedResponse, context: StepContext, path: string): Promise<StepResult> {
  const { skew } = context.known;
  const clock = clockOf(context);
  const offsetMs = clock && skew ? skew.ms : 0;
  return onVerdict(await sendSigned(context, path, offsetMs), context, (second): StepResult => {
    if (refusesCredentials(second))
      return refused(
        second,
        context,
        clock ? "twice, also when signed with the server's time" : 'twice, with two different nonces',
      );
    const result = accepted(second, context);
    if (result.state !== 'ok') return result;
    if (!clock || !skew) {
      const seen = [`responded ${answered(first, context)} at first, then accepted the key pair with another nonce`];
      return { ...result, seen, warnings: ['nonce-replayed'] };
    }
    const seen = [
      `signed with this machine's time: ${answered(first, context)}; with the server's time: accepted. The key pair works`,
      `the clock is ${describeSkew(skew)}`,
    ];
    return { ...result, state: 'failed', seen, diagnosis: clock, goOn: true };
  });
}

/** Does the target issue a management token for the key pair? */
export const hmacExchangeStep: CheckStep = {
  id: 'hmac-exchange',
  title: 'HMAC exchange',
  evidence: ['H2', 'H3', 'H4', 'H5'],
  checkedBy: 'server',
  run: async (context) => {
    if (!context.settings.IMBURSE_PUBLIC_KEY) return { state: 'not-needed', seen: ['a management token is set'] };
    for (const path of hmacPaths) {
      const result = await onVerdict(await sendSigned(context, path), context, (response) => {
        if (isNotOffered(response)) return undefined;
        return refusesCredentials(response) ? tryAgain(response, context, path) : accepted(response, context);
      });
      if (result) return result;
    }
    const seen = [`responded 404, 405 or 410 at ${hmacPaths.join(' and ')}`];
    return { state: 'inconclusive', seen, diagnosis: 'exchange-not-offered' };
  },
};
