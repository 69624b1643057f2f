using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>Checks what scripts put into a <see cref="HeaderList"/>, and fills one from a <c>HeadersInit</c>.</summary>
internal static class HeadersInit
{
    /// <summary>"Fill" (https://fetch.spec.whatwg.org/#concept-headers-fill): Headers, a sequence of pairs, or a record.</summary>
    public static void Fill(WorkerRealm realm, HeaderList list, JsValue init, string what)
    {
        switch (init)
        {
            case JsHeaders headers when headers.HasPlainIterator:
                for (var i = 0; i < headers.List.Count; i++)
                {
                    Append(realm, list, headers.List[i].Key, headers.List[i].Value);
                }

                return;
            case ObjectInstance o:
                if (JsSequence.MethodOf(realm, o, what) is { } method)
                {
                    JsSequence.ForEach(realm, o, method, what, item => AppendPair(realm, list, item, what));
                }
                else
                {
                    FillFromRecord(realm, list, o, what);
                }

                return;
            default:
                if (!init.IsUndefined())
                {
                    throw realm.TypeError($"{what}: headers must be a Headers object, a sequence of pairs or an object of names and values.");
                }

                return;
        }
    }

    /// <summary>"Append" without guard. Name and value have been checked.</summary>
    public static void Append(WorkerRealm realm, HeaderList list, string name, string value)
    {
        CheckRoom(realm, list, name, list.Count + 1, list.Size + name.Length + value.Length);
        list.Append(name, value);
    }

    /// <summary>"Set" without guard. Name and value have been checked.</summary>
    public static void Set(WorkerRealm realm, HeaderList list, string name, string value)
    {
        // What is replaced is not subtracted: only a list close to its cap notices.
        CheckRoom(realm, list, name, list.Contains(name) ? list.Count : list.Count + 1, list.Size + name.Length + value.Length);
        list.Set(name, value);
    }

    public static string CheckName(WorkerRealm realm, string name) =>
        HeaderSyntax.IsToken(name) ? name : throw realm.TypeError($"Invalid header name: {HeaderSyntax.Quote(name)}.");

    public static (string Name, string Value) Check(WorkerRealm realm, string name, string value)
    {
        CheckName(realm, name);
        // Before a value is copied without the white space around it.
        CheckSize(realm, name, value.AsSpan().Trim(" \t\r\n").Length);
        var normal = HeaderSyntax.Normalize(value);
        return HeaderSyntax.IsValue(normal)
            ? (name, normal)
            : throw realm.TypeError($"Invalid value of header {HeaderSyntax.Quote(name)}: it contains a line break or a NUL character.");
    }

    private static void CheckRoom(WorkerRealm realm, HeaderList list, string name, int count, int size)
    {
        if (count > HeaderSyntax.MaxCount)
        {
            throw realm.TypeError($"Header {HeaderSyntax.Quote(name)} is one too many: there may be {HeaderSyntax.MaxCount} headers.");
        }

        CheckSize(realm, name, size);
    }

    private static void CheckSize(WorkerRealm realm, string name, int size)
    {
        if (size > HeaderSyntax.MaxSize)
        {
            throw realm.TypeError($"Header {HeaderSyntax.Quote(name)} is too large: all headers together may have {HeaderSyntax.MaxSize} bytes.");
        }
    }

    private static void AppendPair(WorkerRealm realm, HeaderList list, JsValue item, string what)
    {
        if (JsSequence.MethodOf(realm, item, what) is not { } method)
        {
            throw realm.TypeError($"{what}: a header is not a pair of name and value.");
        }

        JsValue? name = null, value = null;
        JsSequence.ForEach(realm, item, method, what, part =>
        {
            if (value is not null)
            {
                throw realm.TypeError($"{what}: a header pair has more than two items.");
            }

            if (name is null)
            {
                name = part;
            }
            else
            {
                value = part;
            }
        });
        if (name is null || value is null)
        {
            throw realm.TypeError($"{what}: a header pair has fewer than two items.");
        }

        AppendChecked(realm, list, name, value, what);
    }

    private static void FillFromRecord(WorkerRealm realm, HeaderList list, ObjectInstance record, string what)
    {
        foreach (var key in record.GetOwnPropertyKeys(Types.String | Types.Symbol))
        {
            if (record.GetOwnProperty(key) is { Enumerable: true })
            {
                // The name is converted before the value is read.
                var name = WebIdl.ToByteString(realm, key, $"{what}: a header name");
                AppendChecked(realm, list, name, record.Get(key), what);
            }
        }
    }

    private static void AppendChecked(WorkerRealm realm, HeaderList list, JsValue name, JsValue value, string what)
    {
        var byteName = WebIdl.ToByteString(realm, name, $"{what}: a header name");
        var byteValue = WebIdl.ToByteString(realm, value, $"{what}: the value of header {HeaderSyntax.Quote(byteName)}");
        (byteName, byteValue) = Check(realm, byteName, byteValue);
        Append(realm, list, byteName, byteValue);
    }
}
