using System.Text;
using FsCheck.Xunit;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.AspNetCore.Tests.Api;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Deploy;

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
    public void What_is_no_map_is_none(string json) => Assert.Null(SourceMap.Read(Encoding.UTF8.GetBytes(json)));

    [Property(MaxTest = 300)]
    public void Any_mappings_lead_to_a_source_that_there_is_or_nowhere(string mappings, ushort line, ushort column)
    {
        var map = SourceMap.Read(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { sources = new[] { "a" }, mappings = mappings ?? "" }));
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
    public async Task The_answer_to_an_upload_that_does_not_start_names_the_place_in_the_source()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var (_, _, message) = await api.PutRefusedAsync(
            "w", """{"main_module":"index.js"}""", ("index.js", "application/javascript+module", "\nnull.x;\nexport default {};"), ("index.js.map", "application/source-map", Map));
        Assert.Contains("src/a.ts:10:1", message, StringComparison.Ordinal);
        Assert.DoesNotContain("index.js:2", message, StringComparison.Ordinal);
    }
}
