import type { Context } from '../behaviour';
import type { Reply } from '../http';
import type { Change, Variant } from '../types';

/** Variants: for each id, a title and the change. */
export function variantsOf(
  rows: Readonly<Record<string, readonly [title: string, change: Change]>>,
): readonly Variant[] {
  return Object.entries(rows).map(([id, [title, change]]) => ({ id, title, change }));
}

/** Changes every response. */
export function everyReply(edit: (reply: Reply, context: Context) => Reply): Change {
  return () => ({ reply: edit });
}

/** Changes every refusal. */
export function everyRefusal(edit: (reply: Reply, context: Context) => Reply): Change {
  return everyReply((reply, context) => (reply.status >= 400 ? edit(reply, context) : reply));
}
