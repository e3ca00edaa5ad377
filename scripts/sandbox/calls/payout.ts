import type { Context, Refusal } from '../behaviour';
import type { Reply } from '../http';
import { type ReceivedReferences, referenceNames } from '../references';
import { refuse } from '../refusal';
import { tokenReply } from '../replies';
import { audience, readClaims } from '../tokens';

type Check = (context: Context) => Refusal | undefined | Promise<Refusal | undefined>;

const checkCaller: readonly Check[] = [
  (context) => context.behaviour.authenticate('management', context),
  checkRole,
  (context) => context.behaviour.checkOwner(context),
];

const checkInput: readonly Check[] = [checkMediaType, checkSize, checkReferences];

/** `POST /v1/identity/payout`: a management token and three references in, a payout token out. */
export async function payout(context: Context): Promise<Reply> {
  const checks = context.behaviour.authenticatesFirst
    ? [...checkCaller, ...checkInput]
    : [...checkInput, ...checkCaller];
  for (const check of checks) {
    const refusal = await check(context);
    if (refusal) return refuse(refusal, context);
  }
  return grant(receivedReferences(context), context);
}

/** The success response (C5). */
export async function grant(references: ReceivedReferences, context: Context): Promise<Reply> {
  const { behaviour } = context;
  const body = await behaviour.issue(references, context);
  return tokenReply(behaviour.successStatus, behaviour.successBody(body, context), context);
}

/** The references in the body, each `undefined` if it is missing. */
export function receivedReferences(context: Context): ReceivedReferences {
  const body = context.behaviour.readBody(context.request.body) ?? {};
  return { customerRef: body.customerRef, orderRef: body.orderRef, instructionRef: body.instructionRef };
}

/** 403 if a management token's key lacks the role. */
function checkRole({ behaviour, request }: Context): Refusal | undefined {
  const claims = readClaims(behaviour.findToken(request) ?? '');
  return claims?.aud !== audience('management') || behaviour.hasRole(claims)
    ? undefined
    : { status: 403, codes: ['ROLE_MISSING'] };
}

function checkMediaType({ behaviour, request }: Context): Refusal | undefined {
  if (behaviour.acceptsMediaType(request.header('content-type'))) return undefined;
  return { status: behaviour.mediaTypeStatus, codes: ['UNSUPPORTED_MEDIA_TYPE'] };
}

function checkSize({ behaviour, request }: Context): Refusal | undefined {
  if (request.bodySize <= behaviour.maxBodyBytes) return undefined;
  return { status: behaviour.tooLargeStatus, codes: ['REQUEST_BODY_TOO_LARGE'] };
}

/** One code for each invalid reference (R1–R4). An unreadable body has no references. */
function checkReferences(context: Context): Refusal | undefined {
  const { behaviour } = context;
  const references = receivedReferences(context);
  const codes = referenceNames.flatMap((name) => {
    const problem = behaviour.referenceProblem(references[name], name);
    return problem ? [behaviour.referenceCode(name, problem)] : [];
  });
  return codes.length === 0 ? undefined : { status: 400, codes: behaviour.reported(codes) };
}
