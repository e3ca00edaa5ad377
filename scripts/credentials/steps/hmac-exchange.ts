import { hmacPaths } from '../../contract/calls/management-token/call';
import { hmacCredential } from '../../contract/derive';
import { answered, inconclusive, jsonBody, namedByServer, speaksAsApi } from '../answers';
import { describeSkew, skewDiagnosis } from '../clock';
import type { DiagnosisCode } from '../diagnoses';
import type { HttpOutcome, Step, StepContext, StepResult } from '../types';

type Response = Extract<HttpOutcome, { kind: 'response' }>;

/** One signed request: fresh nonce, fresh time, moved by `offsetMs`. */
function attempt({ settings, host, target, send }: StepContext, path: string, offsetMs = 0): Promise<HttpOutcome> {
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

/** The API speaks of these credentials. A 400 in another form may come from a filter before it. */
const refused = (response: Response): boolean =>
  response.status === 401 || response.status === 403 || (response.status === 400 && speaksAsApi(response));

/** Answered the same without credentials, the answer has nothing to do with them. */
const sameWithout = ({ status, body }: Response, { firstAnswer }: StepContext['known']): boolean =>
  firstAnswer?.status === status && firstAnswer.body === body;

function accepted(outcome: Response, context: StepContext): StepResult {
  const token = jsonBody(outcome)?.accessToken;
  if (outcome.status < 200 || outcome.status >= 300 || typeof token !== 'string' || token === '') {
    const seen = [
      `answered ${answered(outcome)}${outcome.status < 300 ? ' without a token' : ''}`,
      ...(sameWithout(outcome, context.known) ? ['the very same as without credentials'] : []),
    ];
    return { state: 'inconclusive', seen, diagnosis: 'answer-unexpected' };
  }
  context.secrets.learn(token, 'management token');
  return {
    state: 'ok',
    seen: [`the target accepted the key pair (${outcome.status})`],
    found: { fetchedToken: token },
  };
}

/** The key pair was set beside the address of another environment than the one that is tried. */
function elsewhere({ settings, target }: StepContext): string | undefined {
  const own = settings.IMBURSE_BASE_URL;
  if (!own || !URL.canParse(own.value) || target.kind === 'embedded') return undefined;
  const [origin, tried] = [new URL(own.value).origin, new URL(target.baseUrl).origin];
  return origin === tried
    ? undefined
    : `IMBURSE_BASE_URL (${own.where}) is ${origin}, and the key was tried at ${tried}`;
}

function refusal(outcome: Response, context: StepContext, tries: string): StepResult {
  const { known, settings } = context;
  const other = elsewhere(context);
  const suspect = known.suspects.find((code) => code === 'private-key-too-short');
  const diagnosis: DiagnosisCode =
    namedByServer(outcome) ?? (other === undefined ? (suspect ?? 'key-refused') : 'key-of-other-environment');
  const shadowed = [settings.IMBURSE_PUBLIC_KEY, settings.IMBURSE_PRIVATE_KEY].flatMap((each) =>
    each && each.shadows.length > 0
      ? [`the key from ${each.where} is used; ${each.shadows.join(' and ')} sets it too`]
      : [],
  );
  const clock = known.skew
    ? []
    : ['the clock could not be compared: if it is off by 5 minutes, that alone explains it'];
  const seen = [
    `answered ${answered(outcome)} ${tries}`,
    ...(other === undefined ? [] : [other]),
    ...shadowed,
    ...clock,
  ];
  return { state: 'failed', seen, diagnosis };
}

/** Refused: was it the clock, was it the nonce, or is it the key? Each further attempt changes one thing. */
async function again(first: Response, context: StepContext, path: string): Promise<StepResult> {
  const { skew } = context.known;
  const clock = skew && skewDiagnosis(skew);
  const second = await attempt(context, path, clock && skew ? skew.ms : 0);
  const trouble = inconclusive(second);
  if (trouble || second.kind === 'failure') return trouble!;
  if (refused(second)) {
    return refusal(second, context, clock ? "twice, also when signed with the server's time" : 'twice, to two nonces');
  }
  const result = accepted(second, context);
  if (result.state !== 'ok') return result;
  if (!clock || !skew) {
    const seen = [`answered ${answered(first)} at first, then accepted the key pair with another nonce`];
    return { ...result, seen, warnings: ['nonce-replayed'] };
  }
  const seen = [
    `signed with this machine's time: ${answered(first)}; with the server's: accepted. The key pair is good`,
    `the clock is ${describeSkew(skew)}`,
  ];
  return { ...result, state: 'failed', seen, diagnosis: clock, goOn: true };
}

/** Does the target give a management token for the key pair? */
export const hmacExchangeStep: Step = {
  id: 'hmac-exchange',
  title: 'HMAC exchange',
  evidence: ['H2', 'H3', 'H4', 'H5'],
  checkedBy: 'server',
  run: async (context) => {
    if (!context.settings.IMBURSE_PUBLIC_KEY) return { state: 'not-needed', seen: ['a management token is set'] };
    for (const path of hmacPaths) {
      const outcome = await attempt(context, path);
      const trouble = inconclusive(outcome);
      if (trouble || outcome.kind === 'failure') return trouble!;
      if (outcome.status === 404 || outcome.status === 405) continue;
      return refused(outcome) ? again(outcome, context, path) : accepted(outcome, context);
    }
    const seen = [`answered 404 or 405 at ${hmacPaths.join(' and ')}`];
    return { state: 'inconclusive', seen, diagnosis: 'exchange-not-offered' };
  },
};
