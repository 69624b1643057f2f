using System.Net;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Outbound;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Outbound;

/// <summary>Names whose addresses are not what they seem: what was checked is what is connected.</summary>
public sealed class ChangingNamesTests
{
    private static readonly IPAddress Public = IPAddress.Parse("8.8.8.8");
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    [Fact]
    public async Task A_name_that_leads_inside_the_second_time_is_refused_the_second_time()
    {
        await using var upstream = await Upstream.StartAsync(static context =>
        {
            context.Response.Headers.Connection = "close";
            return context.Response.WriteAsync("outside");
        });
        var network = new FakeNetwork(upstream, (_, call) => call == 1 ? [Public] : [IPAddress.Loopback]);
        using var fetcher = new OutboundFetcher(new PureEdgeOptions(), network);
        Assert.Equal("outside", await TextAsync(fetcher, "http://rebind.example/"));
        await RefusedAsync(fetcher, "http://rebind.example/");
        Assert.Equal([Public], network.Connected);
    }

    [Fact]
    public async Task Of_several_addresses_only_public_ones_are_tried()
    {
        await using var upstream = await Upstream.StartAsync(static context => context.Response.WriteAsync("outside"));
        var network = new FakeNetwork(upstream, static (_, _) => [IPAddress.Loopback, Metadata, Public, IPAddress.IPv6Loopback]);
        using var fetcher = new OutboundFetcher(new PureEdgeOptions(), network);
        Assert.Equal("outside", await TextAsync(fetcher, "http://mixed.example/"));
        Assert.Equal([Public], network.Connected);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://127.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://inside.example/")]
    [InlineData("//inside.example/")]
    public async Task A_redirect_that_leads_inside_is_refused(string target)
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = target;
            return Task.CompletedTask;
        });
        var network = new FakeNetwork(upstream, static (name, _) => name == "outside.example" ? [Public] : [Metadata]);
        using var fetcher = new OutboundFetcher(new PureEdgeOptions(), network);
        await RefusedAsync(fetcher, "http://outside.example/");
        Assert.Equal([Public], network.Connected);
    }

    private static async Task<string> TextAsync(OutboundFetcher fetcher, string url)
    {
        var response = await fetcher.FetchAsync(new WorkerRequest { Method = "GET", Url = url }, CancellationToken.None);
        using var reader = new StreamReader(response.Body!);
        return await reader.ReadToEndAsync();
    }

    private static async Task RefusedAsync(OutboundFetcher fetcher, string url)
    {
        var refused = await Assert.ThrowsAsync<HostErrorException>(() => fetcher.FetchAsync(new WorkerRequest { Method = "GET", Url = url }, CancellationToken.None));
        Assert.Contains("is a private, loopback or link-local address", refused.Message, StringComparison.Ordinal);
    }

    // Every connection to a public address is one to the test's own server; a connection anywhere else is noted like one.
    private sealed class FakeNetwork(Upstream upstream, Func<string, int, IPAddress[]> resolve) : IOutboundNetwork
    {
        private readonly MachineNetwork _machine = new();
        private int _calls;

        public List<IPAddress> Connected { get; } = [];

        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Task.FromResult(resolve(name, ++_calls));

        public Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
        {
            Connected.AddRange(addresses);
            return _machine.ConnectAsync([IPAddress.Loopback], upstream.Port, cancellationToken);
        }
    }
}
