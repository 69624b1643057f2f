using System.Text;
using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Url;

namespace PureEdge.Engine.WebApi.FormData;

/// <summary>Form data as a body, and back (https://fetch.spec.whatwg.org/#dom-body-formdata).</summary>
internal static class FormDataBody
{
    private const int BytesPerFuel = 256;

    /// <summary>The form in a body; its files share the body's memory.</summary>
    public static JsFormData Parse(WorkerRealm realm, ReadOnlyMemory<byte> bytes, string? contentType)
    {
        realm.Host.Scope.Limits.ChargeFuel(bytes.Length / BytesPerFuel);
        var type = contentType is null ? null : MimeType.Parse(contentType);
        return type?.Essence switch
        {
            "multipart/form-data" => ParseMultipart(realm, bytes, type),
            "application/x-www-form-urlencoded" => ParseUrlEncoded(realm, bytes.Span),
            _ => throw realm.TypeError(
                $"formData(): the Content-Type is {(contentType is null ? "missing" : HeaderSyntax.Quote(contentType))}; it must be \"multipart/form-data\" or \"application/x-www-form-urlencoded\"."),
        };
    }

    /// <summary>The form as a multipart body.</summary>
    public static ReadOnlyMemory<byte> Write(WorkerRealm realm, JsFormData form, out string contentType)
    {
        var random = new byte[16];
        realm.Host.FillRandom(random);
        var boundary = "----formdata-" + Convert.ToHexStringLower(random);
        contentType = "multipart/form-data; boundary=" + boundary;

        long texts = 0, names = 0, longestName = 0, longestText = 0;
        foreach (var entry in form.Entries)
        {
            var length = entry.Value is JsString text ? text.Length : 0;
            texts += length;
            longestText = Math.Max(longestText, length);
            names += entry.Name.Length;
            longestName = Math.Max(longestName, Math.Max(entry.Name.Length, (entry.Value as JsFile)?.Name.Length ?? 0));
            BodyExtraction.RequireRoom(realm, texts + names);
        }

        // Line breaks become CR LF, in names and, one after the other, in texts; in names, one after the other, they are then escaped.
        realm.Host.Scope.Limits.ChargeAllocation((texts * 3) + (longestText * 8) + (names * 4) + (longestName * 32));
        var parts = new List<MultipartPart>(form.Entries.Count);
        foreach (var (name, value) in form.Entries)
        {
            var normal = MultipartWriter.NormalizeNewlines(name);
            parts.Add(value is JsFile file
                ? new MultipartPart(normal, file.Name, file.Type, file.Bytes)
                : new MultipartPart(normal, null, null, Encoding.UTF8.GetBytes(MultipartWriter.NormalizeNewlines(value.ToString()))));
        }

        var size = MultipartWriter.SizeBound(parts, boundary);
        BodyExtraction.RequireRoom(realm, size);
        realm.Host.Scope.Limits.ChargeAllocation(size);
        return MultipartWriter.Write(parts, boundary, (int)size);
    }

    private static JsFormData ParseMultipart(WorkerRealm realm, ReadOnlyMemory<byte> bytes, MimeType type)
    {
        if (type.Parameter("boundary") is not { } boundary)
        {
            throw realm.TypeError("formData(): the Content-Type \"multipart/form-data\" has no boundary.");
        }

        if (MultipartReader.Parse(bytes, boundary, JsFormData.MaxEntries, out var error) is not { } parts)
        {
            throw realm.TypeError($"formData(): the multipart body is malformed: {error}.");
        }

        var form = new JsFormData(realm);
        foreach (var part in parts)
        {
            if (part.FileName is null)
            {
                realm.Host.Scope.Limits.ChargeAllocation(part.Data.Length * 2L);
                form.Append(new FormDataEntry(part.Name, Encoding.UTF8.GetString(part.Data.Span)));
            }
            else
            {
                form.Append(new FormDataEntry(
                    part.Name, new JsFile(realm, part.Data, BlobParts.NormalizeType(realm, part.ContentType ?? "text/plain"), part.FileName)));
            }
        }

        return form;
    }

    private static JsFormData ParseUrlEncoded(WorkerRealm realm, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Count((byte)'&') >= JsFormData.MaxEntries)
        {
            throw realm.TypeError($"formData(): the body has more than {JsFormData.MaxEntries} entries.");
        }

        var pairs = new List<KeyValuePair<string, string>>();
        // A byte order mark is part of the first name here.
        var text = BodyConversion.Decode(realm, bytes);
        FormUrlEncoded.Parse(bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? "\uFEFF" + text : text, pairs);
        var form = new JsFormData(realm);
        foreach (var (name, value) in pairs)
        {
            form.Append(new FormDataEntry(name, value));
        }

        return form;
    }
}
