using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Blobs;

/// <summary><c>Blob</c> (https://w3c.github.io/FileAPI/#blob-section): bytes that never change, and a type. Slices share the bytes.</summary>
internal class JsBlob : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsBlob>("Blob")
        .Constructor(0, static (realm, arguments) =>
        {
            var (bytes, type) = BlobParts.Read(realm, arguments.At(0), arguments.At(1), "Blob constructor");
            return new JsBlob(realm, bytes, type);
        })
        .Getter("size", static self => self.Bytes.Length)
        .Getter("type", static self => self.Type)
        .Method("slice", 0, static (self, arguments) => self.Slice(arguments.At(0), arguments.At(1), arguments.At(2)))
        .Method("stream", 0, static (self, _) => JsReadableStream.FromBytes(WorkerRealm.Of(self.Engine), self.Bytes))
        .PromiseMethod("text", 0, static (self, _) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            return realm.ResolvedPromise(BodyConversion.Text(realm, self.Bytes.Span));
        })
        .PromiseMethod("arrayBuffer", 0, static (self, _) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            return realm.ResolvedPromise(BufferSource.NewArrayBuffer(realm, BodyConversion.Own(realm, self.Bytes, owned: false)));
        })
        .PromiseMethod("bytes", 0, static (self, _) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            return realm.ResolvedPromise(BufferSource.NewUint8Array(realm, BodyConversion.Own(realm, self.Bytes, owned: false)));
        })
        .Build();

    /// <summary>A blob of bytes that nobody changes from now on.</summary>
    public JsBlob(WorkerRealm realm, ReadOnlyMemory<byte> bytes, string type)
        : this(realm, Definition, bytes, type)
    {
    }

    protected JsBlob(WorkerRealm realm, InterfaceDefinition definition, ReadOnlyMemory<byte> bytes, string type)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(definition);
        Bytes = bytes;
        Type = type;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public new string Type { get; }

    /// <summary>"Slice blob" (https://w3c.github.io/FileAPI/#slice-blob).</summary>
    private JsBlob Slice(JsValue start, JsValue end, JsValue type)
    {
        var realm = WorkerRealm.Of(Engine);
        var size = Bytes.Length;
        var from = start.IsUndefined() ? 0 : BlobParts.Clamp(start, size);
        var to = end.IsUndefined() ? size : BlobParts.Clamp(end, size);
        var text = type.IsUndefined() ? "" : BlobParts.NormalizeType(realm, WebIdl.ToDomString(realm, type));
        return new JsBlob(realm, Bytes.Slice(from, Math.Max(to - from, 0)), text);
    }
}
