using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PureEdge.Engine;

namespace PureEdge.Fuzz.Running;

/// <summary>
/// Another tenant in the same runtime, with secrets in its env, globals, closures, symbols, patterns, errors and log. They must never
/// come out of a case; and it must go on being answered.
/// </summary>
internal sealed class Neighbour
{
    public const string Name = "neighbour";

    private readonly Worker _worker;

    public Neighbour(WorkerRuntime runtime)
    {
        Canaries = [.. Enumerable.Range(0, 6).Select(static i => $"canary{i}x7f3a9c51d2e84b60")];
        _worker = runtime.Load(new()
        {
            Name = Name,
            // Put together from halves, so that the source itself is no place to find one by accident.
            Bundle = WorkerBundle.FromSource(Source),
            Variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["SECRET"] = JsonSerializer.SerializeToElement(Canaries[0]),
                ["NESTED"] = JsonSerializer.SerializeToElement(new { list = new[] { Canaries[1] } }),
            },
        });
    }

    /// <summary>Its secrets.</summary>
    public IReadOnlyList<string> Canaries { get; }

    private static string Source => """
        const tail = 'x7f3a9c51d2e84b60', secret = (i) => 'canary' + i + tail;
        const closed = secret(2);
        globalThis.planted = secret(3);
        let count = 0;
        export default { async fetch(request, env) {
          Symbol.for(secret(4));
          /(canary\d)x(.*)/.exec(env.SECRET + request.headers.get('x'));
          try { throw new TypeError(secret(5)); } catch (e) { console.log(e.message, closed); }
          Array.prototype.planted = { secret: planted };
          JSON.parse('{"' + closed + '":1}');
          new URL('http://a.example/?' + env.NESTED.list[0]).searchParams.get('x');
          `${closed}`.normalize('NFC').localeCompare(env.SECRET);
          await 1;
          return new Response('alive ' + ++count);
        } };
        """;

    /// <summary>Asks it something.</summary>
    /// <returns>What is wrong with the answer, or <see langword="null"/>; and how long it took.</returns>
    public async Task<(string? Wrong, TimeSpan Time)> ProbeAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var headers = new HeaderList();
        headers.Append("x", Canaries[0]);
        var result = await _worker.FetchAsync(new() { Method = "GET", Url = "http://neighbour.example/", Headers = headers }).AsTask().WaitAsync(TimeSpan.FromSeconds(15));
        var text = result.Response is { } response ? Encoding.UTF8.GetString(response.Bytes.Span) : null;
        return (text?.StartsWith("alive ", StringComparison.Ordinal) == true ? null : $"{result.Failure?.Outcome}: {result.Failure?.Message} {text}", Stopwatch.GetElapsedTime(start));
    }
}
