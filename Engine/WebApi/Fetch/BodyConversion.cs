using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Jint.Native;
using Jint.Native.Json;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>What the bytes of a body become (the steps of text(), json() and their like).</summary>
internal static class BodyConversion
{
    // Fuel is about 100 ns a unit; these are what decoding and parsing take.
    private const int TextBytesPerFuel = 512;
    private const int JsonBytesPerFuel = 16;

    /// <summary>"UTF-8 decode": a byte order mark is dropped, what is malformed becomes U+FFFD.</summary>
    public static JsString Text(WorkerRealm realm, ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? JsString.Empty : new JsString(Decode(realm, bytes));

    public static string Decode(WorkerRealm realm, ReadOnlySpan<byte> bytes)
    {
        var limits = realm.Host.Scope.Limits;
        limits.ChargeFuel(bytes.Length / TextBytesPerFuel);
        limits.ChargeAllocation(bytes.Length * 2L);
        return Utf8Text.Decode(bytes);
    }

    public static JsValue Json(WorkerRealm realm, ReadOnlySpan<byte> bytes)
    {
        realm.Host.Scope.Limits.ChargeFuel(bytes.Length / JsonBytesPerFuel);
        var parser = new JsonParser(realm.Engine);
        // The parser refuses malformed UTF-8, which the standard decodes with replacement characters.
        return Utf8.IsValid(bytes) ? parser.Parse(bytes) : parser.Parse(Decode(realm, bytes));
    }

    public static JsBlob Blob(WorkerRealm realm, ReadOnlyMemory<byte> bytes, string? contentType) =>
        new(realm, bytes, contentType is not null && MimeType.Parse(contentType) is { } type ? type.ToString() : "");

    /// <summary>Bytes that a script may change: a copy, unless nobody else has them.</summary>
    public static byte[] Own(WorkerRealm realm, ReadOnlyMemory<byte> bytes, bool owned)
    {
        if (owned && MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array && segment.Count == array.Length)
        {
            return array;
        }

        realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
        return bytes.ToArray();
    }
}
