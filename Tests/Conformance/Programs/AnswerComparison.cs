using System.Globalization;
using System.Text;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>Sends a program's requests to two servers and describes where their answers differ.</summary>
internal static class AnswerComparison
{
    private const int ContextChars = 60;

    /// <returns>A readable account of all differences; null when there is none.</returns>
    public static async Task<string?> CompareAsync(string program, IReadOnlyList<ProgramRequest> requests, Uri expected, Uri actual)
    {
        StringBuilder account = new();
        foreach (ProgramRequest request in requests)
        {
            ProgramAnswer wanted = await ProgramAnswer.AskAsync(expected, program, request);
            IReadOnlyList<string> differences;
            try
            {
                differences = Differences(wanted, await ProgramAnswer.AskAsync(actual, program, request));
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
            {
                differences = [$"no answer: {error.Message}"];
            }

            if (differences.Count > 0)
            {
                account.Append(CultureInfo.InvariantCulture, $"{program}: {request}\n");
                account.AppendJoin("", differences.Select(x => $"  {x}\n"));
            }
        }

        return account.Length == 0 ? null : account.ToString();
    }

    /// <summary>Each difference of two answers as a line or a few.</summary>
    public static IReadOnlyList<string> Differences(ProgramAnswer expected, ProgramAnswer actual)
    {
        List<string> differences = [];
        if (expected.Status != actual.Status)
        {
            differences.Add($"status: expected {expected.Status}, got {actual.Status}");
        }

        foreach (string name in expected.Headers.Keys.Union(actual.Headers.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string wanted = Show(expected.Headers, name);
            string got = Show(actual.Headers, name);
            if (wanted != got)
            {
                differences.Add($"{name}: expected {wanted}, got {got}");
            }
        }

        if (!expected.Body.AsSpan().SequenceEqual(actual.Body))
        {
            differences.Add(DescribeBodies(expected.Body, actual.Body));
        }

        return differences;
    }

    // A cookie's values may hold commas and stay a list; for every other header a list and its joined form mean the same.
    private static string Show(IReadOnlyDictionary<string, IReadOnlyList<string>> headers, string name)
    {
        if (!headers.TryGetValue(name, out IReadOnlyList<string>? values))
        {
            return "nothing";
        }

        return name == "set-cookie" ? string.Join(" and ", values.Select(x => $"\"{x}\"")) : $"\"{string.Join(", ", values)}\"";
    }

    private static string DescribeBodies(byte[] expected, byte[] actual)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        return $"body: expected {expected.Length} bytes, got {actual.Length}; the first difference is at byte {at}\n"
            + $"    expected: {Around(expected, at)}\n"
            + $"    got:      {Around(actual, at)}";
    }

    // The text around a byte, with a mark before it. Cut inside a character, the half shows as a replacement mark.
    private static string Around(byte[] body, int at)
    {
        int from = Math.Max(0, at - ContextChars);
        int to = Math.Min(body.Length, at + ContextChars);
        return (from > 0 ? "..." : "") + Text(body.AsSpan(from, at - from)) + ">>>" + Text(body.AsSpan(at, to - at)) + (to < body.Length ? "..." : "<end>");
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        foreach (char c in Encoding.UTF8.GetString(bytes))
        {
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when char.IsControl(c) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
