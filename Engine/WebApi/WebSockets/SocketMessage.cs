namespace PureEdge.Engine.WebApi.WebSockets;

internal enum SocketMessageKind
{
    Text,
    Binary,
    Close,
}

/// <summary>What one end of a WebSocket sends to the other.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, or the reason of a close.</param>
/// <param name="Bytes">The bytes; nobody changes them.</param>
/// <param name="Code">The code of a close; <see cref="CloseCode.NoStatus"/> without one.</param>
internal readonly record struct SocketMessage(SocketMessageKind Kind, string Text, ReadOnlyMemory<byte> Bytes, int Code = 0)
{
    /// <summary>The largest message in bytes, either way.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>How many bytes may wait for one end to read them.</summary>
    public const int MaxBufferedBytes = 8 << 20;

    // What a message costs besides its content, so that empty ones are counted too.
    private const int Overhead = 128;

    /// <summary>Its bytes on the wire, which is what <c>bufferedAmount</c> counts.</summary>
    public int Amount => System.Text.Encoding.UTF8.GetByteCount(Text) + Bytes.Length;

    /// <summary>What it takes of <see cref="MaxBufferedBytes"/>.</summary>
    public int Size => Overhead + (Text.Length * 2) + Bytes.Length;

    public static SocketMessage Close(int code, string reason) => new(SocketMessageKind.Close, reason, default, code);
}
