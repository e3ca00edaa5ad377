import { testCollections } from '../testing/collection-faults';

testCollections(1);
