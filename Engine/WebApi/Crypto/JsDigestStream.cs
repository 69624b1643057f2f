using System.Security.Cryptography;
using System.Text;
using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Primitives;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>
/// <c>crypto.DigestStream</c> of Workers: a writable stream that hashes what is written
/// (https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#constructors).
/// </summary>
internal sealed class JsDigestStream : JsWritableStream
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsDigestStream>("DigestStream", JsWritableStream.Definition)
        .Constructor(1, static (realm, arguments) => New(realm, arguments[0]))
        .Getter("digest", static self => self._sink.Digest.Promise)
        .Getter("bytesWritten", static self => new JsBigInt(self._sink.BytesWritten))
        .Build();

    private readonly DigestSink _sink;

    private JsDigestStream(WorkerRealm realm, DigestSink sink)
        : base(realm, Definition)
    {
        _sink = sink;
        JsWritableStreamDefaultController.SetUp(this, sink, 1, new SizeAlgorithm(realm, null));
    }

    private static JsDigestStream New(WorkerRealm realm, JsValue identifier)
    {
        try
        {
            var algorithm = AlgorithmNormalizer.Normalize(realm, AlgorithmNormalizer.Convert(realm, identifier), CryptoOperations.Digest).Algorithm;
            return new(realm, new DigestSink(realm, algorithm.Name));
        }
        catch (CryptoException e)
        {
            throw e.ToJavaScript(realm);
        }
    }

    /// <summary>Bytes and strings, which count as their UTF-8.</summary>
    private sealed class DigestSink : WritableSink
    {
        // The state of a hash lies in native memory.
        private const int StateBytes = 512;

        private readonly WorkerRealm _realm;
        private readonly IncrementalHash _hash;

        public DigestSink(WorkerRealm realm, string name)
        {
            realm.Host.Scope.Limits.ChargeAllocation(StateBytes);
            realm.Host.ChargeBytes(0);
            _realm = realm;
            _hash = IncrementalHash.CreateHash(Digests.PlatformName(name));
            Digest = realm.NewPromise();
            // Whoever does not ask for the digest is not told that there is none.
            realm.React(Digest.Promise, static _ => { }, static _ => { });
        }

        public PromiseCapability Digest { get; }

        public long BytesWritten { get; private set; }

        public override JsValue Write(JsValue chunk, JsWritableStreamDefaultController controller)
        {
            if (!BufferSource.TryGetBytes(chunk, out var bytes))
            {
                if (!chunk.IsString())
                {
                    var error = _realm.TypeError("A chunk of a DigestStream must be an ArrayBuffer, a view of one or a string.").Error;
                    Fail(error);
                    return _realm.RejectedPromise(error);
                }

                var text = WebIdl.WellFormed(chunk.AsString());
                _realm.ChargeInput(text.Length, 3);
                bytes = Encoding.UTF8.GetBytes(text);
            }

            _realm.Host.ChargeBytes(bytes.Length);
            _hash.AppendData(bytes.Span);
            BytesWritten += bytes.Length;
            return _realm.ResolvedPromise(JsValue.Undefined);
        }

        public override JsValue Close()
        {
            if (!Digest.IsSettled)
            {
                Digest.Resolve(BufferSource.NewArrayBuffer(_realm, _hash.GetHashAndReset()));
                _hash.Dispose();
            }

            return _realm.ResolvedPromise(JsValue.Undefined);
        }

        public override JsValue Abort(JsValue reason)
        {
            Fail(reason);
            return _realm.ResolvedPromise(JsValue.Undefined);
        }

        private void Fail(JsValue reason)
        {
            Digest.Reject(reason);
            _hash.Dispose();
        }
    }
}
