//// main
export * from 'one';
export * from 'two';
export * as inner from 'one';
export { default, x as y } from 'two';
import * as all from 'main';
export const names = Object.keys(all);
//// one
export const a = 1, both = 'one';
export default 'd1';
//// two
export const b = 2, both = 'two', x = 3;
export default 'd2';
