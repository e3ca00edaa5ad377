import { setTimeout as sleep } from 'node:timers/promises';
import type { ConditionId } from '../combined/conditions';
import type { EffectId } from '../combined/effects';
import type { Combined } from '../types';
import { type Answer, payoutCall, references } from './client';
import { type Send, using } from './compare';
import { documented, type Known, written } from './draft';
import { describeAnswer } from './probes';
import { shownConditions } from './shown-conditions';
import { shownEffects } from './shown-effects';

/** How long a server that may never answer is waited for. */
const patienceMs = 1500;

const answerOf = (send: Send, call: ReturnType<typeof written>, known: Known): Promise<string> =>
  Promise.race([
    send(call).then(
      (answer: Answer) => describeAnswer(answer, known.own),
      () => 'connection lost',
    ),
    sleep(patienceMs, 'no answer', { ref: false }),
  ]);

/** What a sandbox answers to the requests that show a combined fault, or to its effect's alone. */
export function demonstrate(id: string | undefined, { effect, condition }: Combined, alone = false): Promise<string> {
  const shownEffect = shownEffects[effect as EffectId];
  const shownCondition = shownConditions[condition as ConditionId];
  const call = shownEffect.call ?? shownCondition.call ?? 'payout';
  const { before = [], again = 0, atOnce, step } = alone ? {} : shownCondition;
  return using(id, async (send, { credentials: own }) => {
    const needsToken = call === 'options' || effect === 'audience-unchecked';
    const first = needsToken ? await send(payoutCall(own, references({ orderRef: 'first' }))) : undefined;
    const known: Known = { own, ...(first && { payoutToken: String(first.json?.accessToken) }) };
    const valid = documented(call, known);
    const shown = written((step ?? same)((shownEffect.step ?? same)(valid, known), known), known);

    const answers: string[] = [];
    for (const change of before) answers.push(await answerOf(send, written(change(valid, known), known), known));
    for (let times = again + (shownEffect.twice ? 1 : 0); times > 0; times--) {
      answers.push(await answerOf(send, shown, known));
    }
    const last = await Promise.all(Array.from({ length: atOnce ? 6 : 1 }, () => answerOf(send, shown, known)));
    return [...answers, ...last.sort()].join('\n---\n');
  });
}

const same = <T>(draft: T): T => draft;
