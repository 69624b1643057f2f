// node:diagnostics_channel (https://nodejs.org/api/diagnostics_channel.html).
const channels = new Map();

function checkFunction(subscription) {
  if (typeof subscription !== "function") throw Object.assign(new TypeError(`The "subscription" argument must be of type function. Received ${subscription === null ? "null" : typeof subscription}`), { code: "ERR_INVALID_ARG_TYPE" });
}

export class Channel {
  #subscribers = [];
  #stores = new Map();
  constructor(name) {
    this.name = name;
  }
  get hasSubscribers() {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }
  subscribe(subscription) {
    checkFunction(subscription);
    this.#subscribers = [...this.#subscribers, subscription];
  }
  unsubscribe(subscription) {
    const at = this.#subscribers.indexOf(subscription);
    if (at < 0) return false;
    this.#subscribers = this.#subscribers.toSpliced(at, 1);
    return true;
  }
  publish(message) {
    for (const subscription of this.#subscribers) {
      try {
        subscription(message, this.name);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
  bindStore(store, transform) {
    this.#stores.set(store, transform);
  }
  unbindStore(store) {
    return this.#stores.delete(store);
  }
  runStores(context, fn, thisArg, ...args) {
    let run = () => {
      this.publish(context);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const [store, transform] of this.#stores) {
      const next = run;
      run = () => store.run(transform ? transform(context) : context, next);
    }
    return run();
  }
}

export function channel(name) {
  if (typeof name !== "string" && typeof name !== "symbol") throw Object.assign(new TypeError("The \"channel\" argument must be of type string or symbol."), { code: "ERR_INVALID_ARG_TYPE" });
  let found = channels.get(name);
  if (found === undefined) channels.set(name, (found = new Channel(name)));
  return found;
}
export const hasSubscribers = (name) => channels.get(name)?.hasSubscribers ?? false;
export const subscribe = (name, subscription) => channel(name).subscribe(subscription);
export const unsubscribe = (name, subscription) => channel(name).unsubscribe(subscription);

const events = ["start", "end", "asyncStart", "asyncEnd", "error"];

export class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of events) this[event] = typeof nameOrChannels === "string" ? channel(`tracing:${nameOrChannels}:${event}`) : nameOrChannels[event];
  }
  get hasSubscribers() {
    return events.some((event) => this[event]?.hasSubscribers);
  }
  subscribe(handlers) {
    for (const event of events) if (handlers[event]) this[event].subscribe(handlers[event]);
  }
  unsubscribe(handlers) {
    let all = true;
    for (const event of events) if (handlers[event] && !this[event].unsubscribe(handlers[event])) all = false;
    return all;
  }
  #fails(context, error) {
    context.error = error;
    this.error.publish(context);
  }
  traceSync(fn, context = {}, thisArg, ...args) {
    return this.start.runStores(context, () => {
      try {
        return (context.result = Reflect.apply(fn, thisArg, args));
      } catch (error) {
        this.#fails(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
  tracePromise(fn, context = {}, thisArg, ...args) {
    return this.start.runStores(context, () => {
      try {
        return Promise.resolve(Reflect.apply(fn, thisArg, args)).then(
          (result) => {
            context.result = result;
            this.asyncStart.publish(context);
            this.asyncEnd.publish(context);
            return result;
          },
          (error) => {
            this.#fails(context, error);
            this.asyncStart.publish(context);
            this.asyncEnd.publish(context);
            throw error;
          });
      } catch (error) {
        this.#fails(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    const tracing = this;
    const callback = args.at(position);
    checkFunction(callback);
    args.splice(position, 1, function (error, result) {
      if (error) tracing.#fails(context, error);
      else context.result = result;
      return tracing.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, [error, result]);
        } finally {
          tracing.asyncEnd.publish(context);
        }
      });
    });
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (error) {
        this.#fails(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}
export const tracingChannel = (nameOrChannels) => new TracingChannel(nameOrChannels);
export default { channel, hasSubscribers, subscribe, unsubscribe, tracingChannel, Channel };
