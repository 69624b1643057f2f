using System.Text.RegularExpressions;

namespace PureEdge.Fuzz.Peers;

/// <summary>A module that only one of the two engines refuses, for a reason that is understood.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="WeRefuse">Whether it is ours that refuses it.</param>
/// <param name="Refusal">Messages of the engine that refuses.</param>
/// <param name="Example">A minimal module, as hexadecimal digits.</param>
/// <param name="Reason">Why they differ, and which is right.</param>
internal sealed record WasmDifference(string Name, bool WeRefuse, string Refusal, string Example, string Reason);

/// <summary>All differences of validation that are understood. A test holds that the examples still differ, with versions of V8 that do.</summary>
internal static class WasmDifferences
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<WasmDifference> All { get; } =
    [
        new("try_table", WeRefuse: false, @"opcode 0x1f\b|type 0x69\b|noexternref", "0061736d01000000010401600000030201000a080106001f40000b0b", "V8 11.3 (Node.js 20) has exceptions in their older form only: neither try_table nor exnref."),
    ];

    /// <summary>Whether the table has a difference.</summary>
    /// <param name="ours">Why we refuse, or <see langword="null"/>.</param>
    /// <param name="theirs">Why V8 refuses, or <see langword="null"/>.</param>
    public static bool Explains(string? ours, string? theirs) => All.Any(known =>
        known.WeRefuse == ours is not null && Regex.IsMatch(ours ?? theirs ?? "", known.Refusal, RegexOptions.CultureInvariant, Patience));
}
