namespace PureEdge.Conformance.Tests.Programs;

/// <summary>The harness itself: that equal answers pass, that different ones fail, and that both servers start and end.</summary>
[Collection(ProgramsCollection.Name)]
public sealed class ProgramsSelfTests(ProgramsFixture fixture)
{
    private const string Original = """
        export default { fetch: (request) => new Response("héllo from " + new URL(request.url).host, { status: 200, headers: [["etag", '"a"'], ["set-cookie", "x=1"], ["set-cookie", "y=2"]] }) };
        """;

    private static readonly ProgramRequest[] OneRequest = [new("GET", "/")];

    [SkippableFact]
    public async Task The_reference_has_nothing_of_Node()
    {
        fixture.RequireTools();

        // node:process is not asked for: workerd gives it to every worker, at any date, without nodejs_compat.
        await using WorkerdServer server = new(fixture.Workerd, fixture.Folder);
        Uri address = await server.ServeAsync("node", await WriteAsync("""
            export default {
              async fetch() {
                const found = ["process", "Buffer", "global", "setImmediate", "clearImmediate", "require"].filter((name) => name in globalThis);
                for (const name of ["node:buffer", "node:events", "node:async_hooks", "node:fs", "node:zlib"]) {
                  try { await import(name); found.push(name); } catch { }
                }
                return new Response("found: " + found.join());
              },
            };
            """));

        ProgramAnswer answer = await ProgramAnswer.AskAsync(address, "node", OneRequest[0]);
        Assert.Equal("found: ", System.Text.Encoding.UTF8.GetString(answer.Body));
    }

    [SkippableFact]
    public async Task A_program_compared_with_itself_has_no_difference()
    {
        fixture.RequireTools();

        const string Program = "hono-router";
        await using WorkerdServer server = new(fixture.Workerd, fixture.Folder);
        Uri address = await server.ServeAsync(Program, fixture.BundleOf(Program));

        Assert.Null(await AnswerComparison.CompareAsync(Program, ProgramCatalog.RequestsOf(Program), fixture.ReferenceOf(Program), address));
    }

    [SkippableFact]
    public async Task Another_program_in_the_place_of_one_is_caught()
    {
        fixture.RequireTools();

        await using WorkerdServer server = new(fixture.Workerd, fixture.Folder);
        Uri address = await server.ServeAsync("hono-cors", fixture.BundleOf("hono-cors"));

        string? differences = await AnswerComparison.CompareAsync("hono-router", ProgramCatalog.RequestsOf("hono-router"), fixture.ReferenceOf("hono-router"), address);

        Assert.Contains("hono-router: GET /users/42", differences, StringComparison.Ordinal);
        Assert.Contains("status: expected 200, got 404", differences, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("status: 200", "status: 202", "status: expected 200, got 202")]
    [InlineData("'\"a\"'", "'\"b\"'", "etag: expected \"\"a\"\", got \"\"b\"\"")]
    [InlineData("[\"etag\", '\"a\"'], ", "", "etag: expected \"\"a\"\", got nothing")]
    [InlineData("[\"set-cookie\", \"x=1\"], ", "", "set-cookie: expected \"x=1\" and \"y=2\", got \"y=2\"")]
    [InlineData("héllo", "hello", "the first difference is at byte 1\n    expected: h>>>éllo from self.example<end>\n    got:      h>>>ello from self.example<end>")]
    [InlineData(".host,", ".host + '!',", "    expected: héllo from self.example>>><end>\n    got:      héllo from self.example>>>!<end>")]
    public async Task The_smallest_difference_is_caught_and_shown(string from, string to, string shown)
    {
        fixture.RequireTools();
        Assert.Contains(from, Original, StringComparison.Ordinal);

        await using WorkerdServer server = new(fixture.Workerd, fixture.Folder);
        Uri original = await server.ServeAsync("original", await WriteAsync(Original));
        Uri changed = await server.ServeAsync("changed", await WriteAsync(Original.Replace(from, to, StringComparison.Ordinal)));

        Assert.Null(await AnswerComparison.CompareAsync("self", OneRequest, original, original));
        Assert.Contains(shown, await AnswerComparison.CompareAsync("self", OneRequest, original, changed), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_server_that_does_not_answer_is_a_difference()
    {
        fixture.RequireTools();

        Uri gone;
        await using (WorkerdServer server = new(fixture.Workerd, fixture.Folder))
        {
            gone = await server.ServeAsync("gone", await WriteAsync(Original));
        }

        Assert.Contains("no answer: ", await AnswerComparison.CompareAsync("mustache", ProgramCatalog.RequestsOf("mustache"), fixture.ReferenceOf("mustache"), gone), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_product_is_started_by_its_documented_command_line()
    {
        fixture.RequireTools();

        // A stand-in for pureedge that answers with the arguments it was given.
        string standIn = await WriteAsync("""
            import { createServer } from "node:http";
            const server = createServer((request, response) => response.end(process.argv.slice(2).join(" ")));
            console.log("something else first");
            server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${server.address().port}`));
            """);
        string bundle = await WriteAsync(Original);
        await using PureEdgeServer product = new(["node", standIn]);
        Uri address = await product.ServeAsync("any", bundle);

        ProgramAnswer answer = await ProgramAnswer.AskAsync(address, "any", OneRequest[0]);
        Assert.Equal($"serve {bundle} --urls http://127.0.0.1:0 --admin-urls http://127.0.0.1:0 --data :memory:", System.Text.Encoding.UTF8.GetString(answer.Body));
    }

    [SkippableFact]
    public async Task A_product_that_ends_before_it_is_ready_shows_what_it_wrote()
    {
        fixture.RequireTools();

        string standIn = await WriteAsync("""console.error("\"x.mjs\" cannot be parsed"); process.exitCode = 1;""");
        await using PureEdgeServer product = new(["node", standIn]);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => product.ServeAsync("any", standIn));
        Assert.Contains("ended with status 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"x.mjs\" cannot be parsed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ready http://127.0.0.1:4000", "http://127.0.0.1:4000/")]
    [InlineData("ready http://127.0.0.1:4000;http://[::1]:4001", "http://127.0.0.1:4000/")]
    [InlineData("ready", null)]
    [InlineData("ready when you are", null)]
    [InlineData("not ready http://127.0.0.1:4000", null)]
    public void The_address_is_read_from_the_ready_line(string line, string? address) => Assert.Equal(address, PureEdgeServer.AddressIn(line)?.ToString());

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_CI_true_is_a_build_server(string? ci, bool expected) => Assert.Equal(expected, ProgramsFixture.IsBuildServer(ci));

    private async Task<string> WriteAsync(string source)
    {
        string file = Path.Combine(fixture.Folder, $"self-{Guid.NewGuid():N}.mjs");
        await File.WriteAllTextAsync(file, source);
        return file;
    }
}
