// The methods of Readable that are those of iterators (https://nodejs.org/api/stream.html#readablemapfn-options).
const codedError = (Base, code, message) => Object.assign(new Base(message), { code });

function check(fn, name = "fn") {
  if (typeof fn !== "function") throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" argument must be of type function. Received ${fn === null ? "null" : typeof fn}`);
}

function count(n) {
  const number = Number(n);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw codedError(RangeError, "ERR_OUT_OF_RANGE", `The value of "number" is out of range. It must be >= 0. Received ${number}`);
  return number;
}

// Up to "concurrency" calls at once, their results in order.
async function* mapped(source, fn, { concurrency = 1, signal } = {}) {
  const pending = [];
  const options = { signal: signal ?? new AbortController().signal };
  for await (const value of source) {
    const result = (async () => fn(value, options))();
    result.catch(() => {});
    pending.push(result);
    if (pending.length >= concurrency) yield await pending.shift();
  }
  for (const result of pending) yield await result;
}

export function addOperators(Readable) {
  const lazily = {
    map(fn, options) {
      check(fn);
      return mapped(this, fn, options);
    },
    async* filter(fn, options) {
      check(fn);
      for await (const [isKept, value] of mapped(this, async (value, o) => [await fn(value, o), value], options)) if (isKept) yield value;
    },
    async* flatMap(fn, options) {
      check(fn);
      for await (const values of mapped(this, fn, options)) yield* values;
    },
    async* drop(n) {
      let left = count(n);
      for await (const value of this) if (left-- <= 0) yield value;
    },
    async* take(n) {
      let left = count(n);
      if (left <= 0) return;
      for await (const value of this) {
        yield value;
        if (--left <= 0) return;
      }
    },
    async* asIndexedPairs() {
      let index = 0;
      for await (const value of this) yield [index++, value];
    },
  };
  for (const [name, make] of Object.entries(lazily)) {
    Readable.prototype[name] = function (...args) {
      if (name !== "drop" && name !== "take" && name !== "asIndexedPairs") check(args[0]);
      else if (name !== "asIndexedPairs") count(args[0]);
      return Readable.from(make.apply(this, args));
    };
  }
  Object.assign(Readable.prototype, {
    async forEach(fn, options) {
      check(fn);
      for await (const _ of mapped(this, fn, options));
    },
    async toArray() {
      const all = [];
      for await (const value of this) all.push(value);
      return all;
    },
    async some(fn, options) {
      check(fn);
      for await (const result of mapped(this, fn, options)) if (result) return true;
      return false;
    },
    async every(fn, options) {
      check(fn);
      for await (const result of mapped(this, fn, options)) if (!result) return false;
      return true;
    },
    async find(fn, options) {
      check(fn);
      for await (const [isIt, value] of mapped(this, async (value, o) => [await fn(value, o), value], options)) if (isIt) return value;
      return undefined;
    },
    async reduce(fn, ...initial) {
      check(fn, "reducer");
      let [result] = initial;
      let isFirst = initial.length === 0;
      for await (const value of this) {
        result = isFirst ? value : await fn(result, value, {});
        isFirst = false;
      }
      if (isFirst) throw codedError(TypeError, "ERR_MISSING_ARGS", "Reduce of an empty stream requires an initial value");
      return result;
    },
    compose(stream, options) {
      return this.pipe(typeof stream === "function" ? Readable.from(stream(this)) : stream, options);
    },
  });
}
