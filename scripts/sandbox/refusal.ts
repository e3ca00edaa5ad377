import { sentence, upperFirst } from '../lib/sentence';
import type { Context, Refusal } from './behaviour';
import type { Reply } from './http';
import { jsonReply } from './replies';

/** 401 with the challenge that belongs to it (E6). */
export function unauthorizedReply(scheme: 'Bearer' | 'Hmac'): Refusal {
  return { status: 401, codes: ['UNAUTHORISED'], headers: [['WWW-Authenticate', scheme]] };
}

/** What anything unforeseen is answered: never more than that it happened (E7). */
export const internalError: Refusal = { status: 500, codes: ['INTERNAL_SERVER_ERROR'] };

/** Writes a refusal down. */
export function refuse(refusal: Refusal, context: Context): Reply {
  const final = context.behaviour.refusal(refusal, context);
  const reply = jsonReply(final.status, context.behaviour.errorBody(final, context), context);
  return { ...reply, headers: [...reply.headers, ...(final.headers ?? [])] };
}

/** One entry of an E3 error body. */
export interface ErrorEntry {
  readonly errorCode: unknown;
  readonly message: unknown;
  readonly messageTemplate: unknown;
  readonly metadata: unknown;
}

/** The error body since 2019-09 (E3). */
export interface ErrorBody {
  readonly timestamp: unknown;
  readonly correlationId: unknown;
  readonly errors: readonly ErrorEntry[];
}

/** E3: time, the server's correlation id, and for each code an entry that carries the inner one (E5). */
export function e3Body(refusal: Refusal, context: Context): ErrorBody {
  const { behaviour } = context;
  const inner = behaviour.innerCorrelationId(context);
  return {
    timestamp: behaviour.timestamp(context.now),
    correlationId: behaviour.outerCorrelationId(context),
    errors: refusal.codes.map((errorCode) => {
      const message = messageOf(errorCode);
      return { errorCode, message, messageTemplate: message, metadata: { correlationId: inner } };
    }),
  };
}

/** E2: the codes alone. */
export function e2Body(refusal: Refusal): { readonly errorCodes: readonly string[] } {
  return { errorCodes: refusal.codes };
}

function messageOf(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return sentence(upperFirst(words));
}
