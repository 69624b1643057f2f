using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PureEdge.Hostile.Tests.Servers;

/// <summary>What the server's process says of itself.</summary>
/// <param name="Resident">Resident memory in bytes.</param>
/// <param name="Peak">The most resident memory since the last reset, in bytes.</param>
/// <param name="Heap">The garbage-collected heap in bytes.</param>
/// <param name="Allocated">All bytes allocated since the process began.</param>
/// <param name="LongestPause">How long garbage collection stopped the process at most at a time since the last reset.</param>
/// <param name="ScriptCache">The estimated bytes of parsed code that the server keeps for later.</param>
/// <param name="Code">Resident memory of what the runtime has compiled, in bytes: each method once, when it is first used.</param>
/// <param name="Collection">What the collection of the longest pause was.</param>
internal sealed record Reading(long Resident, long Peak, long Heap, long Allocated, TimeSpan LongestPause, long ScriptCache, long Code = 0, string Collection = "")
{
    public static Reading Parse(string line)
    {
        string[] words = line.Split(' ', 8);
        long[] numbers = [.. words.Take(7).Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1], numbers[2], numbers[3], TimeSpan.FromTicks(numbers[4]), numbers[5], numbers[6], words[7]);
    }
}

/// <summary>The test's end of <see cref="ProbeAgent"/>'s connection.</summary>
internal sealed class Probe : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _client;
    private StreamReader? _reader;

    public Probe() => _listener.Start();

    /// <summary>Whether the server's end of the connection is gone, and the process with it.</summary>
    public bool IsClosed { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits until the server's process has connected.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _client = await _listener.AcceptTcpClientAsync(cancellationToken);
        _client.NoDelay = true;
        _reader = new StreamReader(_client.GetStream());
    }

    /// <summary>Asks, for as long as <paramref name="patience"/>.</summary>
    /// <returns>The answer, or null when the process is dead or stopped.</returns>
    public async Task<Reading?> AskAsync(char command, TimeSpan patience)
    {
        using CancellationTokenSource late = new(patience);
        try
        {
            await _client!.GetStream().WriteAsync(new[] { (byte)command }, late.Token);
            if (await _reader!.ReadLineAsync(late.Token) is { } line)
            {
                return Reading.Parse(line);
            }

            IsClosed = true;
        }
        catch (IOException)
        {
            IsClosed = true;
        }
        catch (OperationCanceledException)
        {
            // Nobody answers, but the process is there.
        }

        return null;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _client?.Dispose();
        _listener.Dispose();
    }
}
