using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Built-ins whose arguments call back, and change what the built-in works on meanwhile.</summary>
internal sealed class ReentryTarget : IFuzzTarget
{
    private static readonly string[] Callers =
    [
        "({ valueOf() { $0 return 1; }, toString() { $0 return \"a\"; } })", "({ [Symbol.toPrimitive](h) { $0 return h === \"string\" ? \"a\" : 2; } })", "({ get length() { $0 return 3; }, 0: 1, 1: 2, 2: 3 })",
        "(function (...a) { $0 return a[0]; })", "((a, b) => { $0 return a < b ? -1 : 1; })", "(async (a) => { $0 return a; })", "(class { constructor() { $0 return k[0] ?? []; } })",
        "new Proxy(Object(k[0] ?? [1, 2, 3]), { get(t, p) { $0 const v = Reflect.get(t, p); return typeof v === \"function\" ? v.bind(t) : v; } })",
        "new Proxy(Object(k[0] ?? [1, 2, 3]), { has(t, p) { $0 return Reflect.has(t, p); }, ownKeys(t) { $0 return Reflect.ownKeys(t); }, getOwnPropertyDescriptor(t, p) { $0 return Reflect.getOwnPropertyDescriptor(t, p); } })",
        "new Proxy(Object(k[0] ?? [1, 2, 3]), { set(t, p, v) { $0 return Reflect.set(t, p, v); }, deleteProperty(t, p) { $0 return Reflect.deleteProperty(t, p); }, defineProperty(t, p, d) { $0 return Reflect.defineProperty(t, p, d); } })",
        "new Proxy(function () {}, { apply(t, s, a) { $0 return a[0]; }, construct(t, a) { $0 return {}; }, getPrototypeOf(t) { $0 return Reflect.getPrototypeOf(t); } })",
        "(() => { const a = [1, 2, 3]; a.constructor = { [Symbol.species]: function (n) { $0 return k[0] ?? []; } }; return a; })()",
        "({ then(f, r) { $0 f(1); } })", "({ get then() { $0 return undefined; } })", "({ toJSON() { $0 return k[0]; } })", "({ [Symbol.hasInstance]() { $0 return true; } })",
        "({ [Symbol.iterator]() { let i = 0; return { next() { $0 return { done: i++ > 3, value: i }; }, return() { $0 return {}; } }; } })",
        "({ [Symbol.asyncIterator]() { let i = 0; return { async next() { $0 return { done: i++ > 3, value: i }; }, async return() { $0 return {}; } }; } })",
        "Object.assign(/a/g, { exec() { $0 return n < 9 ? [\"a\"] : null; } })", "({ get [Symbol.isConcatSpreadable]() { $0 return true; }, length: 2 })", "({ get [Symbol.toStringTag]() { $0 return \"x\"; } })",
        "({ get signal() { $0 return undefined; }, get body() { $0 return \"x\"; }, get headers() { $0 return {}; }, get method() { $0 return \"POST\"; } })", "({ pull(c) { $0 c.enqueue(new Uint8Array(2)); }, cancel() { $0 }, start(c) { $0 k[7] = c; } })",
        "({ write(x, c) { $0 }, close() { $0 }, transform(x, c) { $0 c.enqueue(x); }, flush() { $0 } })", "({ get transfer() { $0 return [k[0]]; } })", "({ get 0() { $0 return 1; }, get name() { $0 return \"HMAC\"; }, get size() { $0 return 3; }, has() { $0 return true; }, keys() { $0 return [][Symbol.iterator](); } })",
        "({ get maxByteLength() { $0 return 64; }, get highWaterMark() { $0 return 1; }, get type() { $0 return \"bytes\"; }, get mode() { $0 return \"byob\"; } })", "({ get once() { $0 return true; }, handleEvent() { $0 } })",
    ];

    private static readonly string[] Actions =
    [
        "k[0].length = 0;", "k[0] = undefined;", "structuredClone(k[0]?.buffer ?? k[0], { transfer: [k[0]?.buffer ?? k[0]] });", "k[0].push(1, 2, 3);", "(k[0].buffer ?? k[0]).resize(0);", "(k[0].buffer ?? k[0]).resize(64);",
        "k[0].delete(1);", "k[0].clear();", "Object.setPrototypeOf(k[0], null);", "Object.freeze(k[0]);", "throw new Error(\"hook\");", "delete k[0][0];", "Object.defineProperty(k[0], \"1\", { get() { return 1; }, configurable: true });",
        "k[0].length = 2 ** 20;", "k[0].add(n);", "k[0].set(n, n);", "k[0].shift();", "k[0].reverse();", "k[0].sort();", "again();", "k[0].lastIndex = 2 ** 31;", "k[0].cancel();", "k[0].getReader();", "k[0].close();", "k[7].close();", "k[7].error(1);",
        "k[7].enqueue(new Uint8Array(1));", "k[7].byobRequest.respond(1);", "k[0].abort();", "k[0].append(\"a\", \"b\");", "k[0].dispatchEvent(new Event(\"x\"));", "k[0].transfer();", "k[0].next();", "k[0].return();", "k[0].throw(1);",
    ];

    public string Name => "reentry";

    public string About => "getters, proxies, valueOf, species, thenables and iterators that call back and change the receiver";

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var action = Gen.Frequency((6, Gen.Elements(Actions).Select(static text => Term.Any(text))), (1, Calls.Any(surface).Select(static call => Term.Any("k[1] = $0;", call))));
        var hook = action.Select(static what => Term.Any("if (n++ < 12) { try { $0 } catch (e) { if (e.message === \"hook\") throw e; } }", what));
        var special = from caller in Gen.Elements(Callers) from what in hook select Term.Any(caller, what);
        return
            from function in surface.AnyFunction
            from kept in Calls.Receiver(function)
            from call in Calls.Of(function, Gen.Frequency((6, Gen.Constant(Term.Any("k[0]"))), (2, special)), special)
            from more in Calls.Any(surface, special)
            select FuzzProgram.Handler(
            [
                Term.Any("let n = 0, again = () => {};"),
                FuzzProgram.Keep(0, kept),
                Term.Any("again = () => { if (n++ < 12) return $0; };", call),
                FuzzProgram.Keep(2, Term.Any("again()")),
                FuzzProgram.Keep(3, more),
            ]);
    }
}
