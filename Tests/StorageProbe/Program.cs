using System.Globalization;
using PureEdge.Storage;
using PureEdge.Storage.Caching;
using StorageProbe;

// write DIRECTORY ROUND         8 writers, until the process is killed; prints "+ key version" for every write that was acknowledged
// cache DIRECTORY ROUND         4 writers into a cache, until the process is killed; prints "+ number key" for every put that was acknowledged
// open DIRECTORY                opens the store, says so, and waits for the end of its input
// Exit status 1 when the store refuses; its message is on standard error.
try
{
    if (args[0] == "cache")
    {
        await using var cache = new CacheFolder(AcknowledgedPuts.Options(args[1]));
        await AcknowledgedPuts.RunAsync(cache, int.Parse(args[2], CultureInfo.InvariantCulture), Console.WriteLine);
        return 0;
    }

    // Little memory, so that there are files to compact all the time.
    await using var store = await EdgeStore.OpenAsync(new() { DataDirectory = args[1], MemoryBytes = 200_000 });
    Console.WriteLine("open");
    switch (args[0])
    {
        case "write":
            await AcknowledgedWrites.RunAsync(store, int.Parse(args[2], CultureInfo.InvariantCulture), Console.WriteLine);
            return 0;
        default:
            await Console.In.ReadToEndAsync();
            return 0;
    }
}
catch (StorageException e)
{
    Console.Error.WriteLine($"{e.Code}: {e.Message}");
    return 1;
}
