using System.Text;
using PureEdge.Engine;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>What the wpt server's scripts for EventSource would answer.</summary>
internal static class WptEventStreams
{
    private const string Folder = "/eventsource/resources/";

    public static WorkerResponse? Answer(WorkerRequest request, Uri url)
    {
        if (!url.AbsolutePath.StartsWith(Folder, StringComparison.Ordinal))
        {
            return null;
        }

        switch (url.AbsolutePath[Folder.Length..])
        {
            case "message.py":
                return Stream(
                    request,
                    (WptFiles.Parameter(url, "message") ?? "data: data") + (WptFiles.Parameter(url, "newline") == "none" ? "\n" : "\n\n\n"),
                    WptFiles.Parameter(url, "mime"));
            case "message2.py":
                return Stream(request, new WptTrickle("data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n", null, 2000));
            case "last-event-id.py":
                return Stream(request, request.Headers.Get("last-event-id") is { Length: > 0 } id
                    ? $"data: {id}\n\n"
                    : $"id: {WptFiles.Parameter(url, "idvalue") ?? "\u00e2\u0080\u00a6"}\nretry: 200\ndata: hello\n\n");
            case "last-event-id2.py":
                return Stream(request, WptFiles.Parameter(url, "type") switch
                {
                    "2" => "id: 1\ndata: 1\n\nid:\ndata:2\n\ndata:3\n\n",
                    "3" => "id: 1\ndata: 1\n\nid\ndata:2\n\ndata:3\n\n",
                    _ => "id: 1\ndata: 1\n\ndata: 2\n\nid: 2\ndata:3\n\ndata:4\n\n",
                });
            case "accept.event_stream":
                return Stream(request, $"data: {request.Headers.Get("accept")}\n\n");
            case "cors.py" when WptFiles.Parameter(url, "run") == "message":
                return Stream(request, "data: data\n\n\n");
            case "cors.py" when WptFiles.Parameter(url, "run") == "cache-control":
            case "cache-control.event_stream":
                return Stream(request, $"data: {request.Headers.Get("cache-control")}\n\n");
            default:
                return null;
        }
    }

    private static WorkerResponse Stream(WorkerRequest request, string text, string? type = null) => Typed(type, new() { Status = 200, Url = request.Url, Bytes = Encoding.Latin1.GetBytes(text) });

    private static WorkerResponse Stream(WorkerRequest request, Stream body) => Typed(null, new() { Status = 200, Url = request.Url, Body = body });

    private static WorkerResponse Typed(string? type, WorkerResponse response)
    {
        response.Headers.Append("content-type", type ?? "text/event-stream");
        return response;
    }
}
