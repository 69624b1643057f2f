namespace PureEdge.Bench.Programs;

/// <summary>A small program of one kind of work, up to a few milliseconds long.</summary>
/// <param name="Name">What it mostly does.</param>
/// <param name="Source">A script; its value depends on all it computed.</param>
/// <param name="Setup">A script that runs once, before the first run.</param>
internal sealed record ScriptProgram(string Name, string Source, string Setup = "")
{
    /// <summary>What ordinary workers are made of, each alone.</summary>
    public static IReadOnlyList<ScriptProgram> All { get; } =
    [
        new("loops", """
            (function () {
              let sum = 0;
              for (let i = 0; i < 5000; i++) {
                if (i % 3 === 0) { sum += i; } else { sum -= 1; }
              }
              return sum;
            })()
            """),
        new("calls", """
            (function () {
              function add(a, b) { return a + b; }
              let sum = 0;
              for (let i = 0; i < 2500; i++) { sum = add(sum, i); }
              return sum;
            })()
            """),
        new("properties", """
            (function () {
              const p = { x: 1, y: 2, inner: { z: 3 } };
              for (let i = 0; i < 2500; i++) {
                p.x = p.x + p.y;
                p.inner.z = p.x % 7;
              }
              return p.x + p.inner.z;
            })()
            """),
        new("strings", """
            (function () {
              let text = "";
              let found = 0;
              for (let i = 0; i < 800; i++) {
                text += "item" + i + ",";
                if (text.charCodeAt(i) === 44) { found++; }
                found += "abcdef".slice(1, 4).indexOf("d") + ("k" + i).toUpperCase().length;
              }
              return text.split(",").length + found;
            })()
            """),
        new("arrays", """
            (function () {
              const list = [];
              for (let i = 0; i < 1000; i++) { list.push(i * 7 % 101); }
              const even = list.filter(n => n % 2 === 0).map(n => n + 1);
              let sum = 0;
              for (const n of even) { sum += n; }
              return sum + list.reduce((a, b) => a + b, 0) + list.indexOf(100);
            })()
            """),
        new("fib", """
            (function () {
              function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
              return fib(15);
            })()
            """),
        new("json", """
            (function () {
              const order = { id: 17, name: "Ada", tags: ["a", "b", "c"], lines: [{ sku: "x1", n: 2 }, { sku: "y2", n: 5 }] };
              let length = 0;
              for (let i = 0; i < 100; i++) {
                order.id = i;
                length += JSON.parse(JSON.stringify(order)).lines[1].n;
              }
              return length;
            })()
            """),
        new("regex", """
            (function () {
              const text = "2026-11-25 12:30:59 GET /items/42?sort=asc HTTP/1.1 200 - ada@example.com, bob@example.org ".repeat(4);
              let found = 0;
              for (let i = 0; i < 20; i++) {
                for (const m of text.matchAll(/(\w+)@(\w+)\.(com|org)/g)) { found += m[1].length; }
                found += text.replace(/(\d{4})-(\d\d)-(\d\d)/g, "$3.$2.$1").length;
                if (/^GET \/items\/(\d+)/.test("GET /items/" + i)) { found++; }
              }
              return found;
            })()
            """),
        new("classes", """
            (function () {
              class Shape { #name; constructor(name) { this.#name = name; } get name() { return this.#name; } area() { return 0; } }
              class Square extends Shape { constructor(side) { super("square"); this.side = side; } area() { return this.side ** 2 + super.area(); } }
              let sum = 0;
              for (let i = 0; i < 1000; i++) {
                const square = new Square(i);
                sum += square.area() + square.name.length;
              }
              return sum;
            })()
            """),
        new("objects", """
            (function () {
              class Point { constructor(x, y) { this.x = x; this.y = y; } plus(o) { return new Point(this.x + o.x, this.y + o.y); } }
              let p = new Point(0, 0);
              const one = new Point(1, 2);
              for (let i = 0; i < 700; i++) {
                const { x, y } = p;
                p = p.plus(one);
                p = { ...p, x: x + 1, plus: Point.prototype.plus };
              }
              return p.x + p.y;
            })()
            """),
    ];
}
