namespace PureEdge.AspNetCore.Tests.Pipeline;

/// <summary>Requests that a proxy in front of the server and the server might cut at different places.</summary>
public sealed class SmugglingTests
{
    private const string Worker = "export default { async fetch(request) { return new Response(`${new URL(request.url).pathname}[${await request.text()}]`); } };";

    [Theory]
    [InlineData("Transfer-Encoding: xchunked\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n")]
    [InlineData("Transfer-Encoding: identity\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n")]
    [InlineData("Transfer-Encoding:\r\n chunked\r\n")]
    [InlineData(" Transfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\n")]
    [InlineData("X: y\rTransfer-Encoding: chunked\r\n")]
    [InlineData("X: y\0\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Content-Length: +5\r\n")]
    [InlineData("Content-Length: -5\r\n")]
    [InlineData("Content-Length: 5 5\r\n")]
    [InlineData("Content-Length: \r\n")]
    [InlineData("Content-Length: 0x5\r\n")]
    [InlineData("Content-Length: 1,5\r\n")]
    [InlineData("Content-Length: 0000000000000000000000000000000000000005\r\n")]
    [InlineData("Content-Length: 5, 6\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n")]
    [InlineData("Content-Length : 5\r\n")]
    [InlineData("Content-Length:\r\n 5\r\n")]
    [InlineData("Content-Length: 99999999999999999999\r\n")]
    public async Task A_length_that_can_be_read_in_two_ways_is_refused_and_ends_the_connection(string header)
    {
        await using var server = await TestServer.StartAsync(Worker);
        var answer = await RawHttp.SendAsync(server.Address, $"POST /first HTTP/1.1\r\nHost: a\r\n{header}\r\n0\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (400|411|413|501) ", answer);
        Assert.DoesNotContain("/second", answer, StringComparison.Ordinal);
        Assert.Equal("/[]", await server.Client.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n")]
    public async Task Chunks_win_over_a_length_as_the_standard_says_and_the_worker_sees_one_of_them(string headers)
    {
        await using var server = await TestServer.StartAsync("export default { async fetch(request) { return new Response(`${request.headers.get('content-length')} ${await request.text()}`); } };");
        var answer = await RawHttp.SendAsync(server.Address, $"POST / HTTP/1.1\r\nHost: a\r\n{headers}Connection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        Assert.EndsWith("null abc", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3;ext=1\r\nabc\r\n0\r\n\r\n", "/[abc]")]
    [InlineData("3\r\nabcX\r\n0\r\n\r\n", null)]
    [InlineData("-3\r\nabc\r\n0\r\n\r\n", null)]
    [InlineData("0x3\r\nabc\r\n0\r\n\r\n", null)]
    [InlineData("ffffffffffffffffff\r\nabc", null)]
    [InlineData("3\nabc\n0\n\n", null)]
    public async Task A_chunk_is_what_the_standard_says_or_nothing(string body, string? expected)
    {
        await using var server = await TestServer.StartAsync(Worker);
        var answer = await RawHttp.SendAsync(server.Address, $"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{body}");
        if (expected is null)
        {
            Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(expected, answer, StringComparison.Ordinal);
        }

        Assert.Equal("/[]", await server.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_worker_that_does_not_read_a_body_does_not_turn_it_into_the_next_request()
    {
        await using var server = await TestServer.StartAsync("export default { fetch(request) { return new Response(new URL(request.url).pathname); } };");
        const string Hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
        var answer = await RawHttp.SendAsync(
            server.Address, $"POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: {Hidden.Length}\r\n\r\n{Hidden}GET /second HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Contains("/first", answer, StringComparison.Ordinal);
        Assert.Contains("/second", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("/hidden", answer, StringComparison.Ordinal);
    }
}
