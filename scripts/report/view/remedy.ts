import { clientRules } from '../../judge/client/rules';
import { ruleExamples } from '../../judge/rules/examples';

const ofClients: ReadonlyMap<string, string> = new Map(clientRules.map(({ id, remedy }) => [id, remedy]));

/** What to do about a finding of this rule; nothing if this version does not have the rule. */
export function remedyOf(rule: string): string | undefined {
  return Object.entries(ruleExamples).find(([id]) => id === rule)?.[1].explanation.remedy ?? ofClients.get(rule);
}
