// See json-suites.sh. Every published schema compiles in strict mode, with the formats, without a word.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const said = [];
const say = (...words) => said.push(words.join(' '));
const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));
for (const file of files) {
  const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const ajv = new Ajv2020.default({ strict: true, allErrors: true, logger: { log: say, warn: say, error: say } });
  addFormats.default(ajv);
  try {
    const validate = ajv.compile(schema);
    for (const example of schema.examples ?? []) if (!validate(example)) say(file, ajv.errorsText(validate.errors));
  } catch (error) {
    say(file, error.message);
  }
}
if (files.length < 11 || said.length > 0) {
  console.log(`failed: ${files.length} schemas`, ...said);
  process.exit(1);
}
console.log(`ajv: ${files.length} schemas compile in strict mode`);
