using System.Globalization;
using System.Text;
using PureEdge.Hostile.Tests.Attacks;

namespace PureEdge.Hostile.Tests.Verdicts;

/// <summary>The results as a page of Markdown.</summary>
internal static class Report
{
    private const int Most = 15;

    public static string Write(CampaignResult result, TimeSpan elapsed)
    {
        StringBuilder page = new();
        IReadOnlyList<Measurement> all = result.Measurements;
        Latencies during = Latencies.All(all.Select(m => m.Requests));
        page.Append(CultureInfo.InvariantCulture, $"""
            # Hostile scripts

            {all.Count} attacks of {all.Select(m => m.Attack.Script.Name).Distinct(StringComparer.Ordinal).Count()} scripts in {elapsed.TotalSeconds:0} s, on {result.Sessions.Count} servers.
            {all.Count(m => m.Breaches.Count > 0)} attacks of {all.Where(m => m.Breaches.Count > 0).Select(m => m.Attack.Script.Name).Distinct(StringComparer.Ordinal).Count()} scripts break a promise.

            Neighbour when idle: {result.Idle}
            Neighbour during requests: {during}

            ## Breaches

            """);
        Table(page, ["promise", .. Enum.GetNames<Form>(), "relaxed"], Enum.GetValues<Promise>().Select(promise => (string[])[
            promise.ToString(),
            .. Enum.GetValues<Form>().Select(form => Count(all, promise, m => m.Attack.Form == form && !m.Attack.IsRelaxed)),
            Count(all, promise, m => m.Attack.IsRelaxed)]));
        page.Append("\n## Outcomes\n\n");
        Table(page, ["outcome", "attacks"], all.CountBy(m => m.Answer.Name).OrderByDescending(c => c.Value).Select(c => (string[])[c.Key, c.Value.ToString(CultureInfo.InvariantCulture)]));
        page.Append("\n## Memory of the servers that lived to the end\n\n");
        Table(page, ["attacks", "resident before", "after", "heap before", "after", "parsed code kept (estimate)"], result.Sessions.Where(s => s.After is not null).Select(s => (string[])[
            s.Attacks.ToString(CultureInfo.InvariantCulture), Promises.Megabytes(s.Before.Resident), Promises.Megabytes(s.After!.Resident),
            Promises.Megabytes(s.Before.Heap), Promises.Megabytes(s.After.Heap), Promises.Megabytes(s.After.ScriptCache)]));
        Top(page, "Slowest requests", all, m => m.Longest.TotalMilliseconds, m => $"{m.Longest.TotalMilliseconds:0} ms");
        Top(page, "Slowest deployments", all, m => m.Deployment.TotalMilliseconds, m => $"{m.Deployment.TotalMilliseconds:0} ms");
        Top(page, "Greediest", all, m => m.Peak, m => Promises.Megabytes(m.Peak));
        Top(page, "Longest garbage collections", all, m => m.Pause.TotalMilliseconds, m => $"{m.Pause.TotalMilliseconds:0} ms");
        Top(page, "Worst for the neighbour", all, m => m.WorstNeighbour, m => $"{m.WorstNeighbour:0} ms");
        page.Append("\n## Every breach\n\n");
        Table(page, ["attack", "answer", "breaches"], all.Where(m => m.Breaches.Count > 0).Select(m => (string[])[m.Attack.ToString(), m.Answer.Name, string.Join("; ", m.Breaches)]));
        page.Append("\n## Every attack\n\n");
        Table(page, ["attack", "answer", "deployment", "request", "memory", "allocated", "pause", "neighbour", "says"], all.Select(m => (string[])[
            m.Attack.ToString(), m.Answer.Name, $"{m.Deployment.TotalMilliseconds:0}", $"{m.Longest.TotalMilliseconds:0}", Promises.Megabytes(m.Peak), Promises.Megabytes(m.Allocated),
            $"{m.Pause.TotalMilliseconds:0.0}", $"{m.WorstNeighbour:0.0}", m.Answer.Detail]));
        return page.ToString();
    }

    private static string Count(IReadOnlyList<Measurement> all, Promise promise, Func<Measurement, bool> which) =>
        all.Count(m => which(m) && m.Breaches.Any(b => b.Promise == promise)).ToString(CultureInfo.InvariantCulture);

    private static void Top(StringBuilder page, string title, IReadOnlyList<Measurement> all, Func<Measurement, double> by, Func<Measurement, string> show)
    {
        page.Append("\n## ").Append(title).Append("\n\n");
        Table(page, ["attack", "", "answer"], all.OrderByDescending(by).Take(Most).Select(m => (string[])[m.Attack.ToString(), show(m), m.Answer.Name]));
    }

    private static void Table(StringBuilder page, string[] head, IEnumerable<string[]> rows)
    {
        Row(page, head);
        Row(page, [.. head.Select(_ => "---")]);
        foreach (string[] row in rows)
        {
            Row(page, row);
        }
    }

    private static void Row(StringBuilder page, string[] cells) =>
        page.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
