//// main
import def, { named, renamed as other, fn, counter, inc } from 'lib';
import * as ns from 'lib';
export { def, named, other };
export const before = counter;
inc();
export const after = [counter, ns.counter];
export default class {}
export const keys = Object.keys(ns), tag = ns[Symbol.toStringTag], sealed = Object.isSealed(ns), proto = Object.getPrototypeOf(ns);
export const self = fn();
export const errors = [];
for (const f of [() => { ns.named = 1 }, () => { named = 1 }, () => { delete ns.named }, () => Object.defineProperty(ns, 'x', {})]) try { f() } catch (e) { errors.push(e.message) }
export const strict = (function () { return this })();
export const meta = typeof import.meta;
//// lib
const value = { v: 1 };
export default value;
export const named = 'n';
export { value as renamed };
export function fn() { return this }
export let counter = 0;
export const inc = () => ++counter;
