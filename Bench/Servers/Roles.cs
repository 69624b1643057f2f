namespace PureEdge.Bench.Servers;

/// <summary>The hidden arguments with which this executable starts itself.</summary>
internal static class Roles
{
    /// <summary>Begins each line that answers <see cref="ServerProcess.AskAsync"/>.</summary>
    public const string ReplyMark = "reply ";

    /// <summary>Runs a role and returns the exit status, or <see langword="null"/> when the arguments name none.</summary>
    public static async Task<int?> TryRunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["peer"]:
                await Peer.RunAsync();
                return 0;
            case ["host", var path]:
                await MeasuredHost.RunAsync(path);
                return 0;
            case ["isolates", var count]:
                await IsolateCrowd.RunAsync(int.Parse(count));
                return 0;
            default:
                return null;
        }
    }

    /// <summary>As <c>pureedge</c> has it while no turn is parked: the servers compared have the same thread pool.</summary>
    public static void PrepareThreadPool()
    {
        ThreadPool.GetMinThreads(out _, out var completionPortThreads);
        ThreadPool.SetMinThreads(Environment.ProcessorCount * 2, completionPortThreads);
    }

    /// <summary>Waits for the parent: it closes our input when it ends, however it ends.</summary>
    public static async Task WaitForParentAsync(Func<string, string?> answer)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (answer(line) is { } reply)
            {
                Console.WriteLine(ReplyMark + reply);
            }
        }
    }
}
