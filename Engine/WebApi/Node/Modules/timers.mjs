// node:timers (https://nodejs.org/api/timers.html). Timers are numbers here, as in browsers, and belong to their request.
import promises from "node:timers/promises";

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = globalThis;
export { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises };
export default { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises };
