// `Engine` is our namespace; the interpreter's class of that name goes by JintEngine everywhere.
global using JintEngine = Jint.Engine;
