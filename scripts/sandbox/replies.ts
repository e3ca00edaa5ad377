import type { Context } from './behaviour';
import type { Reply } from './http';

/** A JSON response (C13). */
export function jsonReply(status: number, value: unknown, context: Context): Reply {
  return {
    status,
    headers: [['Content-Type', 'application/json; charset=utf-8']],
    body: value === undefined ? '' : context.behaviour.serialise(value),
  };
}

/** A response that holds a token and must not be stored (T8). */
export function tokenReply(status: number, value: unknown, context: Context): Reply {
  const reply = jsonReply(status, value, context);
  return { ...reply, headers: [...reply.headers, ['Cache-Control', 'no-store']] };
}
