import { defined } from '../defined';
import type { Environment21 } from './types';
import type { V3Reader } from './v3-fields';
import { errorAt, yamlTree } from './yaml-tree';

/** Reads an environment, or globals, in format v3; `stem` is the name of the file without the ending. */
export function readV3Environment(reader: V3Reader, text: string, file: string, stem: string): Environment21 {
  const tree = yamlTree(text, file);
  const fields = reader.fields(tree, 'environment', 'the file');
  const values = fields.get('values');
  if (!values) throw errorAt(tree.at, 'an environment needs values', 'write values: with a list of key and value');
  const entries =
    values.kind === 'map'
      ? values.entries.map(({ key, value }) => ({ key, value: reader.text(value, `"${key}"`) ?? '', enabled: true }))
      : reader.list(values, 'values').map((each) => {
          const entry = reader.fields(each, 'environment value', 'an entry of values');
          const secret = reader.flag(entry.get('secret'), 'secret') === true;
          return {
            key: reader.text(entry.get('key'), 'key') ?? '',
            value: reader.text(entry.get('value'), 'value') ?? '',
            enabled: reader.flag(entry.get('enabled'), 'enabled') ?? true,
            type: secret ? 'secret' : (reader.text(entry.get('type'), 'type') ?? 'default'),
            ...defined({ description: reader.text(entry.get('description'), 'description') }),
          };
        });
  return {
    ...defined({ id: reader.text(fields.get('id'), 'id') }),
    name: reader.text(fields.get('name'), 'name') ?? stem,
    values: entries,
  };
}
