//// main
import 'thrower'; export const x = 1;
//// lib
export * from 'one'; export * from 'two';
//// one
export const both = 1;
//// two
export const both = 2;
//// thrower
throw new TypeError('top level');
//// broken
export const = ;
