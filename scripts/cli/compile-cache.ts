import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { keepJoinedCode } from './joined-code';

// Keeps compiled code between runs, in both ways that there are. NODE_DISABLE_COMPILE_CACHE=1 turns them off.
(nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
if (!process.env.NODE_DISABLE_COMPILE_CACHE) keepJoinedCode(join(__dirname, '../joined'));
