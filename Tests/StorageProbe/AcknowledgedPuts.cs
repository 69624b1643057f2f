using System.Globalization;
using System.Text;
using PureEdge.Storage.Caching;

namespace StorageProbe;

/// <summary>What the probe puts into a cache, so that whoever opens it later knows what may be there.</summary>
internal static class AcknowledgedPuts
{
    public const string Group = "kill";

    private const int Writers = 4;
    private const int Slots = 20;
    private const int PutsOfARound = 1_000_000;

    /// <summary>All names that it puts under.</summary>
    public static IEnumerable<string> Names => from writer in Enumerable.Range(0, Writers) from slot in Enumerable.Range(0, Slots) select NameOf(writer, slot);

    /// <summary>How the cache is opened: nothing has to go for lack of space.</summary>
    public static CacheFolderOptions Options(string directory, Action<string>? onNotice = null) =>
        new() { Directory = directory, MaxBytes = 1L << 30, MaxGroupBytes = 1L << 30, MinFreeBytes = 0, OnNotice = onNotice };

    /// <summary>Puts until the process ends, the same few names again and again, each time with a higher number.</summary>
    public static async Task RunAsync(CacheFolder cache, int round, Action<string> acknowledge) =>
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = round * PutsOfARound; ; number++)
            {
                var name = NameOf(writer, number % Slots);
                var text = AcknowledgedWrites.Text(name, number);
                if (await cache.PutAsync(Group, KeyOf(name), 0, long.MaxValue, Encoding.UTF8.GetBytes(text), AcknowledgedWrites.Content(text), default) is null)
                {
                    throw new InvalidOperationException($"'{name}' was not kept");
                }

                acknowledge($"+ {number.ToString(CultureInfo.InvariantCulture)} {name}.");
            }
        })));

    /// <summary>The number that is there under a name.</summary>
    /// <returns>It; -1 when there is nothing.</returns>
    /// <exception cref="InvalidDataException">What is there was never put so.</exception>
    public static async Task<int> NumberAsync(CacheFolder cache, string name)
    {
        foreach (var item in await cache.FindAsync(Group, KeyOf(name), default))
        {
            if (await cache.ReadAsync(item, static (_, _) => true, default) is { } content)
            {
                var text = Encoding.UTF8.GetString(content.Head.Span);
                var number = int.Parse(text.AsSpan(0, text.IndexOf(':', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);
                return text == AcknowledgedWrites.Text(name, number) && content.Body.Span.SequenceEqual(AcknowledgedWrites.Content(text))
                    ? number
                    : throw new InvalidDataException($"'{name}' has what was never put under it: {text}");
            }
        }

        return -1;
    }

    private static string NameOf(int writer, int slot) => string.Create(CultureInfo.InvariantCulture, $"w{writer}s{slot}");

    private static UInt128 KeyOf(string name) => new(0, BitConverter.ToUInt64([.. Encoding.ASCII.GetBytes(name), .. new byte[8]]));
}
