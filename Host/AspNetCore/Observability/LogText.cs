using System.Buffers;

namespace PureEdge.AspNetCore.Observability;

/// <summary>Text of workers on its way into the host's log: it may hold anything, and must not move an operator's terminal.</summary>
internal static class LogText
{
    private static readonly SearchValues<char> Harmful = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static c => (char)c).Where(static c => char.IsControl(c) && c is not ('\n' or '\t'))]);

    /// <summary>The text with every control character but line breaks and tabs as U+FFFD.</summary>
    public static string Clean(string text) => !text.AsSpan().ContainsAny(Harmful)
        ? text
        : string.Create(text.Length, text, static (target, source) => source.AsSpan().ReplaceAny(target, Harmful, '\uFFFD'));
}
