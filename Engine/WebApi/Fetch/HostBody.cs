using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>Reads a body of the host into memory, off the isolate's turn.</summary>
internal static class HostBody
{
    /// <summary>A sender's word on the length is no reason to allocate more than this before its bytes arrive.</summary>
    private const int MaxFirstBuffer = 64 << 10;

    /// <summary>Who has sent so much is believed sixteen times as much: bodies up to a megabyte are then copied once.</summary>
    private const int Trust = 16;

    /// <summary>All bytes of <paramref name="source"/>, which is disposed. They are charged as they arrive.</summary>
    /// <exception cref="HostErrorException">The body is too large, or its sender has gone.</exception>
    public static async ValueTask<byte[]> ReadAllAsync(Stream source, long? length, RequestScope scope)
    {
        await using var _ = source;
        if (length > Body.MaxBufferedBytes)
        {
            throw TooLarge();
        }

        var buffer = NewBuffer((int)Math.Min(length ?? 4096, MaxFirstBuffer), scope);
        var probe = Memory<byte>.Empty;
        var count = 0;
        while (true)
        {
            var free = buffer.AsMemory(count);
            if (free.IsEmpty)
            {
                if (count != length)
                {
                    buffer = Grow(buffer, count, length, scope);
                    continue;
                }

                // The promised length is there: the end should follow, and a buffer twice the size to see it would be waste.
                free = probe = probe.IsEmpty ? new byte[1] : probe;
            }

            int read;
            try
            {
                read = await source.ReadAsync(free, scope.Aborted);
            }
            catch (IOException e)
            {
                throw new HostErrorException(HostErrorKind.TypeError, "The connection was lost while the body was read.", e);
            }

            if (read == 0)
            {
                return count == buffer.Length ? buffer : buffer[..count];
            }

            if (count == buffer.Length)
            {
                buffer = Grow(buffer, count, null, scope);
                buffer[count] = probe.Span[0];
            }

            count += read;
        }
    }

    private static byte[] Grow(byte[] buffer, int count, long? length, RequestScope scope)
    {
        if (count >= Body.MaxBufferedBytes)
        {
            throw TooLarge();
        }

        var size = length > count
            ? Math.Min(count * (long)Trust, length.Value)
            : Math.Min(Math.Max(count * 2L, 4096), Math.Max(count + 1L, Body.MaxBufferedBytes));
        var grown = NewBuffer((int)size, scope);
        buffer.AsSpan(0, count).CopyTo(grown);
        return grown;
    }

    private static byte[] NewBuffer(int size, RequestScope scope)
    {
        scope.Limits.ChargeHostBytes(size);
        if (scope.Limits.Report.AllocatedBytes > scope.Limits.Limits.AllocationBytes)
        {
            // Only the turn may end the request; it does so when this failure arrives.
            throw TooLarge();
        }

        // What was not read into is never handed on.
        return GC.AllocateUninitializedArray<byte>(size);
    }

    private static HostErrorException TooLarge() =>
        new(HostErrorKind.TypeError, $"The body is larger than the {Body.MaxBufferedBytes} bytes, or the memory, that may be read at once; read it as a stream.");
}
