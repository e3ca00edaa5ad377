import { Document, isScalar, isSeq, visit } from 'yaml';
import { openApiDocument } from './openapi';

/** The OpenAPI document as YAML. Equal parts are repeated, not aliased; evidence ids share a line. */
export function openApiYaml(): string {
  const document = new Document(openApiDocument(), { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value === 'x-evidence' && isSeq(value)) value.flow = true;
    },
  });
  document.commentBefore = ' Generated from the contract by "npm run generate". Do not edit.';
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false, blockQuote: 'literal' });
}
