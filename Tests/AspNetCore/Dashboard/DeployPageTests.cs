using System.Net;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Dashboard;

/// <summary>Deploying files from the dashboard, as a browser sends the form.</summary>
public sealed class DeployPageTests
{
    private const string Page = "/dashboard/deploy";
    private const string Hello = "export default { fetch(request, env) { return new Response('hello ' + (env.WORD ?? '')); } };";

    [Fact]
    public async Task A_file_is_deployed_under_its_name_and_the_change_is_in_the_audit_log()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        using var browser = await Browser.LoggedInAsync(server);
        using var answer = await browser.UploadAsync(Page, Page, [("name", ""), ("main", ""), ("message", "first one")], [("greeter.js", Hello)]);
        Assert.Equal("303 /dashboard/workers/greeter", $"{(int)answer.StatusCode} {answer.Headers.Location}");
        Assert.Equal("hello ", await UploadTests.AskAsync(server, "greeter"));
        Assert.Contains("first one", await browser.PageAsync("/dashboard/workers/greeter"), StringComparison.Ordinal);
        Assert.Contains("\"/dashboard/deploy\"", (await api.SendAsync("GET", "audit_logs"))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_deployed_with_its_configuration()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        using var browser = await Browser.LoggedInAsync(server);
        using var answer = await browser.UploadAsync(Page, Page, [("name", "")],
        [
            ("site/wrangler.jsonc", """{ "name": "shop", "main": "src/index.js", "vars": { "WORD": "you" }, "triggers": { "crons": ["0 0 * * *"] } }"""),
            ("site/src/index.js", "export { default } from '../lib/x.js';"), ("site/lib/x.js", Hello), ("site/README.md", "# none of it"),
        ]);
        Assert.Equal("/dashboard/workers/shop", answer.Headers.Location?.ToString());
        Assert.Equal("hello you", await UploadTests.AskAsync(server, "shop"));
        Assert.Contains("0 0 * * *", (await api.SendAsync("GET", "workers/scripts/shop/schedules"))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_configuration_keeps_bindings_limits_and_crons_of_the_worker()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Hello, ",\"limits\":{\"cpu_ms\":9},\"compatibility_date\":\"2026-01-31\",\"bindings\":[{\"type\":\"plain_text\",\"name\":\"WORD\",\"text\":\"kept\"}]");
        await api.SendAsync("PUT", "workers/scripts/w/schedules", new JsonArray(new JsonObject { ["cron"] = "1 1 * * *" }));
        using var browser = await Browser.LoggedInAsync(server);
        using var answer = await browser.UploadAsync(Page, Page, [("name", "w")], [("x.js", Hello.Replace("hello", "newer", StringComparison.Ordinal))]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("newer kept", await UploadTests.AskAsync(server, "w"));
        Assert.Contains("2026-01-31", (await api.SendAsync("GET", "workers/scripts/w/settings"))!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("9 ms", await browser.PageAsync("/dashboard/workers/w"), StringComparison.Ordinal);
        Assert.Contains("1 1 * * *", (await api.SendAsync("GET", "workers/scripts/w/schedules"))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export default {\n  fetch() { return }}\n};", "index.js:3:")]
    [InlineData("import './gone.js';\nexport default {};", "gone.js")]
    [InlineData("export default {};\nthrow new Error('<img src=x>');", "index.js:2:")]
    [InlineData("for (;;) {}\nexport default {};", "index.js:1:")]
    public async Task What_does_not_start_is_shown_with_its_place_and_the_version_before_goes_on(string code, string place)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", Hello);
        using var browser = await Browser.LoggedInAsync(server);
        using var answer = await browser.UploadAsync(Page, Page, [("name", "w"), ("message", "\"><b>")], [("index.js", code)]);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<div role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains(place, page, StringComparison.Ordinal);
        Assert.Contains("value=\"w\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Equal("hello ", await UploadTests.AskAsync(server, "w"));
    }

    [Theory]
    [InlineData("../../x.js", "module name")]
    [InlineData("", "has no file")]
    [InlineData("<script>.js", "&lt;script&gt;")]
    public async Task Names_of_files_lead_nowhere(string file, string shown)
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = await Browser.LoggedInAsync(server);
        using var answer = await browser.UploadAsync(Page, Page, [("name", "w")], [(file, "export default {}; throw new Error('no');")]);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_larger_than_a_worker_may_be_is_refused()
    {
        await using var server = await TestServer.StartAsync(_ => [], static o => o.Limits = o.Limits with { SourceBytes = 1 << 10 });
        using var browser = await Browser.LoggedInAsync(server);
        using var answer = await browser.UploadAsync(Page, Page, [("name", "w")], [("index.js", Hello + new string(' ', 70 << 10))]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using var within = await browser.UploadAsync(Page, Page, [("name", "w")], [("index.js", Hello + new string(' ', 2 << 10))]);
        Assert.Equal(HttpStatusCode.BadRequest, within.StatusCode);
        Assert.Contains("SourceBytes", await within.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "same-origin", null)]
    [InlineData("", "same-origin", null)]
    [InlineData(null, "cross-site", null)]
    [InlineData(null, "same-origin", "http://evil.example")]
    public async Task A_form_of_another_page_deploys_nothing(string? csrf, string site, string? origin)
    {
        await using var server = await UploadTests.StartAsync();
        using var browser = await Browser.LoggedInAsync(server);
        var own = Browser.CsrfOf(await browser.PageAsync(Page));
        (browser.Site, browser.Origin) = (site, origin);
        foreach (var path in new[] { Page, "/dashboard/playground", "/dashboard/playground/deploy" })
        {
            using var answer = await browser.UploadAsync(Page, path, [("name", "w"), ("source", Hello), ("method", "GET"), ("path", "/")], [("index.js", Hello)], csrf ?? own);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.DoesNotContain("hello", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var gone = await server.GetAsHostAsync("w.localhost");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Tokens_deploy_what_they_are_for_and_bind_what_they_may()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("other", Hello);
        using var reading = await Browser.LoggedInAsync(server, await DashboardTests.CreateTokenAsync(api, "reader", "read"));
        foreach (var path in new[] { Page, "/dashboard/playground", "/dashboard/playground?worker=other" })
        {
            using var closed = await reading.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        }

        Assert.DoesNotContain(">Deploy<", await reading.PageAsync("/dashboard"), StringComparison.Ordinal);
        foreach (var path in new[] { Page, "/dashboard/playground", "/dashboard/playground/deploy" })
        {
            using var refused = await reading.UploadAsync("/dashboard", path, [("name", "w"), ("source", Hello), ("method", "GET"), ("path", "/")], [("index.js", Hello)]);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var deploying = await Browser.LoggedInAsync(server, await DashboardTests.CreateTokenAsync(api, "deployer", "deploy", "mine"));
        using var own = await deploying.UploadAsync(Page, Page, [("name", "mine")], [("index.js", Hello)]);
        Assert.Equal(HttpStatusCode.SeeOther, own.StatusCode);
        using var others = await deploying.UploadAsync(Page, Page, [("name", "other")], [("index.js", Hello)]);
        Assert.Equal(HttpStatusCode.Forbidden, others.StatusCode);
        using var named = await deploying.UploadAsync(Page, Page, [("name", "")], [("wrangler.json", """{ "name": "other", "main": "index.js" }"""), ("index.js", Hello)]);
        Assert.Equal(HttpStatusCode.Forbidden, named.StatusCode);
        using var bound = await deploying.UploadAsync(
            Page, Page, [("name", "")], [("wrangler.json", """{ "name": "mine", "main": "index.js", "services": [{ "binding": "O", "service": "other" }] }"""), ("index.js", Hello)]);
        Assert.Equal(HttpStatusCode.Forbidden, bound.StatusCode);
        Assert.Contains("may not bind &#x27;other&#x27;", await bound.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var loaded = await deploying.GetAsync("/dashboard/playground?worker=other");
        Assert.Equal(HttpStatusCode.Forbidden, loaded.StatusCode);
        using var written = await deploying.UploadAsync(Page, "/dashboard/playground/deploy", [("name", "other"), ("source", "export default {};"), ("method", "GET"), ("path", "/")]);
        Assert.Equal(HttpStatusCode.Forbidden, written.StatusCode);
        Assert.Equal("hello ", await UploadTests.AskAsync(server, "other"));
    }
}
