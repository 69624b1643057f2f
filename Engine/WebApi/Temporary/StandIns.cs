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

namespace PureEdge.Engine.WebApi.Abort
{
    internal sealed class JsAbortSignal : ObjectInstance
    {
        public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsAbortSignal>("AbortSignal")
            .Constructor(0, static (realm, _) => new JsAbortSignal(realm))
            .Getter("reason", static self => self.Reason)
            .Getter("aborted", static self => self.Aborted ? JsBoolean.True : JsBoolean.False)
            .Method("abortForTest", 1, static (self, arguments) =>
            {
                self.SignalAbort(arguments[0]);
                return Undefined;
            })
            .Build();

        private readonly List<Action<JsValue>> _actions = [];

        private JsAbortSignal(WorkerRealm realm)
            : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

        public bool Aborted { get; private set; }

        public JsValue Reason { get; private set; } = Undefined;

        public static JsAbortSignal New(WorkerRealm realm) => new(realm);

        public void SignalAbort(JsValue reason)
        {
            Aborted = true;
            Reason = reason;
            foreach (var action in _actions.ToArray())
            {
                action(reason);
            }
        }

        public IDisposable OnAbort(Action<JsValue> action)
        {
            _actions.Add(action);
            return new Removal(_actions, action);
        }

        private sealed class Removal(List<Action<JsValue>> actions, Action<JsValue> action) : IDisposable
        {
            public void Dispose() => actions.Remove(action);
        }
    }
}

namespace PureEdge.Engine.WebApi.Temporary
{
    internal static class StandInGlobals
    {
        public static readonly InterfaceDefinition Controller = new InterfaceBuilder<ControllerStandIn>("AbortController")
            .Constructor(0, static (realm, _) => new ControllerStandIn(realm))
            .Getter("signal", static self => self.Signal)
            .Method("abort", 0, static (self, arguments) =>
            {
                self.Signal.SignalAbort(arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
                return JsValue.Undefined;
            })
            .Build();

        public static void Register(GlobalTable globals) => globals
            .Interface(Controller)
            .Interface(Streams.JsReadableStream.Definition).Interface(Url.JsUrlSearchParams.Definition).Interface(Abort.JsAbortSignal.Definition);
    }

    internal sealed class ControllerStandIn : ObjectInstance
    {
        public ControllerStandIn(WorkerRealm realm)
            : base(realm.Engine)
        {
            Prototype = realm.PrototypeOf(StandInGlobals.Controller);
            Signal = Abort.JsAbortSignal.New(realm);
        }

        public Abort.JsAbortSignal Signal { get; }
    }
}
