import type { ValidateFunction } from 'ajv';

/** Ajv's standalone code of the schemas that the rules hold bodies against; written by `generate`. */
export const tokenResponse: ValidateFunction;
export const optionsResponse: ValidateFunction;
export const errorCodes: ValidateFunction;
export const errorList: ValidateFunction;
