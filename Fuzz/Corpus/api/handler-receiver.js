// The same as sockets/wrong-receiver.js, in a handler whose body is an expression.
export default { fetch: () => Headers.prototype.get.call({}, "a") };
