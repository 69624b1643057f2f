using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Work whose price is known (Limits/README.md): half of it must be on the bill.</summary>
internal sealed class PriceTarget : IFuzzTarget
{
    // What is made first, what is done, and how many units of fuel the work costs at least, by the size $N.
    private static readonly (string Setup, string Work, Func<long, long> Price)[] Prices =
    [
        ("", "\"x\".repeat($N)", static n => n / 1024),
        ("const t = \"x\".repeat($N);", "t.toUpperCase()", static n => n / 2048),
        ("const t = \"a\".repeat($N);", "t.indexOf(\"b\")", static n => n / 4096),
        ("const t = \"a\".repeat($N);", "t.replaceAll(\"a\", \"bb\")", static n => n / 1024),
        // Half of what a search compares at worst, and it begins anew at each place.
        ("const t = \"a\".repeat($N), p = \"a\".repeat(256) + \"b\" + \"a\".repeat(256);", "t.indexOf(p)", static n => n / 64),
        ("const t = \"a\".repeat($N), p = \"a\".repeat(256) + \"b\" + \"a\".repeat(256);", "t.lastIndexOf(p)", static n => n / 64),
        ("const f = new Float64Array($N);", "f.indexOf(7)", static n => n / 4096),
        ("const f = new Float64Array($N);", "f.lastIndexOf(7)", static n => n / 4096),
        ("const u = new Uint8Array($N);", "u.slice()", static n => n / 2048),
        ("", "new Uint8Array($N)", static n => n / 2048),
        ("", "new Array($N / 16).fill(1)", static n => n / 16 / 128),
        ("const a = new Array($N / 16).fill(1);", "a.indexOf(7)", static n => n / 16 / 128),
        ("const a = new Array($N / 16).fill(1);", "a.includes(7)", static n => n / 16 / 128),
        ("const n = Array.from({ length: 1024 }, (_, i) => \"k\" + i);", "JSON.stringify(1, n)", static _ => 1024 * 1024 / 256),
        ("const e = new TextEncoder(), t = \"a\".repeat($N), u = new Uint8Array($N);", "e.encodeInto(t, u)", static n => n / 128),
        ("const u = new Uint8Array($N);", "new TextDecoder().decode(u)", static n => n / 128),
        ("const t = \"http://a.example/\" + \"b\".repeat($N);", "URL.canParse(t)", static n => n / 128),
        ("const t = \"a\".repeat($N);", "btoa(t)", static n => n / 128),
        ("", "for (let i = 0; i < $N / 256; i++) line;", static n => n / 512),
        ("let refused = 0; const f = () => 1 + f();", "try { f(); } catch (e) { refused++; }", static _ => (256 << 10) / 100),
    ];

    public string Name => "price";

    public string About => "work whose price is known: it must be on the bill";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 20, AllocationBytes = 32 << 20, StackBytes = 256 << 10 };

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from price in Gen.Elements(Prices)
        from exponent in Gen.Choose(14, 17)
        let least = price.Price(1L << exponent)
        where least > 0
        let size = (1 << exponent).ToString(CultureInfo.InvariantCulture)
        select FuzzProgram.Handler(
        [
            Term.Any(string.Create(CultureInfo.InvariantCulture, $"{FuzzCase.Costs}{least}")),
            Term.Any(price.Setup.Replace("$N", size, StringComparison.Ordinal)),
            Term.Any(price.Work.Replace("$N", size, StringComparison.Ordinal) + ";"),
        ]);
}
