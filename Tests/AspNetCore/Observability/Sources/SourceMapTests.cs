using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Tests.Api;
using PureEdge.AspNetCore.Tests.Dashboard;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Observability.Sources;

public sealed class SourceMapTests
{
    // Line 1: nothing. Line 2: column 0 is a.ts 10:1, column 8 is b.ts 1:5, column 12 is of no source. Line 3: column 4 is b.ts 3:1.
    private const string Map = """{"version":3,"sources":["../src/a.ts","b.ts"],"names":[],"mappings":";AASA,QCTI,I;IAEJ"}""";

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(2, 1, "../src/a.ts 10:1")]
    [InlineData(2, 8, "../src/a.ts 10:1")]
    [InlineData(2, 9, "b.ts 1:5")]
    [InlineData(2, 12, "b.ts 1:5")]
    [InlineData(2, 13, null)]
    [InlineData(3, 4, null)]
    [InlineData(3, 5, "b.ts 3:1")]
    [InlineData(4, 1, null)]
    public void A_place_is_found(int line, int column, string? expected) =>
        Assert.Equal(expected, SourceMap.Read(Encoding.UTF8.GetBytes(Map))!.Find(line, column) is { } place ? $"{place.Source} {place.Line}:{place.Column}" : null);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"sources":[],"sections":[]}""")]
    [InlineData("""{"sources":["\ud800"],"mappings":""}""")]
    [InlineData("""{"sources":["a"],"mappings":"AAAA","mappings":"AAAA"}""")]
    [InlineData("""{"sources":["a"],"mappings":"AAAA"} {}""")]
    [InlineData("""{"sections":{}}""")]
    [InlineData("""{"sections":[7]}""")]
    [InlineData("""{"sections":[{"offset":{"line":0,"column":0}}]}""")]
    [InlineData("""{"sections":[{"offset":{"line":-1,"column":0},"map":{"sources":[],"mappings":""}}]}""")]
    [InlineData("""{"sections":[{"offset":{"line":0},"map":{"sources":[],"mappings":""}}]}""")]
    [InlineData("""{"sections":[{"offset":{"line":0,"column":0},"map":{"sections":[]}}]}""")]
    [InlineData("""{"sections":[{"offset":{"line":2,"column":0},"map":{"sources":[],"mappings":""}},{"offset":{"line":1,"column":9},"map":{"sources":[],"mappings":""}}]}""")]
    [InlineData("""{"sections":[{"offset":{"line":2,"column":0},"map":{"sources":[],"mappings":""}},{"offset":{"line":2,"column":0},"map":{"sources":[],"mappings":""}}]}""")]
    public void What_is_no_map_is_none(string json) => Assert.Null(SourceMap.Read(Encoding.UTF8.GetBytes(json)));

    // Line 1 to 2, column 5 (from 1) are of the first map, what follows of the second; the map of a section may stand before its offset.
    [Theory]
    [InlineData(1, 1, "a 1:1")]
    [InlineData(2, 3, "a 11:1")]
    [InlineData(2, 5, "b 1:1")]
    [InlineData(2, 6, "b 1:1")]
    [InlineData(2, 9, "b 1:5")]
    [InlineData(3, 1, "b 3:1")]
    [InlineData(3, 7, "b 3:1")]
    [InlineData(4, 1, null)]
    public void A_place_is_found_in_the_map_of_its_section(int line, int column, string? expected)
    {
        const string index = """
            {"version":3,"sections":[
              {"offset":{"line":0,"column":0},"map":{"version":3,"sources":["a"],"names":[],"mappings":"AAAA;AAUA,gBAAA"}},
              {"map":{"version":3,"x":[{}],"sources":["b"],"mappings":"AAAA,IAAI;AAEJ"},"offset":{"x":{"line":7},"line":1,"column":4}}
            ]}
            """;
        Assert.Equal(expected, SourceMap.Read(Encoding.UTF8.GetBytes(index))!.Find(line, column) is { } place ? $"{place.Source} {place.Line}:{place.Column}" : null);
    }

    [Theory]
    [InlineData("AA+/////D+/////DA,CAAAA")] // 2^31 - 1 lines and sources, as differences
    [InlineData("AA+/////DAA,CACAA")]
    [InlineData("AAA+/////DA,CAA+/////DA")]
    [InlineData("A+/////DAA,CAAA")]
    [InlineData("AADA")]
    public void A_place_that_no_file_has_is_none(string mappings)
    {
        var map = SourceMap.Read(JsonSerializer.SerializeToUtf8Bytes(new { sources = new[] { "a" }, mappings }))!;
        for (var column = 1; column < 4; column++)
        {
            Assert.True(map.Find(1, column) is not { } place || (place.Line > 0 && place.Column > 0 && place.Line < int.MaxValue));
        }

        Assert.Null(map.Find(1, 2));
    }

    [Property(MaxTest = 300)]
    public void A_long_map_says_what_a_simple_reading_of_it_says(int seed)
    {
        // Some of it is behind the first 4 KB, so that the marks are used.
        var random = new Random(seed);
        var (mappings, segments) = Make(random, lines: 1 + random.Next(50), most: 200);
        var map = SourceMap.Read(JsonSerializer.SerializeToUtf8Bytes(new { sources = new[] { "a", "b", "c" }, mappings }))!;
        for (var i = 0; i < 50; i++)
        {
            var (line, column) = (1 + random.Next(55), 1 + random.Next(2_000));
            var expected = segments.LastOrDefault(s => s.Line == line && s.Column <= column).Place;
            Assert.Equal(expected, map.Find(line, column));
        }
    }

    [Property(MaxTest = 300)]
    public void Any_mappings_lead_to_a_source_that_there_is_or_nowhere(string mappings, ushort line, ushort column)
    {
        var map = SourceMap.Read(JsonSerializer.SerializeToUtf8Bytes(new { sources = new[] { "a" }, mappings = mappings ?? "" }));
        Assert.True(map?.Find(line, column) is not { } place || (place.Source == "a" && place.Line > 0 && place.Column > 0));
    }

    [Fact]
    public void Places_in_message_stack_and_location_are_those_of_the_sources_as_far_as_there_are_maps()
    {
        var failure = new WorkerFailure(WorkerOutcome.Exception, "no (index.js:2:9)", "at f (index.js:2:1)\nat index.js:1:1\nat other.js:2:1", "index.js:3:5: code");
        var mapped = SourcePlaces.In(failure, [new("index.js.map", null, Encoding.UTF8.GetBytes(Map))]);
        Assert.Equal(("no (b.ts:1:5)", "at f (src/a.ts:10:1)\nat index.js:1:1\nat other.js:2:1", "b.ts:3:1: code"), (mapped.Message, mapped.Stack, mapped.Location));
        Assert.Equal(failure, SourcePlaces.In(failure, [new("index.js.map", null, "x"u8.ToArray())]));
    }

    [Fact]
    public async Task Log_tail_dashboard_and_error_page_name_the_places_of_the_sources()
    {
        await using var server = await TestServer.StartAsync(static _ => [], static o => o.ShowErrors = true);
        using var api = new ApiClient(server);
        // All of line 2 comes from one place.
        await api.PutAsync(
            "w",
            ("index.js", "application/javascript+module", "\nexport default { async fetch(r) { if (r.url.endsWith('/loop')) for (;;) {} Promise.reject(new Error('lost')); throw new TypeError('no index.js:2:1'); } };"),
            ("index.js.map", "application/source-map", """{"version":3,"sources":["../src/worker.ts"],"names":[],"mappings":";AAmGA"}"""));
        using var tail = await TailTests.ConnectAsync(api);
        const string place = "src/worker.ts:100:1";
        for (var i = 0; i < 2; i++)
        {
            var page = await UploadTests.AskAsync(server, "w");
            Assert.Contains(place, page, StringComparison.Ordinal);
            // What the worker said itself stays.
            Assert.Contains("no index.js:2:1", page, StringComparison.Ordinal);
            var thrown = await TailTests.ReceiveAsync(tail);
            Assert.Equal("no index.js:2:1", (string)thrown["exceptions"]![0]!["message"]!);
            Assert.Contains(place, (string)thrown["exceptions"]![0]!["stack"]!, StringComparison.Ordinal);
            Assert.Equal(2, thrown["logs"]!.AsArray().Count(line => ((string)line!["message"]![0]!).Contains(place, StringComparison.Ordinal)));
        }

        // Of the second one the map was there already, so its lines were written before its answer.
        Assert.Contains($"({place})", server.Log, StringComparison.Ordinal);
        Assert.Contains("Uncaught (in promise) Error: lost", server.Log, StringComparison.Ordinal);
        using (await server.GetAsHostAsync("w.localhost", "/loop"))
        {
        }

        var limit = (await TailTests.ReceiveAsync(tail))["pureedge"]!["limit"]!;
        Assert.Equal((place, place), ((string)limit["location"]!, (string)limit["functions"]![0]!["place"]!));
        Assert.Contains($" at {place}: ", (string)limit["explanation"]!, StringComparison.Ordinal);
        using var browser = await Browser.LoggedInAsync(server);
        var failures = await browser.PageAsync("/dashboard/failures");
        Assert.Contains($"<code>{place}</code>", failures, StringComparison.Ordinal);
        Assert.Contains($"fetch ({place})", failures, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"version":3,"sources":["a"],"mappings":"!!!!"}""")]
    public async Task A_bad_map_leaves_the_places_of_the_bundle(string map)
    {
        await using var server = await TestServer.StartAsync(static _ => [], static o => o.ShowErrors = true);
        using var api = new ApiClient(server);
        await api.PutAsync("w", ("index.js", "application/javascript+module", "\nexport default { fetch() { throw new Error('x'); } };"), ("index.js.map", "application/source-map", map));
        Assert.Contains("index.js:2:", await UploadTests.AskAsync(server, "w"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_to_an_upload_that_does_not_start_names_the_place_in_the_source()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var (_, _, message) = await api.PutRefusedAsync(
            "w", """{"main_module":"index.js"}""", ("index.js", "application/javascript+module", "\nnull.x;\nexport default {};"), ("index.js.map", "application/source-map", Map));
        Assert.Contains("src/a.ts:10:1", message, StringComparison.Ordinal);
        Assert.DoesNotContain("index.js:2", message, StringComparison.Ordinal);
    }

    // Mappings and, read by their making, what they say: line and column from 1.
    private static (string Mappings, List<(int Line, int Column, (string, int, int)? Place)> Segments) Make(Random random, int lines, int most)
    {
        var text = new StringBuilder();
        List<(int, int, (string, int, int)?)> segments = [];
        var (source, sourceLine, sourceColumn) = (0, 0, 0);
        for (var line = 1; line <= lines; line++)
        {
            var column = 0;
            var count = random.Next(most);
            for (var i = 0; i < count; i++)
            {
                var step = (i == 0 ? 0 : 1) + random.Next(20);
                column += step;
                text.Append(i == 0 ? "" : ",").Append(Vlq(step));
                if (random.Next(10) == 0)
                {
                    segments.Add((line, column + 1, null));
                    continue;
                }

                var (s, l, c) = (random.Next(3), random.Next(5_000), random.Next(300));
                text.Append(Vlq(s - source)).Append(Vlq(l - sourceLine)).Append(Vlq(c - sourceColumn)).Append(random.Next(3) == 0 ? Vlq(1) : "");
                (source, sourceLine, sourceColumn) = (s, l, c);
                segments.Add((line, column + 1, ("abc"[s..(s + 1)], l + 1, c + 1)));
            }

            text.Append(';');
        }

        return (text.ToString(), segments);
    }

    private static string Vlq(int number)
    {
        var rest = number < 0 ? (-number << 1) | 1 : number << 1;
        var text = "";
        do
        {
            var digit = rest & 31;
            rest >>= 5;
            text += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[rest > 0 ? digit | 32 : digit];
        }
        while (rest > 0);
        return text;
    }
}
