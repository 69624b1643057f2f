// pureedge-fuzz target=sockets form=Handler seed=1 case=1473
// A listener whose body is an expression calls a method on what is no WebSocket: the TypeError came out of the isolate as a fault of the host.
const { 0: a, 1: b } = new WebSocketPair();
a.accept(); b.accept();
b.addEventListener("message", () => (new Proxy(b, {})).send());
a.send(0);
await new Promise((heard) => b.addEventListener("message", heard));
