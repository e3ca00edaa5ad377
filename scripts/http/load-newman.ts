/**
 * Newman, loaded with the first use. Node 24 warns of what Newman reads of `fs` while it is loaded (DEP0176): nobody who
 * sees that can do anything about it. Loading is synchronous, so that no other warning is lost.
 */
export function loadNewman(): typeof import('newman') {
  const { noDeprecation = false } = process;
  process.noDeprecation = true;
  try {
    return require('newman') as typeof import('newman');
  } finally {
    process.noDeprecation = noDeprecation;
  }
}
