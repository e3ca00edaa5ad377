// Lints the OpenAPI documents in the JSON array on standard input by Redocly's recommended rules; prints a list of the
// problems of each as JSON. A process of its own: the linter is an ES module only, which jest cannot load.
import { json } from 'node:stream/consumers';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const config = await createConfig({ extends: ['recommended'] });
const found = [];
for (const source of await json(process.stdin)) {
  const problems = await lintFromString({ source, absoluteRef: '/openapi.yaml', config });
  found.push(
    problems.map(({ ruleId, severity, message, location }) => ({
      ruleId,
      severity,
      message,
      where: location[0]?.pointer,
    })),
  );
}
process.stdout.write(JSON.stringify(found));
