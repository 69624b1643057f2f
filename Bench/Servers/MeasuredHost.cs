using PureEdge.AspNetCore.Serving;

namespace PureEdge.Bench.Servers;

/// <summary>The server that <c>pureedge serve</c> starts, in a process that also answers how much memory it holds.</summary>
internal static class MeasuredHost
{
    /// <summary>The question it answers.</summary>
    public const string MemoryQuestion = "memory";

    /// <summary>Serves on a free port until the parent ends.</summary>
    public static async Task RunAsync(string path)
    {
        Roles.PrepareThreadPool();
        await using var server = await PureEdgeServer.StartAsync(new ServerOptions
        {
            Paths = [path],
            Urls = ["http://127.0.0.1:0"],
            AdminUrls = ["http://127.0.0.1:0"],
            DataDirectory = ":memory:",
        });
        Console.WriteLine($"ready {server.Addresses.First()}");
        await Roles.WaitForParentAsync(static question => question == MemoryQuestion ? ProcessMemory.Measure().ToString() : null);
    }
}
