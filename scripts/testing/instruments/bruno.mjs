// Translates the collection with Bruno's own converter: its scripts must come through, in Bruno's names where it has them.
// bruno.sh installs the converter and runs this, and then runs what it wrote with Bruno's own runner. What Bruno has no
// name for is listed, and is not an error: the scripts say there that they do not judge.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { postmanToBruno } from '@usebruno/converters';

const errors = [];
console.error = (...parts) => errors.push(parts.map(String).join(' '));
const { collection } = await postmanToBruno(JSON.parse(readFileSync(process.argv[2], 'utf8')));
const { script } = collection.root.request;
const requests = (items) => items.flatMap((item) => (item.items ? requests(item.items) : [item]));
const expected = {
  req: ['bru.setVar', 'bru.getVar', 'bru.runner.skipRequest'],
  res: ['bru.runner.setNextRequest', 'res.getStatus', 'res.getBody', 'req.getUrl'],
};
for (const [which, names] of Object.entries(expected))
  for (const name of names) if (!script[which]?.includes(name)) errors.push(`the ${which} script lacks ${name}`);
for (const error of errors) console.log(`failed: ${error}`);
const left = new Set(Object.values(script).flatMap((text) => text.match(/(?<![\w."'`])pm\.(?!ts\b)[\w.]+/g) ?? []));
console.log(
  `bruno: ${requests(collection.items).length} requests; without a name in Bruno: ${[...left].sort().join(', ')}`,
);
const { createCollectionFromBrunoObject } = createRequire(import.meta.url)('@usebruno/cli/src/utils/collection.js');
await createCollectionFromBrunoObject(collection, process.argv[3]);
process.exit(errors.length > 0 ? 1 : 0);
