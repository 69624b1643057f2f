using System.Globalization;
using System.Net;
using System.Text;
using PureEdge.Fuzz.Programs;

namespace PureEdge.Fuzz.Reporting;

/// <summary>The page that a person reads: one file, no script, nothing from elsewhere.</summary>
internal static class Page
{
    private const int MostText = 6_000;

    public static string Of(IReadOnlyList<(ResultsFolder.Record Record, FuzzCase Minimised)> findings)
    {
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>pureedge-fuzz: {findings.Count} findings</title>
            <style>{Resources.Text("page.css")}</style>
            <h1>{findings.Count} findings</h1>
            <table><tr><th>Kind<th>What<th>Target<th>Seed<th>Case<th>After</tr>
            """);
        foreach (var ((record, _), index) in findings.Select(static (f, i) => (f, i)))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(record.Kind)}<td><a href=\"#f{index}\">{Text(record.Signature)}</a><td>{Text(record.Target)}<td>{record.Seed}<td>{record.Case}<td>{record.FoundAfterSeconds:0.0} s</tr>\n");
        }

        page.Append("</table>");
        foreach (var ((record, minimised), index) in findings.Select(static (f, i) => (f, i)))
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <section id="f{index}"><h2>{Text(record.Kind)}: {Text(record.Signature)}</h2>
                <p>Target {Text(record.Target)}, seed {record.Seed}, case {record.Case}. {Text(record.Environment)}.</p>
                <h3>Smallest program</h3><pre>{Text(minimised.Text)}</pre><h3>What it broke</h3><pre>{Text(record.Detail)}</pre></section>
                """);
        }

        return page.Append("</html>\n").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text.Length > MostText ? text[..MostText] + "…" : text);
}
