using PureEdge.Storage.Caching;
using StorageProbe;

namespace PureEdge.Storage.Tests.Caching;

/// <summary>A cache whose process is killed: it opens again, has what was acknowledged, and never what nobody put.</summary>
public sealed class CacheKillTests
{
    private const int Kills = 16;

    [Fact]
    public async Task What_was_put_is_there_after_kills_and_what_is_damaged_then_is_a_miss()
    {
        using var folder = new TemporaryFolder();
        var probe = new KilledProbe(folder.FullName, "cache");
        for (var round = 0; round < Kills; round++)
        {
            await probe.RunAsync(round, Random.Shared.Next(1, 800));
            await using var cache = new CacheFolder(AcknowledgedPuts.Options(folder.FullName));
            foreach (var (name, acknowledged) in probe.Latest)
            {
                // A later one, whose acknowledgement was cut off, may be there instead.
                var found = await AcknowledgedPuts.NumberAsync(cache, name);
                Assert.True(found >= acknowledged, $"'{name}': {acknowledged} was acknowledged, and {found} was found");
            }

            // What was half written is gone, and so is what was replaced.
            Assert.Empty(Directory.GetFiles(Path.Combine(folder.FullName, "unfinished")));
            Assert.Equal(Files(folder).Sum(static file => ((new FileInfo(file).Length / 4096) + 1) * 4096), cache.Bytes);
        }

        Assert.True(probe.Acknowledged >= Kills, $"{probe.Acknowledged} puts were acknowledged");
        await DamageAsync(folder);
    }

    private static async Task DamageAsync(TemporaryFolder folder)
    {
        var random = new Random(11);
        var damaged = 0;
        var files = Files(folder);
        foreach (var file in files.Where(_ => random.Next(2) == 0))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            if (random.Next(2) == 0)
            {
                bytes = bytes[..random.Next(bytes.Length)];
            }
            else
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            await File.WriteAllBytesAsync(file, bytes);
            damaged++;
        }

        List<string> notices = [];
        await using var cache = new CacheFolder(AcknowledgedPuts.Options(folder.FullName, notices.Add));
        var found = 0;
        foreach (var name in AcknowledgedPuts.Names)
        {
            found += await AcknowledgedPuts.NumberAsync(cache, name) >= 0 ? 1 : 0;
        }

        Assert.True(damaged > 0, "nothing was damaged");
        Assert.Equal((files.Length - damaged, damaged), (found, notices.Count));
    }

    private static string[] Files(TemporaryFolder folder) => Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories);
}
