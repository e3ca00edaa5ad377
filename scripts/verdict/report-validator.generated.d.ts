import type { ValidateFunction } from 'ajv';
import type { RunReport } from './types';

/** Ajv's standalone code of the schema of `run.json`; written by `generate`. */
export const isRunReport: ValidateFunction<RunReport>;
