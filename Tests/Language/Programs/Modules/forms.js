//// main
export let first = 1;
import d, { a as renamed, 'a b' as spaced } from 'lib';
export const seen = [];
function deep() {
  const inner = () => { class C { static { seen.push(typeof import.meta, d()); } } return C; };
  return inner();
}
import * as all from 'lib';
export { deep, renamed as 'odd name', spaced };
export default class extends deep() { static where = 'class'; }
{ let block = () => import('late'); seen.push((await block()).value); }
export * from 'more';
export * as more from 'more';
export { all, d };
export const { p: { q = 7 } = {}, ...rest } = { r: 1 };
export async function* later() { yield* (await import('late')).list; }
import 'effect';
for await (const item of later()) seen.push(item);
seen.push(Object.keys(all).join(), globalThis.effect);
//// lib
export default function () { return 'default of lib'; }
export var a = 'a';
const s = 'spaced';
export { s as 'a b' };
//// more
import { first } from 'main';
export const fromMore = () => first;
//// late
export const value = 'late', list = [1, 2];
//// effect
import { seen } from 'main';
globalThis.effect = typeof deepest(() => () => { try { return seen; } catch (e) { return e.name; } });
function deepest(f) { return f()(); }
