import { randomUUID } from 'node:crypto';
import type { Behaviour, Context, World } from './behaviour';
import { type Endpoint, endpoints } from './calls';
import type { ReceivedRequest, Reply } from './http';
import { e3Body, internalError, refuse } from './refusal';
import { jsonReply } from './replies';

/** Answers a request; nothing that goes wrong on the way gets past it. */
export async function answer(
  routed: Endpoint | undefined,
  request: ReceivedRequest,
  server: { readonly behaviour: Behaviour; readonly world: World; readonly now: () => number },
): Promise<Reply> {
  const { world, now } = server;
  const arrival = { request, world, call: routed?.call ?? 'unknown' };
  const behaviour = (await server.behaviour.select?.(arrival)) ?? server.behaviour;
  const endpoint = routed ?? endpoints.find(({ path }) => path === behaviour.route(request.path));
  const call = endpoint?.call ?? 'unknown';
  const context: Context = { call, request, behaviour, world, now: now(), correlationId: randomUUID() };
  try {
    return await behaviour.reply(await serve(endpoint, context), context);
  } catch {
    return jsonReply(500, e3Body(internalError, context), context);
  }
}

async function serve(endpoint: Endpoint | undefined, context: Context): Promise<Reply> {
  const { behaviour, request } = context;
  const turnedAway = behaviour.admit(context);
  if (turnedAway) return refuse(turnedAway, context);
  if (!endpoint) return refuse({ status: 404, codes: ['RESOURCE_NOT_FOUND'] }, context);
  if (!endpoint.methods.includes(request.method)) return behaviour.otherMethod(context, endpoint.methods);
  return endpoint.answer(context);
}
