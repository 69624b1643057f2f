import { strict } from "node:assert";

export const {
  AssertionError, ok, fail, equal, notEqual, strictEqual, notStrictEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual, partialDeepStrictEqual, match, doesNotMatch,
  throws, rejects, doesNotThrow, doesNotReject, ifError,
} = strict;
export { strict };
export default strict;
