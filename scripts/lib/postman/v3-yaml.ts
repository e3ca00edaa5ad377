import { Document, isPair, isScalar, Scalar, visit } from 'yaml';

/** What reads back as the same text without quotes, whichever YAML version the reader knows. */
const plain = /^[A-Za-z/._$](?:[\w $.,/()+-]*[\w$/()])?$/;
const keyword = /^(?:true|false|yes|no|on|off|y|n|null|nan|\.nan|[+-]?\.inf)$/i;
/** What a block or single quotes cannot hold, and what should be seen in a review. */
const needsEscapes = /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;

type ScalarStyle =
  | typeof Scalar.PLAIN
  | typeof Scalar.QUOTE_SINGLE
  | typeof Scalar.QUOTE_DOUBLE
  | typeof Scalar.BLOCK_LITERAL;

function styleOf(text: string, isKey: boolean): ScalarStyle {
  if (needsEscapes.test(text)) return Scalar.QUOTE_DOUBLE;
  if (text.includes('\n')) return isKey || text.trim() === '' ? Scalar.QUOTE_DOUBLE : Scalar.BLOCK_LITERAL;
  return plain.test(text) && !keyword.test(text) ? Scalar.PLAIN : Scalar.QUOTE_SINGLE;
}

/** Writes a value as Postman writes YAML: single quotes, blocks for texts of several lines, no folding. */
export function v3Yaml(value: object): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, (key, node, path) => {
    if (!isScalar(node) || typeof node.value !== 'string') return;
    const isKey = key === 'key' && isPair(path.at(-1));
    node.type = styleOf(node.value, isKey);
  });
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}
