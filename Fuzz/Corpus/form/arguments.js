// pureedge-fuzz target=form form=Handler seed=19 case=26495
// in any form
// The fuzzer's printer refuses arguments in a function inside the initializer of a field.
class D { static #c = (function () { return arguments.length; })(1, 2); static c() { return D.#c; } }
line(show(D.c()));
