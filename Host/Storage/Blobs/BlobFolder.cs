using System.Buffers;
using System.Security.Cryptography;
using PureEdge.Storage.Sealing;
using ZoneTree.AbstractFileStream;

#pragma warning disable RS0030 // Storage is where files belong.

namespace PureEdge.Storage.Blobs;

/// <summary>
/// Blobs as files: <c>{first two digits}/{hash}</c>, sealed. A blob is written under another name, brought to the disk, and only then
/// gets its own, so that a blob that is there is complete.
/// </summary>
/// <remarks>Shared by all threads. A blob gets its name, and loses it, under one lock.</remarks>
internal sealed class BlobFolder
{
    private const int BufferBytes = 128 * 1024;

    private readonly string _folder;
    private readonly string _unfinished;
    private readonly TimeProvider _clock;
    private readonly LocalFileStreamProvider _files = new();
    private readonly Lock _naming = new();

    public BlobFolder(string folder, TimeProvider clock)
    {
        _folder = folder;
        _unfinished = Path.Combine(folder, "unfinished");
        _clock = clock;
        Directory.CreateDirectory(_unfinished);
        // The directory is locked by now: what is in here was left by a process that died.
        foreach (var file in Directory.EnumerateFiles(_unfinished))
        {
            File.Delete(file);
        }
    }

    public async ValueTask<BlobReference> PutAsync(Stream content, long maxBytes, Action<long> beforeWriting, CancellationToken cancel)
    {
        var path = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var file = OnDisk(() => SealedFile.Create(path));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
            {
                if (file.Length + read > maxBytes)
                {
                    throw new StorageException("blob_too_large", $"The blob has more than {maxBytes} bytes, which is the most allowed here.");
                }

                beforeWriting(read);
                hash.AppendData(buffer, 0, read);
                OnDisk(() =>
                {
                    file.Write(buffer.AsSpan(0, read), file.Length);
                    return 0;
                });
            }

            var name = BlobHash.Of(hash.GetHashAndReset());
            return OnDisk(() =>
            {
                file.Seal();
                file.Dispose();
                Publish(path, name);
                return new BlobReference(name, file.Length);
            });
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>The blob, or <see langword="null"/> when there is none.</returns>
    public Stream? Open(BlobHash hash, long offset, long? length)
    {
        try
        {
            return new SealedFileStream(SealedFile.OpenRead(PathOf(hash)), offset, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool Exists(BlobHash hash) => File.Exists(PathOf(hash));

    /// <summary>The blobs that were put before a time.</summary>
    public IEnumerable<BlobHash> PutBefore(DateTimeOffset time) =>
        from folder in Directory.EnumerateDirectories(_folder)
        from file in Directory.EnumerateFiles(folder)
        where BlobHash.TryParse(Path.GetFileName(file), out _) && File.GetLastWriteTimeUtc(file) < time.UtcDateTime
        select BlobHash.TryParse(Path.GetFileName(file), out var hash) ? hash : default;

    /// <summary>Removes a blob, unless it was put again since.</summary>
    public bool Remove(BlobHash hash, DateTimeOffset putBefore)
    {
        lock (_naming)
        {
            var path = PathOf(hash);
            if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) >= putBefore.UtcDateTime)
            {
                return false;
            }

            File.Delete(path);
            return true;
        }
    }

    // What fails on the disk is not what fails in the caller's stream. The last is what .NET says of a file that may not become as large as that.
    private T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new StorageException("storage_failed", $"A blob could not be written to '{_folder}': {e.Message} Nothing was stored.", e);
        }
    }

    private void Publish(string path, BlobHash hash)
    {
        var target = PathOf(hash);
        var folder = Path.GetDirectoryName(target)!;
        File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
        lock (_naming)
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                _files.SyncDirectory(_folder);
            }

            // Also over a blob that is there: that starts its grace again, and mends it if it is damaged.
            File.Move(path, target, overwrite: true);
        }

        _files.SyncDirectory(folder);
    }

    private string PathOf(BlobHash hash) => Path.Combine(_folder, hash.Hex[..2], hash.Hex);
}
