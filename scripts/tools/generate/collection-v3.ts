import { postmanJson } from '../../lib/postman/convert';
import type { Collection21, Files } from '../../lib/postman/types';
import { readV3 } from '../../lib/postman/v3-read';
import { writeV3 } from '../../lib/postman/v3-write';
import { postmanCollection } from './collection';

/** Where the collection is committed, relative to the package root. */
export const collectionPath = 'collections/payout-identity.postman_collection.json';

/** The collection in format v3, which Postman 12 reads: files by path relative to the folder of the collection. */
export const collectionV3 = async (): Promise<Files> => writeV3((await postmanCollection()) as Collection21).files;

/** Whether the text of a collection is the same after the way to format v3 and back. */
export function survivesV3(text: string): boolean {
  const { files } = writeV3(JSON.parse(text) as Collection21);
  return postmanJson(readV3(files, '').collection) === text;
}
