// Lints the OpenAPI document on standard input by Redocly's recommended rules; prints the problems as JSON.
// A process of its own: the linter is an ES module only, which jest cannot load.
import { text } from 'node:stream/consumers';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const source = await text(process.stdin);
const config = await createConfig({ extends: ['recommended'] });
const problems = await lintFromString({ source, absoluteRef: '/openapi.yaml', config });
const shown = problems.map(({ ruleId, severity, message, location }) => ({
  ruleId,
  severity,
  message,
  where: location[0]?.pointer,
}));
process.stdout.write(JSON.stringify(shown));
