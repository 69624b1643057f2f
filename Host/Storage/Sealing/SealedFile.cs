using Microsoft.Win32.SafeHandles;

#pragma warning disable RS0030 // Storage is where files belong.

namespace PureEdge.Storage.Sealing;

/// <summary>A file with the checksums of its content behind it, which are verified by every read.</summary>
/// <remarks>
/// Mutable state: length, checksums and the page read last; whoever uses it does so one call at a time. While it is written it has no
/// checksums and reads are not verified; <see cref="Seal"/> ends that, and a further write begins it again.
/// </remarks>
internal sealed class SealedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly byte[] _page = GC.AllocateUninitializedArray<byte>(SealTrailer.PageBytes);
    private ulong[]? _checksums;
    private long _pageIndex = -1;

    private SealedFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>The length of the content.</summary>
    public long Length { get; private set; }

    /// <summary>Opens a sealed file for reading.</summary>
    /// <exception cref="StorageException"><c>data_corrupt</c>: it is not one, or damaged.</exception>
    public static SealedFile OpenRead(string path)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            var file = new SealedFile(path, handle);
            file.ReadTrailer(RandomAccess.GetLength(handle));
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty file, which is not sealed yet, in place of what a crash may have left there.</summary>
    public static SealedFile Create(string path) => new(path, File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));

    /// <summary>Reads a small sealed file whole.</summary>
    public static byte[] ReadAll(string path)
    {
        using var file = OpenRead(path);
        var bytes = new byte[checked((int)file.Length)];
        file.Read(bytes, 0);
        return bytes;
    }

    /// <summary>Reads and verifies.</summary>
    /// <returns>How many bytes: all that were asked for, unless the content ends before.</returns>
    public int Read(Span<byte> destination, long offset)
    {
        var count = (int)Math.Min(destination.Length, Math.Max(0, Length - offset));
        if (_checksums is null)
        {
            ReadRaw(destination[..count], offset);
            return count;
        }

        for (var done = 0; done < count;)
        {
            var index = (offset + done) / SealTrailer.PageBytes;
            var within = (int)((offset + done) % SealTrailer.PageBytes);
            var size = (int)Math.Min(SealTrailer.PageBytes, Length - (index * SealTrailer.PageBytes));
            var rest = destination[done..count];
            if (within == 0 && rest.Length >= size && index != _pageIndex)
            {
                ReadPage(rest[..size], index);
                done += size;
                continue;
            }

            if (index != _pageIndex)
            {
                _pageIndex = -1;
                ReadPage(_page.AsSpan(0, size), index);
                _pageIndex = index;
            }

            var taken = Math.Min(size - within, rest.Length);
            _page.AsSpan(within, taken).CopyTo(rest);
            done += taken;
        }

        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        Unseal();
        RandomAccess.Write(_handle, source, offset);
        Length = Math.Max(Length, offset + source.Length);
    }

    public void SetLength(long length)
    {
        Unseal();
        RandomAccess.SetLength(_handle, length);
        Length = length;
    }

    /// <summary>Writes the checksums and waits until all of the file is on the disk.</summary>
    public void Seal()
    {
        if (_checksums is not null)
        {
            return;
        }

        var checksums = new ulong[SealTrailer.Pages(Length)];
        for (var i = 0L; i < checksums.Length; i++)
        {
            var page = _page.AsSpan(0, (int)Math.Min(SealTrailer.PageBytes, Length - (i * SealTrailer.PageBytes)));
            ReadRaw(page, i * SealTrailer.PageBytes);
            checksums[i] = SealTrailer.Checksum(page, i);
        }

        RandomAccess.Write(_handle, SealTrailer.Encode(checksums, Length), Length);
        RandomAccess.FlushToDisk(_handle);
        _checksums = checksums;
        _pageIndex = -1;
    }

    public void Dispose() => _handle.Dispose();

    private void ReadTrailer(long file)
    {
        if (file < SealTrailer.FooterBytes)
        {
            throw Corrupt("it is shorter than its own checksums");
        }

        Span<byte> footer = stackalloc byte[SealTrailer.FooterBytes];
        ReadRaw(footer, file - footer.Length);
        var (content, checksum) = SealTrailer.DecodeFooter(footer, file) ?? throw Corrupt("its end is damaged or cut off");
        var table = new byte[SealTrailer.Pages(content) * 8];
        ReadRaw(table, content);
        _checksums = SealTrailer.DecodeTable(table, checksum) ?? throw Corrupt("its checksums are damaged");
        Length = content;
    }

    private void ReadPage(Span<byte> page, long index)
    {
        ReadRaw(page, index * SealTrailer.PageBytes);
        if (SealTrailer.Checksum(page, index) != _checksums![index])
        {
            throw Corrupt($"the {page.Length} bytes at {index * SealTrailer.PageBytes} do not match their checksum");
        }
    }

    private void ReadRaw(Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
            {
                throw Corrupt("it has become shorter");
            }

            destination = destination[read..];
            offset += read;
        }
    }

    private void Unseal()
    {
        if (_checksums is not null)
        {
            RandomAccess.SetLength(_handle, Length);
            _checksums = null;
            _pageIndex = -1;
        }
    }

    private StorageException Corrupt(string what) => Damage.Found(Path, what);
}
