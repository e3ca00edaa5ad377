import { pathToFileURL } from 'node:url';

/** Loads a module of any kind. In a file of its own, because `tools/bundle.mjs` can join no module with `import()`. */
export const importFile = (file: string): Promise<unknown> => import(pathToFileURL(file).href);
