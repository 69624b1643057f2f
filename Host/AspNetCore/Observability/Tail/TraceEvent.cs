using System.Text.Encodings.Web;
using System.Text.Json;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>Trace events as <c>wrangler tail</c> reads them (WRANGLER-API.md section 7).</summary>
internal static class TraceEvent
{
    private const int MostHeaders = 64;
    private const int MostText = 2048;

    // As in Workers: a header with one of these in its name is not shown.
    private static readonly string[] Sensitive = ["auth", "key", "secret", "token", "jwt", "cookie", "password"];

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An event with its lines.</summary>
    public static byte[] Of(Trace trace, DateTimeOffset now) => Write(writer =>
    {
        var outcome = trace.Failure?.Outcome ?? WorkerOutcome.Ok;
        Begin(writer, trace.Worker.Name, outcome.ToWireName(), trace.Time, trace.Lines);
        if (trace.Version.Length > 0)
        {
            writer.WriteStartObject("scriptVersion");
            writer.WriteString("id", trace.Version);
            writer.WriteEndObject();
        }

        if (trace.Entrypoint is { } entrypoint)
        {
            writer.WriteString("entrypoint", entrypoint);
        }

        Exceptions(writer, trace.Failure, trace.Worker, now);
        Event(writer, trace);
        writer.WriteNumber("cpuTime", Math.Round(trace.Usage.CpuMilliseconds, 3));
        writer.WriteNumber("wallTime", Math.Round((now - trace.Time).TotalMilliseconds, 3));
        writer.WriteStartObject("pureedge");
        if (trace.RequestId is { } id)
        {
            writer.WriteString("requestId", id);
        }

        writer.WriteNumber("fuel", trace.Usage.Fuel);
        writer.WriteNumber("allocatedBytes", trace.Usage.AllocatedBytes);
        writer.WriteNumber("subrequests", trace.Usage.Subrequests);
        writer.WriteNumber("turns", trace.Usage.Turns);
        Limit(writer, trace.Failure, trace.Worker);
        writer.WriteEndObject();
    });

    /// <summary>Lines that belong to no one event.</summary>
    public static byte[] OfLines(string worker, IReadOnlyList<TraceLine> lines) => Write(writer =>
    {
        Begin(writer, worker, "ok", lines[0].Time, lines);
        NoExceptions(writer);
        writer.WriteNull("event");
    });

    /// <summary>Events were dropped, because their reader is slow.</summary>
    public static byte[] OfOverload(string worker, DateTimeOffset now) => Write(writer =>
    {
        Begin(writer, worker, "ok", now, []);
        NoExceptions(writer);
        writer.WriteStartObject("event");
        writer.WriteString("type", "overload");
        writer.WriteString("message", "The tail is read more slowly than events come: some were dropped.");
        writer.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Json))
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Begin(Utf8JsonWriter writer, string worker, string outcome, DateTimeOffset time, IReadOnlyList<TraceLine> lines)
    {
        writer.WriteString("outcome", outcome);
        writer.WriteString("scriptName", worker);
        writer.WriteNumber("eventTimestamp", time.ToUnixTimeMilliseconds());
        writer.WriteStartArray("logs");
        foreach (var line in lines)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("message");
            writer.WriteStringValue(LogText.Clean(line.Text));
            writer.WriteEndArray();
            writer.WriteString("level", line.Level.ToString().ToLowerInvariant());
            writer.WriteNumber("timestamp", line.Time.ToUnixTimeMilliseconds());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void NoExceptions(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("exceptions");
        writer.WriteEndArray();
    }

    private static void Exceptions(Utf8JsonWriter writer, WorkerFailure? failure, WorkerDefinition worker, DateTimeOffset now)
    {
        writer.WriteStartArray("exceptions");
        if (failure is not null)
        {
            // "TypeError: x is not a function" has its name in front; a limit has the outcome's.
            var colon = failure.Limit is null ? failure.Message.IndexOf(": ", StringComparison.Ordinal) : -1;
            var hasName = colon is > 0 and < 64 && failure.Message.AsSpan(0, colon).IndexOfAnyExceptInRange('A', 'z') < 0;
            var message = hasName ? failure.Message[(colon + 2)..] : failure.Message;
            writer.WriteStartObject();
            writer.WriteString("name", hasName ? failure.Message[..colon] : failure.Outcome == WorkerOutcome.Exception ? "Error" : failure.Outcome.ToString());
            writer.WriteString("message", Short(KillExplanation.Of(failure, worker) ?? message));
            if (failure.Stack is { } stack)
            {
                writer.WriteString("stack", Short(stack));
            }

            writer.WriteNumber("timestamp", now.ToUnixTimeMilliseconds());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Event(Utf8JsonWriter writer, Trace trace)
    {
        if (trace.Cron is { } cron)
        {
            writer.WriteStartObject("event");
            writer.WriteString("cron", cron);
            writer.WriteNumber("scheduledTime", trace.ScheduledTime);
            writer.WriteEndObject();
            return;
        }

        if (trace.Method is { } method)
        {
            writer.WriteStartObject("event");
            writer.WriteString("rpcMethod", LogText.Clean(method));
            writer.WriteEndObject();
            return;
        }

        if (trace.Request is not { } request)
        {
            writer.WriteNull("event");
            return;
        }

        writer.WriteStartObject("event");
        writer.WriteStartObject("request");
        writer.WriteString("url", Short(request.Url));
        writer.WriteString("method", Short(request.Method));
        writer.WriteStartObject("headers");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var headers = trace.Headers!;
        for (var i = 0; i < headers.Count && seen.Count < MostHeaders; i++)
        {
            var (name, value) = headers[i];
            if (seen.Add(name))
            {
                writer.WriteString(name.ToLowerInvariant(), Sensitive.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)) ? "REDACTED" : LogText.Clean(Short(value)));
            }
        }

        writer.WriteEndObject();
        writer.WriteStartObject("cf");
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (trace.Status > 0)
        {
            writer.WriteStartObject("response");
            writer.WriteNumber("status", trace.Status);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // Which limit ended it, how far it was, how far it may go.
    private static void Limit(Utf8JsonWriter writer, WorkerFailure? failure, WorkerDefinition worker)
    {
        if (failure?.Limit is not { } limit)
        {
            return;
        }

        writer.WriteStartObject("limit");
        writer.WriteString("kind", limit.Kind.ToString());
        writer.WriteNumber("consumed", limit.Consumed);
        writer.WriteNumber("allowed", limit.Allowed);
        writer.WriteString("unit", KillExplanation.UnitOf(limit.Kind));
        writer.WriteString("location", failure.Location);
        writer.WriteString("message", failure.Message);
        writer.WriteString("explanation", KillExplanation.Of(failure, worker));
        writer.WriteStartArray("functions");
        foreach (var function in failure.HotFunctions)
        {
            writer.WriteStartObject();
            writer.WriteString("name", function.Name is { } name ? LogText.Clean(name) : null);
            writer.WriteString("place", LogText.Clean(function.Place));
            writer.WriteNumber("share", Math.Round(function.Share, 3));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Short(string text) => text.Length <= MostText ? text : text[..MostText] + "...";
}
