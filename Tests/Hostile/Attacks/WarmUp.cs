namespace PureEdge.Hostile.Tests.Attacks;

/// <summary>
/// What a server does before anything is measured: code that is compiled, caches that are filled and threads that are started then
/// belong to an idle server, and are no attack's.
/// </summary>
internal static class WarmUp
{
    private static readonly string[] Texts =
    [
        "for(;;){}",
        "let k=[];for(;;)k.push(new Array(1000).fill(k.length))",
        "(function f(){f();return 1})()",
        "throw new Error('x')",
        "const (",
        """
        class A { #x = 1; get x() { return this.#x; } static s = 2; *[Symbol.iterator]() { yield* [1, 2, 3]; } }
        const words = Array.from({ length: 500 }, (v, i) => "word" + (i * 7919 % 503));
        const map = Map.groupBy(words, w => w.length), set = new Set(words), weak = new WeakMap([[{}, 1]]);
        words.sort((a, b) => a < b ? -1 : 1).map(w => w.toUpperCase()).filter(w => /[0-9]+/.test(w)).reduce((a, b) => a + b, "").split("W").join("-").replaceAll("-", "+");
        JSON.parse(JSON.stringify({ words, map: [...map], set: [...set], date: new Date(0), nested: structuredClone({ a: [1, { b: 2 }] }) }));
        new Float64Array(1000).map((v, i) => 1000 - i).sort(); new Uint8Array(1000).toReversed(); new DataView(new ArrayBuffer(8)).setInt16(0, 1);
        "abc".padEnd(100, "x").normalize("NFD").localeCompare("abd"); [..."a1b2".matchAll(/([a-z])(\d)/g)]; "ß".toLocaleUpperCase();
        (3n ** 200n).toString(); BigInt("123456789012345678901234567890") * 7n; (255).toString(16); (1.5).toFixed(10); parseFloat("1e10");
        new Intl.NumberFormat("en-US").format(1234.5); new Intl.DateTimeFormat("en-US").format(0); Temporal.PlainDate.from("2020-01-01").add({ days: 1 }).toString();
        new Proxy({}, { get: (t, k) => k, ownKeys: () => ["a"] }).x; Reflect.ownKeys(new A()); [...new A()]; new A().x;
        Iterator.from([1, 2, 3]).map(x => x + 1).take(2).toArray(); Symbol("s").toString(); new Date(0).toISOString();
        const { a = 1, ...rest } = { b: 2, c: 3 }; [].concat([1, [2]]).flat(); Object.entries(rest); `${a}`; encodeURIComponent("ä"); btoa("x");
        async function g() { for await (const x of [1, Promise.resolve(2)]) await x; } g(); Promise.all([g(), g()]).then(() => {});
        """,
    ];

    /// <summary>Attacks of the tamest kind, in every form.</summary>
    public static IReadOnlyList<Attack> Attacks { get; } =
        [.. Texts.SelectMany(text => Attack.Default(Script.Parse("warm/up.js", text))), .. Attack.Default(Script.Parse("warm/up.multi.js", "//CALLS 5\nfunction main(i){return i}"))];
}
