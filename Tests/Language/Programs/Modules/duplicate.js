//// main
import { both } from 'lib'; export const x = both;
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
