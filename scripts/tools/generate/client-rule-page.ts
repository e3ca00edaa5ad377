import { clientRules } from '../../judge/client/rules';
import { cell, generatedNote, markdownTable } from './markdown';
import { rowLinks } from './rule-pages';

/** The rules about clients, on one page: each is explained by its title, why it matters and what to do. */
export function clientRulePage(): string {
  const sections = [
    generatedNote,
    '# Rules about clients',
    'These rules judge the requests of clients, in `sandbox --report`, `check` and `proxy`. A mistake of a client has the level `client`, and says nothing about the server. `--side` says whose mistakes fail a run.',
    markdownTable(
      ['rule', 'what must be true', 'evidence'],
      clientRules.map(({ id, title, evidence: ids }) => [`[\`${id}\`](#${id})`, cell(title), rowLinks(ids)]),
    ),
    ...clientRules.flatMap(({ id, title, why, remedy }) => [
      `## ${id}`,
      title,
      `**Why it matters.** ${why}`,
      `**What to do.** ${remedy}`,
    ]),
  ];
  return `${sections.join('\n\n')}\n`;
}
