using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Api;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>What is shown of an exception: its message, and the place in the worker's source when it is about one. Immutable.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Text">What is shown.</param>
internal sealed record DashboardError(int Status, Html Text)
{
    private const int MostText = 4000;

    /// <summary>The error that an exception is, or <see langword="null"/> when it is a fault of ours.</summary>
    public static DashboardError? From(Exception exception) => exception switch
    {
        DashboardException e => Of(e.Status, Html.Of($"<p>{e.Message}</p>")),
        WorkerLoadException e => Of(StatusCodes.Status400BadRequest, Failure("The worker does not start.", e.Failure)),
        PureEdgeException or KvException or ApiException or StorageException when ApiErrors.From(exception) is { } error => Of(error.Status, Html.Of($"<p>{ApiErrors.Shorten(error.Message)}</p>")),
        _ => null,
    };

    /// <summary>A failure of a worker: what happened, where, and the stack.</summary>
    /// <param name="title">What did not work.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="explanation">What to say in place of its message.</param>
    public static Html Failure(string title, WorkerFailure failure, string? explanation = null) => Html.Of($"""
        <p><strong>{title}</strong> {Clean(explanation ?? failure.Message)}</p>
        {Html.If(failure.Location is not null, $"<p>Place: <code>{Clean(failure.Location ?? "")}</code></p>")}
        {Html.If(failure.Stack is { Length: > 0 }, $"<pre tabindex=\"0\" aria-label=\"Stack\">{Clean(failure.Stack ?? "")}</pre>")}
        """);

    /// <summary>Something that must be read first: the focus is on it when the page comes.</summary>
    public static Html Alert(Html text) => Html.Of($"<div role=\"alert\" tabindex=\"-1\" autofocus>{text}</div>");

    private static DashboardError Of(int status, Html text) => new(status, Alert(text));

    private static string Clean(string text) => LogText.Clean(text.Length <= MostText ? text : text[..MostText] + "...");
}
