using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Shows what came of a preview. The answer is text here, whatever it says it is: it never becomes part of the page.</summary>
internal static class PreviewView
{
    private const int MostHeaders = 100;

    /// <summary>The part of the page.</summary>
    public static Html Of(Preview preview) => Html.Of($"""
        <section aria-labelledby="answer" class="answer">
        <h2 id="answer" tabindex="-1" autofocus>{Title(preview)}</h2>
        {(preview.Failure is { } failure ? Html.Of($"<div role=\"alert\">{DashboardError.Failure(failure.Outcome.ToWireName() + ":", failure, KillExplanation.Of(failure, preview.Worker))}</div>") : Html.Empty)}
        {Html.If(preview.IsUnfinished, $"<p>Something went on after {PreviewRunner.Patience.TotalSeconds:0} seconds, and the preview was ended.</p>")}
        {(preview.Response is { } response ? Answer(preview, response) : Html.Empty)}
        {Lines(preview)}
        <dl><dt>Fuel</dt><dd>{preview.Usage.Fuel} ({preview.Usage.CpuMilliseconds:0.000} ms of CPU time)</dd><dt>Allocated</dt><dd>{preview.Usage.AllocatedBytes} bytes</dd>
        <dt>Subrequests</dt><dd>{preview.Usage.Subrequests}</dd><dt>Turns</dt><dd>{preview.Usage.Turns}</dd></dl>
        </section>
        """);

    private static string Title(Preview preview) => preview.Response is { } response ? $"Answer: {response.Status} {LogText.Clean(response.StatusText)}".TrimEnd() : "No answer";

    private static Html Answer(Preview preview, WorkerResponse response)
    {
        var headers = Enumerable.Range(0, Math.Min(response.Headers.Count, MostHeaders)).Select(index => Html.Of($"<tr><th scope=\"row\">{response.Headers[index].Key}</th><td><code>{LogText.Clean(response.Headers[index].Value)}</code></td></tr>"));
        return Html.Of($"""
            {(response.Headers.Count == 0 ? Html.Of($"<p>No headers.</p>") : Layout.Table("Headers", ["Name", "Value"], headers))}
            {(preview.Body.Length == 0 ? Html.Of($"<p>No body.</p>") : Html.Of($"<pre tabindex=\"0\" aria-label=\"Body\">{ShownBytes.Of(preview.Body)}</pre>"))}
            {Html.If(preview.IsCut, $"<p>The first {preview.Body.Length} bytes of the body.</p>")}
            """);
    }

    private static Html Lines(Preview preview) => preview.Lines.Count == 0
        ? Html.Empty
        : Html.Of($"<h3>Log</h3><div class=\"log\" tabindex=\"0\" role=\"region\" aria-label=\"Log\">{preview.Lines.Select(static line => Html.Of($"<div{Html.If(line.Level == WorkerLogLevel.Error, $" class=\"failed\"")}>{line.Level.ToString().ToLowerInvariant()}: {LogText.Clean(line.Text)}</div>"))}</div>");
}
