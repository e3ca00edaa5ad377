import { testCollections } from '../testing/collection-faults';

testCollections(Number.POSITIVE_INFINITY);
