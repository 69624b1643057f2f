// A worker that never stops by itself. Its CPU limit stops it, and nobody else notices.
export default {
  fetch() {
    for (;;) {}
  },
};
