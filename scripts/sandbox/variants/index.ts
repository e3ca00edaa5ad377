import type { Variant } from '../types';
import { errorVariants } from './errors';
import { gatewayVariants } from './gateways';
import { inputVariants } from './input';
import { stackVariants } from './stacks';
import { successVariants } from './success';
import { tokenVariants } from './tokens';
import { transportVariants } from './transport';

/**
 * Servers that differ from the baseline and conform. Something that an advisory row asks for may be missing: that
 * is a warning, which is not a failure.
 */
export const variants: readonly Variant[] = [
  ...successVariants,
  ...tokenVariants,
  ...errorVariants,
  ...stackVariants,
  ...gatewayVariants,
  ...inputVariants,
  ...transportVariants,
];
