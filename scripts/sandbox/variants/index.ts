import type { Variant } from '../types';
import { errorVariants } from './errors';
import { inputVariants } from './input';
import { successVariants } from './success';
import { tokenVariants } from './tokens';
import { transportVariants } from './transport';

/**
 * Servers that differ from the baseline and are right. What a row of advisory strength asks for may be missing: that
 * earns a warning, which accuses nobody.
 */
export const variants: readonly Variant[] = [
  ...successVariants,
  ...tokenVariants,
  ...errorVariants,
  ...inputVariants,
  ...transportVariants,
];
