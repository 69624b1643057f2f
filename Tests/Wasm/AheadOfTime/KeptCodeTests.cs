using System.Collections.Concurrent;
using PureEdge.Wasm.AheadOfTime;
using PureEdge.Wasm.Tests.Interpretation;
using PureEdge.Wasm.Tests.Limits;

namespace PureEdge.Wasm.Tests.AheadOfTime;

/// <summary>Compiled code that a cache keeps for later processes.</summary>
public sealed class KeptCodeTests
{
    // What is compiled here is asked of the cache itself: a module that this process still has would be found before.
    private readonly MemoryCache _cache = new();

    [Fact]
    public void What_was_kept_is_found_and_does_the_same()
    {
        var module = Large(ProgramGenerator.Make(7));
        var first = Get(module);
        Assert.Equal((1, 0), (_cache.Kept.Count, _cache.Found));
        var second = Get(module);
        Assert.Equal((1, 1), (_cache.Kept.Count, _cache.Found));
        Assert.NotSame(first, second);
        var expected = DifferenceTests.Outcome(WasmModule.Compile(module));
        Assert.Equal(expected, DifferenceTests.Outcome(first));
        Assert.Equal(expected, DifferenceTests.Outcome(second));
    }

    [Fact]
    public void Other_bytes_and_other_limits_have_other_code()
    {
        Get(Large(Code.Countdown()));
        Get(Large(Code.Fibonacci()));
        Get(Large(Code.Fibonacci()), new WasmLimits { MaxLocals = 10 });
        Assert.Equal((3, 0), (_cache.Kept.Count, _cache.Found));
    }

    [Fact]
    public void Bytes_that_are_no_code_are_compiled_again_and_replaced()
    {
        var module = Large(Code.Fibonacci());
        Get(module);
        var (key, whole) = _cache.Kept.Single();
        foreach (var damaged in new[] { [], [1, 2, 3], whole[..(whole.Length / 2)], module, AssemblyWriter.Write(module, "Old", WasmLimits.Default, "0") })
        {
            _cache.Kept[key] = damaged;
            Assert.Equal(55, Get(module).Instantiate(new WasmStore()).Function("run").Invoke(WasmValue.I32(10))[0].AsI32());
            Assert.Equal(whole, _cache.Kept[key]);
        }
    }

    [Fact]
    public void Code_of_another_module_is_not_taken_for_that_of_the_one_asked_for()
    {
        var module = Large(Code.Fibonacci());
        Get(module);
        var key = _cache.Kept.Single().Key;
        _cache.Kept[key] = AssemblyWriter.Write(Large(Code.Module([WasmType.I32], [WasmType.I32], [0x41, 0])), "Other", WasmLimits.Default);
        Assert.Equal(55, Get(module).Instantiate(new WasmStore()).Function("run").Invoke(WasmValue.I32(10))[0].AsI32());
    }

    [Fact]
    public void Small_large_and_interpreted_modules_are_not_kept()
    {
        WasmModule.Compile(Code.Fibonacci(), null, _cache);
        WasmModule.Compile(Code.Module([], [], [], writer => writer.Custom("note", new byte[17 << 20])), null, _cache);
        WasmModule.Compile(Large(Code.Countdown()), null, isInterpreted: true);
        Assert.Empty(_cache.Kept);
        WasmModule.Compile(Large(Code.Countdown()), null, _cache);
        Assert.Single(_cache.Kept);
    }

    [Fact]
    public void A_broken_module_is_refused_and_not_kept()
    {
        var broken = Large(Code.Module([], [WasmType.I32], []));
        Assert.Throws<WasmFormatException>(() => WasmModule.Compile(broken, null, _cache));
        Assert.Empty(_cache.Kept);
    }

    [Fact]
    public void A_module_that_is_there_already_is_charged_as_one_that_is_compiled()
    {
        var module = Large(Code.Module([WasmType.I64], [WasmType.I64], [0x20, 0, 0x42, 0x29, 0x7C], null, (30, WasmType.I64)));
        var compiled = Charged(() => WasmModule.Compile(module));
        Assert.True(compiled > 2_000);
        Assert.Equal(compiled, Charged(() => WasmModule.Compile(module)));
        // Without the look at the hash, which comes before the cache is asked.
        var found = compiled - (module.Length >> 4);
        Get(module);
        Assert.Equal(found, Charged(() => Get(module)));

        static long Charged(Func<WasmModule> get)
        {
            var meter = new BudgetMeter { Budget = long.MaxValue };
            WasmModule? module = null;
            meter.Run(() => module = get());
            GC.KeepAlive(module);
            return meter.Counted;
        }
    }

    private WasmModule Get(byte[] module, WasmLimits? limits = null) => KeptCode.Get(_cache, module, limits ?? WasmLimits.Default, WasmModule.HashOf(module));

    // Custom sections of 120 bytes behind it.
    private static byte[] Large(byte[] module)
    {
        byte[] section = [0, 120, 4, .. "note"u8, .. new byte[115]];
        return [.. module, .. Enumerable.Repeat(section, 300).SelectMany(static bytes => bytes)];
    }

    private sealed class MemoryCache : IWasmCodeCache
    {
        public ConcurrentDictionary<string, byte[]> Kept { get; } = new(StringComparer.Ordinal);

        public int Found { get; private set; }

        public ReadOnlyMemory<byte>? Find(string key)
        {
            if (!Kept.TryGetValue(key, out var code))
            {
                return null;
            }

            Found++;
            return code;
        }

        public void Keep(string key, ReadOnlyMemory<byte> code) => Kept[key] = code.ToArray();
    }
}
