//// main
import { late } from 'slow';
export const got = late;
export const list = [];
for await (const x of [1, Promise.resolve(2)]) list.push(x);
const dynamic = await import('dyn');
export const viaImport = dynamic.default + dynamic.x;
export let refused;
try { await import('missing') } catch (e) { refused = e.name }
//// slow
export let late = 'early';
await null; await null;
late = 'late';
//// dyn
export default 1;
export const x = await Promise.resolve(2);
