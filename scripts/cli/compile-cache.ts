import * as nodeModule from 'node:module';

// Keeps compiled code between runs where Node can (22.8 and later). NODE_DISABLE_COMPILE_CACHE=1 turns it off.
(nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
