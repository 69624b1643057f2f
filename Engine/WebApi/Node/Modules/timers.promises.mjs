// node:timers/promises (https://nodejs.org/api/timers.html#timers-promises-api).
const { setTimeout: start, clearTimeout: stop, setInterval: startAll, clearInterval: stopAll } = globalThis;

function abortError(signal) {
  const error = new Error("The operation was aborted", { cause: signal.reason });
  error.name = "AbortError";
  error.code = "ABORT_ERR";
  return error;
}

export function setTimeout(delay, value, { signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const onAbort = () => {
      stop(id);
      reject(abortError(signal));
    };
    const id = start(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve(value);
    }, delay);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

export function setImmediate(value, options) {
  return setTimeout(0, value, options);
}

export async function* setInterval(delay, value, { signal } = {}) {
  if (signal?.aborted) throw abortError(signal);
  let due = 0;
  let wake;
  const onAbort = () => wake?.();
  const id = startAll(() => {
    due++;
    wake?.();
  }, delay);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    while (true) {
      if (due === 0 && !signal?.aborted) await new Promise((resolve) => (wake = resolve));
      if (signal?.aborted) throw abortError(signal);
      for (; due > 0; due--) yield value;
    }
  } finally {
    stopAll(id);
    signal?.removeEventListener("abort", onAbort);
  }
}

export const scheduler = {
  wait: (delay, options) => setTimeout(delay, undefined, options),
  yield: () => setImmediate(),
};
export default { setTimeout, setImmediate, setInterval, scheduler };
