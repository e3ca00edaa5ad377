import type { Context } from '../behaviour';
import type { Reply } from '../http';
import { refuse } from '../refusal';
import { jsonReply } from '../replies';

/** `GET /v1/payout/options`: what a payout token is for (C8). */
export async function options(context: Context): Promise<Reply> {
  const refusal = await context.behaviour.authenticate('payout', context);
  if (refusal) return refuse(refusal, context);
  return jsonReply(200, context.behaviour.optionsBody(context), context);
}
