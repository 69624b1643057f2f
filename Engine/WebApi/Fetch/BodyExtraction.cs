using System.Text;
using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.FormData;
using PureEdge.Engine.WebApi.Streams;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>"Extract a body" from a <c>BodyInit</c> (https://fetch.spec.whatwg.org/#concept-bodyinit-extract).</summary>
internal static class BodyExtraction
{
    private const string TextType = "text/plain;charset=UTF-8";
    private const string FormType = "application/x-www-form-urlencoded;charset=UTF-8";

    /// <summary>The body, or <see langword="null"/> of null and undefined.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="value">The <c>BodyInit</c>.</param>
    /// <param name="contentType">The Content-Type that it suggests.</param>
    public static Body? Extract(WorkerRealm realm, JsValue value, out string? contentType)
    {
        contentType = null;
        if (value is JsString)
        {
            contentType = TextType;
            return Body.FromBytes(Encode(realm, value.ToString()));
        }

        switch (value)
        {
            case JsReadableStream stream:
                if (stream.IsDisturbed || stream.IsLocked)
                {
                    throw realm.TypeError("The ReadableStream given as a body is locked or was read already.");
                }

                return Body.FromStream(stream);
            case JsBlob blob:
                contentType = TypeOf(realm, blob);
                return Body.FromBytes(blob.Bytes);
            case JsFormData form:
                return Body.FromBytes(FormDataBody.Write(realm, form, out contentType));
            case JsUrlSearchParams parameters:
                contentType = FormType;
                return Body.FromBytes(Encode(realm, parameters.Serialize()));
        }

        if (BufferSource.TryGetBytes(value, out var bytes))
        {
            RequireRoom(realm, bytes.Length);
            realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
            return Body.FromBytes(bytes.ToArray());
        }

        if (value.IsUndefined() || value.IsNull())
        {
            return null;
        }

        contentType = TextType;
        return Body.FromBytes(Encode(realm, WebIdl.ToDomString(realm, value)));
    }

    /// <summary>UTF-8 of a text; lone surrogates become U+FFFD.</summary>
    public static byte[] Encode(WorkerRealm realm, string text)
    {
        // Three bytes for a UTF-16 unit at most: short texts need not be counted before they are charged.
        var size = text.Length <= 1024 ? text.Length * 3L : Encoding.UTF8.GetByteCount(text);
        RequireRoom(realm, size);
        realm.Host.Scope.Limits.ChargeAllocation(size);
        return Encoding.UTF8.GetBytes(text);
    }

    public static void RequireRoom(WorkerRealm realm, long size)
    {
        if (size > Body.MaxBufferedBytes)
        {
            throw realm.TypeError($"The body has {size} bytes; in memory it may have {Body.MaxBufferedBytes}. Use a ReadableStream.");
        }
    }

    /// <summary>The type of a blob as a header has it, or <see langword="null"/> without one.</summary>
    private static string? TypeOf(WorkerRealm realm, JsBlob blob)
    {
        if (blob.Type.Length > HeaderSyntax.MaxSize / 2)
        {
            throw realm.TypeError($"The type of the Blob given as a body has {blob.Type.Length} characters; a header may have {HeaderSyntax.MaxSize / 2}.");
        }

        return HeaderSyntax.Normalize(blob.Type) is { Length: > 0 } type ? type : null;
    }
}
