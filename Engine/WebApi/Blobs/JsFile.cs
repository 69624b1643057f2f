using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Blobs;

/// <summary><c>File</c> (https://w3c.github.io/FileAPI/#file-section): a blob with a name.</summary>
internal sealed class JsFile : JsBlob
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsFile>("File", JsBlob.Definition)
        .Constructor(2, static (realm, arguments) =>
        {
            if (arguments[0].IsUndefined())
            {
                throw realm.TypeError("File constructor: the parts are not a sequence.");
            }

            var name = WebIdl.ToUsvString(realm, arguments[1]);
            var options = arguments.At(2);
            var (bytes, type) = BlobParts.Read(realm, arguments[0], options, "File constructor");
            var modified = WebIdl.Member(realm, options, "lastModified", "File constructor: options");
            return new JsFile(realm, bytes, type, name, modified.IsUndefined() ? null : TypeConverter.ToIntegerOrInfinity(modified));
        })
        .Getter("name", static self => self.Name)
        .Getter("lastModified", static self => self.LastModified)
        .Build();

    /// <summary>A file of bytes that nobody changes from now on.</summary>
    public JsFile(WorkerRealm realm, ReadOnlyMemory<byte> bytes, string type, string name, double? lastModified = null)
        : base(realm, Definition, bytes, type)
    {
        Name = name;
        LastModified = lastModified is { } time && double.IsFinite(time) ? time : Math.Floor(realm.Host.NowMilliseconds);
    }

    public string Name { get; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public double LastModified { get; }
}
