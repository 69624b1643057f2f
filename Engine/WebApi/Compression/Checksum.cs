namespace PureEdge.Engine.WebApi.Compression;

/// <summary>The checksums at the end of compressed data.</summary>
internal static class Checksum
{
    private const uint AdlerModulus = 65521;

    // So many bytes can be summed before the sums overflow.
    private const int AdlerStride = 5552;

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>CRC-32 (https://www.rfc-editor.org/rfc/rfc1952#section-8), continued from <paramref name="crc"/>; 0 at first.</summary>
    public static uint Crc32(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (var value in bytes)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>Adler-32 (https://www.rfc-editor.org/rfc/rfc1950#section-9), continued from <paramref name="adler"/>; 1 at first.</summary>
    public static uint Adler32(uint adler, ReadOnlySpan<byte> bytes)
    {
        uint a = adler & 0xFFFF, b = adler >> 16;
        while (!bytes.IsEmpty)
        {
            var stride = bytes[..Math.Min(bytes.Length, AdlerStride)];
            foreach (var value in stride)
            {
                a += value;
                b += a;
            }

            a %= AdlerModulus;
            b %= AdlerModulus;
            bytes = bytes[stride.Length..];
        }

        return (b << 16) | a;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
