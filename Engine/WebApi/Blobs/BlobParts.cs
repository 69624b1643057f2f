using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.WebApi.Blobs;

/// <summary>Reads the arguments of the constructors of Blob and File (https://w3c.github.io/FileAPI/#process-blob-parts).</summary>
internal static class BlobParts
{
    /// <summary>Most parts of one blob: each costs a few hundred bytes while they are read.</summary>
    private const int MaxParts = 100_000;

    public static (ReadOnlyMemory<byte> Bytes, string Type) Read(WorkerRealm realm, JsValue parts, JsValue options, string what)
    {
        var read = parts.IsUndefined() ? [] : ReadParts(realm, parts, what);
        var endings = WebIdl.Member(realm, options, "endings", $"{what}: options");
        var native = !endings.IsUndefined() && WebIdl.ToDomString(realm, endings) switch
        {
            "transparent" => false,
            "native" => true,
            var other => throw realm.TypeError($"{what}: endings is {HeaderSyntax.Quote(other)}; it may be \"transparent\" or \"native\"."),
        };
        var type = WebIdl.Member(realm, options, "type", $"{what}: options");
        var typeText = type.IsUndefined() ? "" : NormalizeType(realm, WebIdl.ToDomString(realm, type));
        return (Join(realm, read, native), typeText);
    }

    /// <summary>A type in lower case, or nothing when it has characters outside printable ASCII.</summary>
    public static string NormalizeType(WorkerRealm realm, string type)
    {
        realm.ChargeInput(type.Length, 2);
        return type.AsSpan().ContainsAnyExceptInRange(' ', '~') ? "" : type.ToLowerInvariant();
    }

    /// <summary>A position from the start, or, when negative, from the end ([Clamp] long long).</summary>
    public static int Clamp(JsValue value, int size)
    {
        var number = TypeConverter.ToNumber(value);
        if (double.IsNaN(number))
        {
            return 0;
        }

        number = Math.Round(number, MidpointRounding.ToEven);
        return (int)(number < 0 ? Math.Max(size + number, 0) : Math.Min(number, size));
    }

    private static List<object> ReadParts(WorkerRealm realm, JsValue parts, string what)
    {
        if (JsSequence.MethodOf(realm, parts, what) is not { } method)
        {
            throw realm.TypeError($"{what}: the parts are not a sequence.");
        }

        // A part is kept as a string or as bytes: a view is read after all parts are there, when no script can run in between.
        var read = new List<object>();
        JsSequence.ForEach(realm, parts, method, what, part =>
        {
            if (read.Count >= MaxParts)
            {
                throw realm.TypeError($"{what}: there are more than {MaxParts} parts.");
            }

            // The cast keeps a text from becoming a JsValue again.
            read.Add(part is JsBlob || (part is ObjectInstance && BufferSource.TryGetBytes(part, out _)) ? part : (object)WebIdl.ToUsvString(realm, part));
        });
        return read;
    }

    private static ReadOnlyMemory<byte> Join(WorkerRealm realm, List<object> parts, bool native)
    {
        var size = 0L;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is string text && native && text.Contains('\r', StringComparison.Ordinal))
            {
                // Two copies, of which the last is kept.
                realm.ChargeInput(text.Length, 4);
                parts[i] = text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            }

            size += parts[i] is string s ? Encoding.UTF8.GetByteCount(s) : Bytes(parts[i]).Length;
            BodyExtraction.RequireRoom(realm, size);
        }

        realm.Host.Scope.Limits.ChargeAllocation(size);
        var joined = new byte[size];
        var free = joined.AsSpan();
        foreach (var part in parts)
        {
            if (part is string text)
            {
                free = free[Encoding.UTF8.GetBytes(text, free)..];
            }
            else
            {
                var bytes = Bytes(part).Span;
                bytes.CopyTo(free);
                free = free[bytes.Length..];
            }
        }

        return joined;
    }

    private static ReadOnlyMemory<byte> Bytes(object part)
    {
        if (part is JsBlob blob)
        {
            return blob.Bytes;
        }

        BufferSource.TryGetBytes((JsValue)part, out var bytes);
        return bytes;
    }
}
