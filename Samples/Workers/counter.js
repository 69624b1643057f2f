// Module-level state survives between requests of the same isolate, and is gone when the isolate is.
let count = 0;

export default {
  fetch() {
    count += 1;
    return Response.json({ count });
  },
};
