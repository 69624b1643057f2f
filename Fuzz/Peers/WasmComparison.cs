using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PureEdge.Fuzz.Oracles;
using PureEdge.Wasm;

namespace PureEdge.Fuzz.Peers;

/// <summary>Asks our compiler, our interpreter and V8, when Node.js is there, what they make of the same module.</summary>
internal static class WasmComparison
{
    // Some milliseconds of interpretation; V8 has no fuel, so that it is given only what ended.
    private const long FuelOfCalls = 100_000;

    private static readonly SearchValues<byte> FloatBits = SearchValues.Create(0x38, 0x39, 0xBC, 0xBD, 0xFD);

    private static readonly Dictionary<string, int> NoTags = new(StringComparer.Ordinal);

    /// <summary>What they differ in.</summary>
    /// <param name="bytes">The module, valid or not.</param>
    /// <param name="isMade">Whether a generator made it as it is: such a module shows no bits of a NaN, which the standard leaves open.</param>
    /// <param name="peer">Node.js, if it is asked too.</param>
    /// <returns>The difference, or <see langword="null"/>.</returns>
    public static Breach? Compare(byte[] bytes, bool isMade, NodePeer? peer)
    {
        if (WasmModule.Validate(bytes) is { } refused)
        {
            // What exceeds a limit of ours, or uses what we refuse by name, another engine may take.
            return isMade ? Differ("made", $"A module that was made to be valid is refused: {refused.Message}")
                : peer is null || refused.Kind is WasmErrorKind.Unsupported or WasmErrorKind.LimitExceeded ? null
                : Refusals(refused.Message, Ask(peer, bytes, null));
        }

        if (!isMade && MayShowNaN(bytes))
        {
            return peer is null ? null : Refusals(null, Ask(peer, bytes, null));
        }

        var interpreted = WasmTrace.Of(bytes, isInterpreted: true, FuelOfCalls);
        var compiled = RuntimeFeature.IsDynamicCodeSupported ? WasmTrace.Of(bytes, isInterpreted: false, FuelOfCalls) : interpreted;
        var comparable = Math.Min(compiled.Comparable, interpreted.Comparable);
        if (compiled.IsTooDeep || interpreted.IsTooDeep)
        {
            // Our own two kinds nest differently deep too.
            return Difference("compiled and interpreted", compiled.Lines.Take(comparable), interpreted.Lines.Take(comparable));
        }

        var ours = Difference("compiled and interpreted", compiled.Lines.Append($"fuel {compiled.FuelLeft}"), interpreted.Lines.Append($"fuel {interpreted.FuelLeft}"));
        if (ours is not null || peer is null)
        {
            return ours;
        }

        var runs = compiled.IsPortable && comparable > 0;
        var answer = Ask(peer, bytes, runs ? compiled : null);
        return Refusals(null, answer) ?? (runs && answer.TryGetProperty("lines", out var lines)
            ? Difference("ours and V8", compiled.Lines.Take(comparable), lines.EnumerateArray().Select(static line => line.GetString()!))
            : null);
    }

    /// <summary>The first line in which two traces differ.</summary>
    internal static Breach? Difference(string who, IEnumerable<string> first, IEnumerable<string> second)
    {
        var (one, other) = (first.ToArray(), second.ToArray());
        var at = 0;
        while (at < one.Length && at < other.Length && one[at] == other[at])
        {
            at++;
        }

        return at == one.Length && at == other.Length ? null : Differ(who, $"{who} differ in line {at}:\n{one.ElementAtOrDefault(at)}\n{other.ElementAtOrDefault(at)}");
    }

    private static JsonElement Ask(NodePeer peer, byte[] bytes, WasmTrace? trace) => peer.Ask(new
    {
        bytes = Convert.ToBase64String(bytes),
        calls = trace?.Calls.ToArray(),
        tags = trace?.Tags ?? NoTags,
    });

    // Whether both refuse it, or neither; and V8 answers at all.
    private static Breach? Refusals(string? ours, JsonElement answer)
    {
        if (answer.TryGetProperty("failed", out var failed))
        {
            return Differ("no answer", $"V8 gave no answer ({failed.GetString()}), where ours is {ours ?? "that the module is valid"}");
        }

        var theirs = answer.TryGetProperty("refused", out var refused) ? refused.GetString()! : null;
        if ((ours is null) == (theirs is null) || WasmDifferences.Explains(ours, theirs))
        {
            return null;
        }

        return Differ(ours is null ? "only V8 refuses" : "only we refuse", $"{(ours is null ? "V8 refuses" : "We refuse")} what the other accepts: {ours ?? theirs}");
    }

    private static Breach Differ(string what, string detail) => new("peer", $"wasm: {what}", detail);

    // Stores and reinterpretations of floating-point numbers, and all of SIMD. Any byte may be such an instruction.
    private static bool MayShowNaN(byte[] bytes) => bytes.AsSpan().IndexOfAny(FloatBits) >= 0;
}
