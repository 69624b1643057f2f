using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using StorageProbe;

namespace PureEdge.Storage.Tests;

/// <summary>Runs StorageProbe on a directory, kills it, and knows what it had been promised.</summary>
/// <param name="directory">The directory.</param>
/// <param name="command">What the probe does there.</param>
internal sealed class KilledProbe(string directory, string command = "write")
{
    // The last commit that was acknowledged of each key.
    private readonly Dictionary<string, int> _acknowledged = [];

    public int Acknowledged { get; private set; }

    /// <summary>The last number that was acknowledged of each key.</summary>
    public IReadOnlyDictionary<string, int> Latest => _acknowledged;

    /// <summary>How to start the probe. Its input is ours, and so has no end while this process lives.</summary>
    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var info = ToolProcess.StartInfo("dotnet", [Probe, .. arguments], AppContext.BaseDirectory);
        info.RedirectStandardInput = true;
        return info;
    }

    /// <summary>Lets the probe write until so many commits were acknowledged, then kills it.</summary>
    public async Task RunAsync(int round, int acknowledgements)
    {
        var (exitCode, error) = await RunAsync(StartInfo(command, directory, round.ToString(CultureInfo.InvariantCulture)), acknowledgements);
        Assert.True(exitCode is not (0 or 1), $"The probe ended by itself: {error}");
    }

    /// <summary>Lets a probe write until it ends, or until so many commits were acknowledged, when it is killed.</summary>
    public async Task<(int ExitCode, string Error)> RunAsync(ProcessStartInfo info, int acknowledgements)
    {
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var count = 0;
        // To the end of the pipe: what was written before the kill is read after it.
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("+ ", StringComparison.Ordinal) && line.EndsWith('.'))
            {
                Note(line[2..^1]);
                if (++count == acknowledgements)
                {
                    process.Kill();
                }
            }
        }

        await process.WaitForExitAsync();
        Assert.True(count >= Math.Min(acknowledgements, 1), $"The probe acknowledged nothing: {await error}");
        return (process.ExitCode, await error);
    }

    /// <summary>Checks every acknowledged write. A later one, whose acknowledgement was cut off, may be there instead, but whole.</summary>
    public async Task VerifyAsync(IEdgeStore store)
    {
        foreach (var (key, acknowledged) in _acknowledged)
        {
            var found = await NumberAsync(store, key);
            Assert.True(found >= acknowledged, $"'{key}': commit {acknowledged} was acknowledged, and {found} was found");
            if (key[^1] is 'a' or 'b')
            {
                Assert.Equal(found, await NumberAsync(store, key[..^1] + (key[^1] == 'a' ? 'b' : 'a')));
            }
        }

        var listed = new HashSet<string>();
        for (StoreKey? after = default(StoreKey); after is { } from;)
        {
            var page = await store.ListAsync(AcknowledgedWrites.Partition, new() { After = from, Limit = 777 });
            listed.UnionWith(page.Entries.Select(entry => entry.Key.ToString()));
            after = page.Next;
        }

        Assert.Empty(_acknowledged.Keys.Except(listed));
    }

    private static string Probe =>
        typeof(KilledProbe).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "StorageProbe").Value!;

    private static async Task<int> NumberAsync(IEdgeStore store, string key)
    {
        var entry = await store.GetAsync(AcknowledgedWrites.Partition, StoreKey.From(key));
        if (entry is null)
        {
            return -1;
        }

        var text = Encoding.UTF8.GetString(entry.Value.Span);
        var number = int.Parse(text.AsSpan(0, text.IndexOf(':', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);
        Assert.Equal(AcknowledgedWrites.Text(key, number), text);
        Assert.Equal(number % 5 == 4, entry.Blob is not null);
        if (entry.Blob is { } blob)
        {
            await using var stream = await store.OpenBlobAsync(blob.Hash);
            using var content = new MemoryStream();
            Assert.NotNull(stream);
            await stream.CopyToAsync(content);
            Assert.Equal(AcknowledgedWrites.Content(text), content.ToArray());
        }

        return number;
    }

    private void Note(string acknowledgement)
    {
        var parts = acknowledgement.Split(' ');
        var number = int.Parse(parts[0], CultureInfo.InvariantCulture);
        foreach (var key in parts[1..])
        {
            _acknowledged[key] = Math.Max(number, _acknowledged.GetValueOrDefault(key, -1));
        }

        Acknowledged++;
    }
}
