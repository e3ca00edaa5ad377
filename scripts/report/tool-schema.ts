import { name, object } from '../lib/json-schema';

/** What made a report: its name and version. */
export const toolSchema = object({ name, version: name });
