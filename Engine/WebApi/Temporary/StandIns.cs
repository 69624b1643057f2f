// Stand-ins for rooms that others write; the merger drops this file.
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams
{
    internal sealed class JsReadableStream : ObjectInstance
    {
        public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsReadableStream>("ReadableStream").Build();
        private readonly WorkerRealm _realm;
        private Stream? _source;
        private ReadOnlyMemory<byte> _bytes;
        private readonly long? _length;

        private JsReadableStream(WorkerRealm realm, Stream? source, ReadOnlyMemory<byte> bytes, long? length)
            : base(realm.Engine)
        {
            Prototype = realm.PrototypeOf(Definition);
            _realm = realm;
            _source = source;
            _bytes = bytes;
            _length = length;
        }

        public bool IsLocked { get; private set; }

        public bool IsDisturbed { get; private set; }

        public static JsReadableStream FromHost(WorkerRealm realm, Stream source, long? length) => new(realm, source, default, length);

        public static JsReadableStream FromBytes(WorkerRealm realm, ReadOnlyMemory<byte> bytes) => new(realm, null, bytes, bytes.Length);

        public bool TryTakeSource(out Stream? source, out ReadOnlyMemory<byte> bytes, out long? length)
        {
            (source, bytes, length) = (_source, _bytes, _length);
            if (IsDisturbed || IsLocked)
            {
                return false;
            }

            IsDisturbed = IsLocked = true;
            return true;
        }

        public void ReadAll(long maxBytes, Action<byte[]> onBytes, Action<JsValue> onError) => onBytes(Take());

        public (JsReadableStream First, JsReadableStream Second) Tee()
        {
            var bytes = Take();
            return (FromBytes(_realm, bytes), FromBytes(_realm, bytes));
        }

        public void Cancel(JsValue reason)
        {
            IsDisturbed = true;
            _source?.Dispose();
        }

        public Stream OpenRead(RequestScope scope) => new MemoryStream(Take());

        private byte[] Take()
        {
            IsDisturbed = IsLocked = true;
            if (_source is null)
            {
                return _bytes.ToArray();
            }

            using var buffer = new MemoryStream();
            _source.CopyTo(buffer);
            return buffer.ToArray();
        }
    }
}

namespace PureEdge.Engine.WebApi.Url
{
    internal sealed class UrlRecord
    {
        private readonly Uri _uri;

        private UrlRecord(Uri uri) => _uri = uri;

        public string Href => _uri.AbsoluteUri;

        public string Scheme => _uri.Scheme;

        public string Password { get; } = "";

        public string Username => _uri.UserInfo;

        public static UrlRecord? Parse(string input, UrlRecord? @base = null) =>
            Uri.TryCreate(input, UriKind.Absolute, out var uri) && input.Contains(':', StringComparison.Ordinal) ? new UrlRecord(uri) : null;
    }

    internal sealed class JsUrlSearchParams : ObjectInstance
    {
        public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsUrlSearchParams>("URLSearchParams")
            .Constructor(1, static (realm, arguments) => new JsUrlSearchParams(realm, TypeConverter.ToString(arguments[0]))).Build();

        private readonly string _text;

        public JsUrlSearchParams(WorkerRealm realm, string text)
            : base(realm.Engine)
        {
            _text = text;
            Prototype = realm.PrototypeOf(Definition);
        }

        public override string ToString() => _text;
    }
}

namespace PureEdge.Engine.WebApi.Temporary
{
    internal static class StandInGlobals
    {
        public static void Register(GlobalTable globals) => globals
            .Interface(Streams.JsReadableStream.Definition).Interface(Url.JsUrlSearchParams.Definition);
    }
}
