using System.Net;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class AccessTests
{
    [Theory]
    [InlineData("/client/v4/user", null)]
    [InlineData("/client/v4/user", "Bearer ")]
    [InlineData("/client/v4/user", "Bearer wrong")]
    [InlineData("/client/v4/user", "Basic TOKEN")]
    [InlineData("/client/v4/user", "Bearer TOKENx")]
    [InlineData("/client/v4", null)]
    [InlineData("/CLIENT/V4/user", null)]
    [InlineData("/Client/v4/accounts/x/workers/scripts", null)]
    [InlineData("/client/v%34/user", null)]
    [InlineData("/client/v4/no/such/thing", null)]
    [InlineData("/client/v4/accounts/x/workers/scripts/a", null)]
    public async Task Without_the_token_nothing_of_the_API_answers(string path, string? authorization)
    {
        await using var server = await UploadTests.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Admin };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization.Replace("TOKEN", server.Token, StringComparison.Ordinal));
        }

        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"success\":false", text, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Token, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Bearer TOKEN")]
    [InlineData("Authorization", "bearer TOKEN")]
    [InlineData("X-Auth-Key", "TOKEN")]
    public async Task With_the_token_it_does(string header, string value)
    {
        await using var server = await UploadTests.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Admin };
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value.Replace("TOKEN", server.Token, StringComparison.Ordinal));
        Assert.Contains("\"email\"", await client.GetStringAsync("/client/v4/user"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_is_not_on_the_workers_listener()
    {
        await using var server = await UploadTests.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/client/v4/user");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Token}");
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal("scriptNotFound", answer.Headers.GetValues("PureEdge-Outcome").Single());
    }

    [Theory]
    [InlineData("GET", "r2/buckets", "R2")]
    [InlineData("POST", "d1/database", "D1")]
    [InlineData("GET", "queues?page=1&name=q", "Queues")]
    [InlineData("PUT", "workflows/w", "Workflows")]
    public async Task What_is_not_there_yet_is_named_and_never_a_success(string method, string path, string what)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var (status, _, message) = await api.RefusedAsync(method, path);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_knows_is_7003()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        Assert.Equal((HttpStatusCode.NotFound, 7003), (await api.RefusedAsync("GET", "what/ever")) is var (status, code, _) ? (status, code) : default);
    }

    [Fact]
    public async Task Lists_end_for_who_asks_for_page_after_page()
    {
        await using var server = await UploadTests.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Admin };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {server.Token}");
        foreach (var path in new[] { "accounts", "memberships" })
        {
            Assert.Contains("PureEdge", await client.GetStringAsync($"/client/v4/{path}?page=1"), StringComparison.Ordinal);
            Assert.Contains("\"result\":[]", await client.GetStringAsync($"/client/v4/{path}?page=2"), StringComparison.Ordinal);
        }
    }
}
