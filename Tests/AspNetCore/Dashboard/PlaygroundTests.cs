using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Dashboard;

/// <summary>Editing, trying and deploying a worker's text, as a browser sends the form.</summary>
public sealed partial class PlaygroundTests
{
    private const string Page = "/dashboard/playground";

    [Fact]
    public async Task A_preview_answers_the_request_of_the_form_and_deploys_nothing()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        using var browser = await Browser.LoggedInAsync(server);
        var page = await TryAsync(
            browser,
            """
            console.log('top level');
            export default { async fetch(request, env) {
              console.error('seen', request.method);
              return new Response([request.url, request.headers.get('X-Say'), await request.text(), JSON.stringify(env)].join('|'), { status: 418, headers: { 'X-Back': 'yes' } });
            } };
            """,
            HttpStatusCode.OK,
            ("method", "PUT"), ("path", "/a b?c=%41#no"), ("headers", "X-Say: hi\r\n\r\n"), ("body", "two\r\nlines"));
        Assert.Contains("Answer: 418", page, StringComparison.Ordinal);
        Assert.Contains("<pre tabindex=\"0\" aria-label=\"Body\">http://preview.localhost/a%20b?c=%41|hi|two&#xA;lines|{}</pre>", page, StringComparison.Ordinal);
        Assert.Contains("x-back", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("log: top level", page, StringComparison.Ordinal);
        Assert.Contains("<div class=\"failed\">error: seen PUT</div>", page, StringComparison.Ordinal);
        Assert.Matches("<dt>Fuel</dt><dd>[1-9][0-9]* ", page);
        Assert.Empty((await api.SendAsync("GET", "workers/scripts"))!.AsArray());
        Assert.Equal(("(preview)", 1), ((string)(await api.SendAsync("GET", "usage"))![0]!["worker"]!, (int)(await api.SendAsync("GET", "usage"))![0]!["requests"]!));
        Assert.DoesNotContain("(preview)", await browser.PageAsync("/dashboard/failures"), StringComparison.Ordinal);
        Assert.Equal("", server.Log);
    }

    [Theory]
    [InlineData("export default { fetch() { for (;;) {} } };", "exceededCpu:", "Consumed 250000 of 250000 fuel at worker.js:1:")]
    [InlineData("export default { fetch() { throw new TypeError('<script>no</script>'); } };", "exception:", "TypeError: &lt;script&gt;no")]
    [InlineData("export default { fetch( { } };", "The worker does not start.", "worker.js:1:")]
    [InlineData("throw new Error('early'); export default {};", "exception:", "early")]
    [InlineData("export default {};", "exception:", "fetch")]
    [InlineData("const a = []; export default { fetch() { for (;;) a.push(new Uint8Array(1 << 20)); } };", "exceededMemory:", "pureedge.limits.")]
    public async Task What_goes_wrong_is_explained_and_the_text_is_kept(string source, string outcome, string text)
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = await Browser.LoggedInAsync(server);
        var page = await TryAsync(browser, source, null);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains(outcome, page, StringComparison.Ordinal);
        Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.Equal(source, TextOf(page));
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_markup_is_text_and_a_long_or_binary_one_is_cut_or_shown_in_digits()
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = await Browser.LoggedInAsync(server);
        var markup = await TryAsync(
            browser,
            "export default { fetch() { return new Response('</pre><img src=x onerror=alert(1)>', { headers: { 'Content-Type': 'text/html', 'X-M': '<img>' } }); } };",
            HttpStatusCode.OK);
        Assert.DoesNotContain("<img", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("<iframe", markup, StringComparison.Ordinal);
        Assert.Contains("&lt;/pre&gt;&lt;img", markup, StringComparison.Ordinal);
        Assert.Contains("0001 0203 ff", await TryAsync(browser, "export default { fetch() { return new Response(new Uint8Array([0, 1, 2, 3, 255])); } };", HttpStatusCode.OK), StringComparison.Ordinal);
        var large = await TryAsync(browser, "export default { fetch() { return new Response('x'.repeat(1 << 20)); } };", HttpStatusCode.OK);
        Assert.Contains("The first 262144 bytes of the body.", large, StringComparison.Ordinal);
        var endless = await TryAsync(
            browser, "export default { fetch() { return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536).fill(97)); } })); } };", HttpStatusCode.OK);
        Assert.Contains("The first 262144 bytes of the body.", endless, StringComparison.Ordinal);
        Assert.Contains("No body.", await TryAsync(browser, "export default { fetch() { return new Response(null, { status: 204 }); } };", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method", "G T", "The method")]
    [InlineData("method", "", "The method")]
    [InlineData("path", "a", "must begin with")]
    [InlineData("headers", "no colon", "no colon")]
    [InlineData("headers", "bad name: x", "bad name")]
    [InlineData("headers", "x: \u0001", "x: ")]
    [InlineData("body", "x", "A GET request has no body")]
    public async Task A_request_that_cannot_be_sent_is_refused(string field, string value, string shown)
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = await Browser.LoggedInAsync(server);
        Assert.Contains(shown, await TryAsync(browser, "export default {};", HttpStatusCode.BadRequest, (field, value)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_preview_uses_is_on_the_bill_of_the_worker_that_is_edited()
    {
        await using var upstream = await Upstream.StartEchoAsync();
        await using var server = await TestServer.StartAsync(_ => [], o => o.AllowPrivateNetwork = true);
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { fetch() {} };");
        using var browser = await Browser.LoggedInAsync(server);
        var open = await browser.PageAsync(Page + "?worker=w");
        await TryAsync(
            browser,
            $"export default {{ async fetch() {{ await fetch('{upstream.Url}'); return new Response('x'); }} }};",
            HttpStatusCode.OK, ("worker", "w"), ("module", "index.js"), ("base", BaseOf(open)));
        var used = Assert.Single((await api.SendAsync("GET", "usage"))!.AsArray())!;
        Assert.Equal(("w", 1, 1), ((string)used["worker"]!, (int)used["requests"]!, (int)used["subrequests"]!));
        Assert.True((long)used["fuel"]! > 0);
    }

    [Fact]
    public async Task A_preview_reaches_no_private_address_no_secret_and_no_data()
    {
        await using var upstream = await Upstream.StartEchoAsync();
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var space = (string)(await api.SendAsync("POST", "storage/kv/namespaces", new JsonObject { ["title"] = "t" }))!["id"]!;
        await api.PutAsync("w", "export default { fetch() { return new Response('deployed'); } };", $",\"bindings\":[{{\"type\":\"plain_text\",\"name\":\"WORD\",\"text\":\"shown\"}},{{\"type\":\"kv_namespace\",\"name\":\"KV\",\"namespace_id\":\"{space}\"}},{{\"type\":\"secret_text\",\"name\":\"S\",\"text\":\"hush\"}}]");
        using var browser = await Browser.LoggedInAsync(server);
        var open = await browser.PageAsync(Page + "?worker=w");
        var page = await TryAsync(
            browser,
            $$"""export default { async fetch(request, env) { let m; try { await fetch('{{upstream.Url}}'); } catch (e) { m = e.message; } return new Response(JSON.stringify(env) + m); } };""",
            HttpStatusCode.OK, ("worker", "w"), ("module", "index.js"), ("base", BaseOf(open)));
        Assert.Contains("{&quot;WORD&quot;:&quot;shown&quot;}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", page, StringComparison.Ordinal);
        Assert.Matches("(?i)private|loopback|not allowed", page);
    }

    [Fact]
    public async Task A_deployed_worker_is_edited_module_by_module_and_deployed_with_what_it_had()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        using var browser = await Browser.LoggedInAsync(server);
        using var first = await browser.UploadAsync("/dashboard/deploy", "/dashboard/deploy", [("name", "")],
        [
            ("wrangler.json", """{ "name": "w", "main": "index.js", "vars": { "WORD": "kept" } }"""),
            ("index.js", "import { say } from './say.js'; export default { fetch(request, env) { return new Response(say + env.WORD); } };"), ("say.js", "\n\nexport const say = '</textarea>';\n"),
        ]);
        var page = await browser.PageAsync(Page + "?worker=w&module=say.js");
        Assert.Equal("\n\nexport const say = '</textarea>';\n", TextOf(page));
        Assert.Contains("<a href=\"/dashboard/playground?worker=w&amp;module=index.js\">index.js</a>", page, StringComparison.Ordinal);
        (string, string)[] edited = [("worker", "w"), ("module", "say.js"), ("base", BaseOf(page))];
        Assert.Contains(">newer kept<", await TryAsync(browser, "export const say = 'newer ';", HttpStatusCode.OK, edited), StringComparison.Ordinal);
        Assert.Equal("</textarea>kept", await UploadTests.AskAsync(server, "w"));

        (string, string)[] fields = [.. edited, ("source", "export const say = 'newer ';"), ("name", "w"), ("method", "GET"), ("path", "/")];
        using var deployed = await browser.UploadAsync(Page, Page + "/deploy", fields);
        Assert.Equal("303 /dashboard/workers/w", $"{(int)deployed.StatusCode} {deployed.Headers.Location}");
        Assert.Equal("newer kept", await UploadTests.AskAsync(server, "w"));

        // Somebody who still has the earlier page would undo this.
        using var late = await browser.UploadAsync(Page, Page + "/deploy", fields);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("newer version", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var path in new[] { "?worker=gone", "?worker=w&module=gone.js" })
        {
            using var gone = await browser.GetAsync(Page + path);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        using var strange = await browser.GetAsync(Page + "?worker=%3Cimg%3E");
        Assert.Equal(HttpStatusCode.BadRequest, strange.StatusCode);
    }

    [Fact]
    public async Task A_new_worker_is_deployed_from_its_text_and_needs_a_name()
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = await Browser.LoggedInAsync(server);
        var sample = TextOf(await browser.PageAsync(Page));
        using var nameless = await browser.UploadAsync(Page, Page + "/deploy", [("source", sample), ("name", ""), ("method", "GET"), ("path", "/")]);
        Assert.Equal(HttpStatusCode.BadRequest, nameless.StatusCode);
        Assert.Equal(sample, TextOf(await nameless.Content.ReadAsStringAsync()));
        using var deployed = await browser.UploadAsync(Page, Page + "/deploy", [("source", sample), ("name", "fresh"), ("method", "GET"), ("path", "/")]);
        Assert.Equal("/dashboard/workers/fresh", deployed.Headers.Location?.ToString());
        Assert.Equal("Hello from /x\n", await UploadTests.AskAsync(server, "fresh", "/x"));
        using var script = await browser.UploadAsync(Page, Page + "/deploy", [("source", "addEventListener('fetch', e => e.respondWith(new Response('old')));"), ("name", "old"), ("method", "GET"), ("path", "/")]);
        Assert.Equal("old", await UploadTests.AskAsync(server, "old"));
    }

    private static async Task<string> TryAsync(Browser browser, string source, HttpStatusCode? status, params (string Name, string Value)[] fields)
    {
        (string Name, string Value)[] all = [("source", source), .. fields, .. new[] { ("method", "GET"), ("path", "/") }.Where(d => fields.All(f => f.Name != d.Item1))];
        using var answer = await browser.UploadAsync(Page, Page, all);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(status is null || answer.StatusCode == status, $"{answer.StatusCode}: {page}");
        return page;
    }

    private static string BaseOf(string page) => BaseField().Match(page).Groups[1].Value;

    // The line break behind the tag is none of the text (https://html.spec.whatwg.org/multipage/form-elements.html#the-textarea-element).
    private static string TextOf(string page) => WebUtility.HtmlDecode(SourceField().Match(page).Groups["text"].Value);

    [GeneratedRegex("name=\"base\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex BaseField();

    [GeneratedRegex("<textarea id=\"source\"[^>]*>\n(?<text>.*?)</textarea>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex SourceField();
}
