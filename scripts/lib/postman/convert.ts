import { canonical } from './canonical';
import { differences, placesInWords } from './difference';
import { readJsonCollection, toJsonFormat } from './formats';
import type { Collection21, CollectionFormat, Files, ReadCollection } from './types';
import { writeV3 } from './v3-write';

/** A collection in another format. */
export interface Converted {
  /** The text of the file, or the files of the folder by path. */
  readonly content: string | Files;
  /** What the format cannot represent: `request.header[].type (3 times)`. */
  readonly withoutPlace: readonly string[];
  /** Whether that is kept all the same, for the way back. */
  readonly kept: boolean;
}

/** JSON as Postman exports it. */
export const postmanJson = (value: object): string => `${JSON.stringify(value, null, '\t')}\n`;

/** Writes a collection in another format. */
export function convertCollection({ collection }: ReadCollection, to: CollectionFormat): Converted {
  if (to === 'v3') {
    const { files, aside } = writeV3(collection);
    return { content: files, withoutPlace: placesInWords([...aside.values()].flat()), kept: true };
  }
  const written = toJsonFormat(collection, to);
  const back = readJsonCollection(JSON.parse(JSON.stringify(written)))?.collection;
  // Compared in format 2.0, where the parameters of an auth have no order. What the round trip adds is not a loss.
  const comparable = (each: Collection21) => toJsonFormat(canonical(each), '2.0');
  const lost =
    to === '2.1' || !back
      ? []
      : differences(comparable(back), comparable(collection)).filter(
          (each) => '2.1' in each && each.at !== '/info/schema',
        );
  return { content: postmanJson(written), withoutPlace: placesInWords(lost), kept: false };
}
