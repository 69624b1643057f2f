using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Peers;
using PureEdge.Fuzz.Programs.Wasm;
using PureEdge.Fuzz.Targets;
using PureEdge.Wasm.Tests.Interpretation;

namespace PureEdge.Fuzz.Tests;

/// <summary>Modules of fixed seeds do the same compiled, interpreted and in V8: results, traps, exceptions, memories, tables and globals.</summary>
public class WasmPeerTests
{
    private const int Part = 100;

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Modules_with_all_types_do_the_same(int part)
    {
        var peer = Peers.Node();
        for (var seed = part * Part; seed < (part + 1) * Part; seed++)
        {
            var bytes = ProgramGenerator.Make(seed, catches: false);
            var found = WasmComparison.Compare(bytes, isMade: true, peer);
            Assert.True(found is null, $"seed {seed}: {found?.Detail}\n{Convert.ToHexString(bytes)}");
        }
    }

    [SkippableFact]
    public void Modules_that_another_evaluation_knows_do_the_same()
    {
        var peer = Peers.Node();
        foreach (var program in WasmPrograms.All.Sample(30, new FsCheck.Rnd(3, 5), 100))
        {
            var found = WasmComparison.Compare(program.Bytes, isMade: true, peer);
            Assert.True(found is null, $"{found?.Detail}\n{Convert.ToHexString(program.Bytes)}");
        }
    }

    [SkippableFact]
    public void Broken_modules_are_refused_by_both_or_do_the_same()
    {
        var peer = Peers.Node();
        var broken = from program in WasmPrograms.All from edit in ByteEdits.Any([0x00, 0x0b, 0x20, 0x41, 0x6a, 0x7c, 0x7f]) select edit(program.Bytes);
        foreach (var bytes in broken.Sample(30, new FsCheck.Rnd(7, 9), 300))
        {
            var found = WasmComparison.Compare(bytes, isMade: false, peer);
            Assert.True(found is null, $"{found?.Detail}\n{Convert.ToHexString(bytes)}");
        }
    }

    [Fact]
    public void What_is_compared_returns_traps_and_throws()
    {
        var traces = Enumerable.Range(0, Part * 4).Select(static seed => WasmTrace.Of(ProgramGenerator.Make(seed, catches: false), isInterpreted: true, 100_000)).ToArray();
        var lines = traces.Where(static trace => trace.IsPortable).SelectMany(static trace => trace.Lines.Take(trace.Comparable)).ToArray();
        Assert.True(lines.Length > Part * 2, $"{lines.Length}");
        var seen = lines.Select(static line => string.Join(' ', line.Split(' ').Skip(1).Take(line.Contains("returned", StringComparison.Ordinal) ? 1 : 2))).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["returned", "thrown tag1", "trap memory", "trap zero", "trap signature", "trap table"], StringComparer.Ordinal), seen);
    }

    [SkippableFact]
    public void Another_answer_is_told()
    {
        var peer = Peers.Node();
        // (i32, i32) -> i32: the sum, and the difference.
        var sum = Convert.FromHexString("0061736d0100000001070160027f7f017f03020100070501016600000a09010700200020016a0b");
        var minus = sum.ToArray();
        minus[^2] = 0x6b;
        var trace = WasmTrace.Of(sum, isInterpreted: false, 100_000);
        string[] Ask(byte[] module) => [.. peer.Ask(new { bytes = Convert.ToBase64String(module), calls = trace.Calls.ToArray(), tags = trace.Tags }).GetProperty("lines").EnumerateArray().Select(static line => line.GetString()!)];
        Assert.Null(WasmComparison.Difference("ours and V8", trace.Lines, Ask(sum)));
        Assert.Equal("wasm: ours and V8", WasmComparison.Difference("ours and V8", trace.Lines, Ask(minus))?.Signature);
        Assert.Equal("wasm: ours and V8", WasmComparison.Difference("ours and V8", trace.Lines.SkipLast(1), Ask(sum))?.Signature);
    }

    [SkippableFact]
    public void A_module_that_never_ends_there_is_told_and_the_next_is_answered()
    {
        var peer = Peers.Node();
        // (loop (br 0))
        var endless = Convert.FromHexString("0061736d01000000010401600000030201000707010372756e00000a0901070003400c000b0b");
        var answer = peer.Ask(new { bytes = Convert.ToBase64String(endless), calls = new object[] { new object[] { "run", Array.Empty<string>() } }, tags = new { } });
        Assert.Equal("time", answer.GetProperty("failed").GetString());
        Assert.Null(WasmComparison.Compare(ProgramGenerator.Make(1, catches: false), isMade: true, peer));
    }

    [SkippableTheory]
    [MemberData(nameof(Differences))]
    public void A_difference_of_validation_is_explained_and_nothing_else(string name)
    {
        var peer = Peers.Node();
        var known = WasmDifferences.All.Single(each => each.Name == name);
        var bytes = Convert.FromHexString(known.Example);
        var answer = peer.Ask(new { bytes = Convert.ToBase64String(bytes), calls = (object?)null, tags = new { } });
        var theirs = answer.TryGetProperty("refused", out var refused) ? refused.GetString() : null;
        var ours = PureEdge.Wasm.WasmModule.Validate(bytes)?.Message;
        Assert.Null(WasmComparison.Compare(bytes, isMade: false, peer));
        Assert.Equal(known.WeRefuse, ours is not null);
        // A later V8 may have it.
        Assert.True((ours is null) == (theirs is null) || WasmDifferences.Explains(ours, theirs), theirs);
        Assert.False(WasmDifferences.Explains(ours, "another reason"));
    }

    public static TheoryData<string> Differences() => new(WasmDifferences.All.Select(static known => known.Name));
}
