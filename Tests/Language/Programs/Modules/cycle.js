//// main
import { b, readA } from 'b';
export let a = 'a ' + b;
export const later = readA();
export function hoisted() { return 'hoisted' }
//// b
import { a, hoisted } from 'main';
export let early;
try { early = a } catch (e) { early = e.message }
export const b = 'b ' + hoisted();
export const readA = () => a;
