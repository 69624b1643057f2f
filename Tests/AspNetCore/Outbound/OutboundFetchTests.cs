using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PureEdge.AspNetCore.Tests.Outbound;

public sealed class OutboundFetchTests
{
    // Fetches what the query names, with what the request brings, and tells the error instead of failing.
    private const string Fetcher = """
        export default {
          async fetch(request) {
            const { searchParams } = new URL(request.url);
            const init = JSON.parse(searchParams.get("init") ?? "{}");
            try {
              const response = await fetch(searchParams.get("url"), init);
              return new Response(await response.text(), { headers: { "x-status": response.status, "x-url": response.url, "x-redirected": response.redirected } });
            } catch (e) {
              return new Response(`${e.name}: ${e.message}`, { status: 502 });
            }
          },
        };
        """;

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://0.0.0.0:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://0x7f.1:PORT/")]
    [InlineData("http://0177.0.0.1:PORT/")]
    [InlineData("http://017700000001:PORT/")]
    [InlineData("http://[::ffff:7f00:1]:PORT/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task A_private_destination_is_refused_and_named(string url)
    {
        var called = false;
        await using var upstream = await Upstream.StartAsync(_ =>
        {
            called = true;
            return Task.CompletedTask;
        });
        await using var server = await TestServer.StartAsync(Fetcher);
        var answer = await FetchAsync(server, url.Replace("PORT", upstream.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Contains("TypeError: fetch failed: ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("is a private, loopback or link-local address, which workers may not reach here.", answer.Text, StringComparison.Ordinal);
        Assert.False(called);
    }

    [Fact]
    public async Task A_private_destination_is_reached_when_the_operator_allows_it()
    {
        await using var upstream = await Upstream.StartEchoAsync();
        await using var server = await AllowingServerAsync();
        Assert.StartsWith("GET /", (await FetchAsync(server, upstream.Url + "/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_and_a_closed_port_are_told_apart()
    {
        await using var server = await AllowingServerAsync();
        Assert.Contains("the name 'nowhere.invalid' does not resolve", (await FetchAsync(server, "http://nowhere.invalid/")).Text, StringComparison.Ordinal);
        string closed;
        await using (var upstream = await Upstream.StartEchoAsync())
        {
            closed = upstream.Url;
        }

        Assert.Contains("does not accept connections", (await FetchAsync(server, closed + "/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_followed_and_the_last_URL_is_told()
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            if (context.Request.Path == "/old")
            {
                context.Response.Redirect("/new?x=1");
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync("arrived");
        });
        await using var server = await AllowingServerAsync();
        var answer = await FetchAsync(server, upstream.Url + "/old");
        Assert.Equal("arrived", answer.Text);
        Assert.Equal(upstream.Url + "/new?x=1", answer.Header("x-url"));
        Assert.Equal("true", answer.Header("x-redirected"));
        Assert.Equal("302", (await FetchAsync(server, upstream.Url + "/old", """{"redirect":"manual"}""")).Header("x-status"));
        Assert.Contains("redirect mode is \"error\"", (await FetchAsync(server, upstream.Url + "/old", """{"redirect":"error"}""")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_redirect_ends_with_an_error()
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });
        await using var server = await AllowingServerAsync();
        Assert.Contains("more than 20 redirects", (await FetchAsync(server, upstream.Url + "/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_a_scheme_that_is_not_HTTP_is_refused()
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "file:///etc/passwd";
            return Task.CompletedTask;
        });
        await using var server = await AllowingServerAsync();
        Assert.Contains("the scheme 'file', which is not HTTP", (await FetchAsync(server, upstream.Url + "/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_and_the_query_go_out_as_the_worker_wrote_them()
    {
        await using var upstream = await Upstream.StartEchoAsync();
        await using var server = await AllowingServerAsync();
        var answer = await FetchAsync(server, upstream.Url + "/%41/a%2Fb/~%7E?q=%41+%20&u=%c3%a9");
        Assert.StartsWith("GET /%41/a%2Fb/~%7E?q=%41+%20&u=%c3%a9\n", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_memory_is_sent_again_after_a_307_and_dropped_after_a_303()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            if (context.Request.Path.StartsWithSegments("/to", StringComparison.Ordinal, out var status))
            {
                context.Response.StatusCode = int.Parse(status.Value![1..], CultureInfo.InvariantCulture);
                context.Response.Headers.Location = "/end";
                return;
            }

            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.ContentType} {body}");
        });
        await using var server = await AllowingServerAsync();
        const string Init = """{"method":"POST","body":"payload","headers":{"content-type":"text/x"}}""";
        Assert.Equal("POST text/x payload", (await FetchAsync(server, upstream.Url + "/to/307", Init)).Text);
        Assert.Equal("POST text/x payload", (await FetchAsync(server, upstream.Url + "/to/308", Init)).Text);
        Assert.Equal("GET  ", (await FetchAsync(server, upstream.Url + "/to/303", Init)).Text);
        Assert.Equal("GET  ", (await FetchAsync(server, upstream.Url + "/to/302", Init)).Text);
    }

    [Fact]
    public async Task Credentials_do_not_follow_a_redirect_to_another_origin()
    {
        await using var other = await Upstream.StartEchoAsync();
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Response.Redirect(other.Url + "/");
            return Task.CompletedTask;
        });
        await using var server = await AllowingServerAsync();
        var answer = await FetchAsync(server, upstream.Url + "/", """{"headers":{"authorization":"Bearer secret","cookie":"a=b","x-kept":"yes"}}""");
        Assert.Contains("x-kept: yes", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a=b", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forwarded_request_keeps_its_headers_and_has_one_length()
    {
        await using var upstream = await Upstream.StartEchoAsync();
        await using var server = await TestServer.StartAsync(
            $$"""export default { fetch: (request) => fetch("{{upstream.Url}}/in", request) };""", o => o.AllowPrivateNetwork = true);
        using var content = new StringContent("12345");
        content.Headers.TryAddWithoutValidation("X-Custom", "value");
        using var response = await server.Client.PostAsync("/", content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("POST /in\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\n12345", text, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 5\n", text, StringComparison.OrdinalIgnoreCase);
        Assert.Single(text.Split('\n'), line => line.StartsWith("content-length", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("Content-Type: text/plain; charset=utf-8\n", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"Host: 127.0.0.1:{upstream.Port}\n", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_request_without_a_body_may_have_a_content_type()
    {
        await using var upstream = await Upstream.StartEchoAsync();
        await using var server = await AllowingServerAsync();
        var answer = await FetchAsync(server, upstream.Url + "/", """{"headers":{"content-type":"application/json"}}""");
        Assert.Contains("Content-Type: application/json\n", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_upstream_that_cuts_its_answer_cuts_the_clients()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentLength = 1_000_000;
            await context.Response.Body.WriteAsync(new byte[1000]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var server = await TestServer.StartAsync(
            $$"""export default { fetch: () => fetch("{{upstream.Url}}") };""", o => o.AllowPrivateNetwork = true);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.Client.GetByteArrayAsync("/"));
    }

    private static Task<TestServer> AllowingServerAsync() => TestServer.StartAsync(Fetcher, o => o.AllowPrivateNetwork = true);

    private static async Task<(string Text, Func<string, string> Header)> FetchAsync(TestServer server, string url, string init = "{}")
    {
        using var response = await server.Client.GetAsync($"/?url={Uri.EscapeDataString(url)}&init={Uri.EscapeDataString(init)}");
        return (await response.Content.ReadAsStringAsync(), name => response.Headers.GetValues(name).Single());
    }
}
