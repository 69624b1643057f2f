using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#ts-class</summary>
/// <remarks>Owned by the isolate's turn. Not sealed: the streams that Workers add derive from it.</remarks>
internal class JsTransformStream : ObjectInstance, ITransferable
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsTransformStream>("TransformStream")
        .Constructor(0, static (realm, arguments) => FromTransformer(realm, arguments.At(0), arguments.At(1), arguments.At(2)))
        .Getter("readable", static self => self.Readable)
        .Getter("writable", static self => self.Writable)
        .Build();

    protected JsTransformStream(WorkerRealm realm, InterfaceDefinition definition)
        : base(realm.Engine) =>
        Prototype = realm.PrototypeOf(definition);

    public JsReadableStream Readable { get; protected set; } = null!;

    public JsWritableStream Writable { get; protected set; } = null!;

    /// <inheritdoc/>
    public bool CanTransfer => !Readable.IsLocked && !Writable.IsLocked;

    /// <summary>A transform stream over a transformer of the host, with the standard's default strategies.</summary>
    public static JsTransformStream Create(WorkerRealm realm, Transformer transformer)
    {
        var stream = new JsTransformStream(realm, Definition);
        var machine = new TransformMachine(realm, transformer, realm.ResolvedPromise(Undefined));
        machine.SetUp(1, new SizeAlgorithm(realm, null), 0, new SizeAlgorithm(realm, null));
        (stream.Readable, stream.Writable) = (machine.Readable, machine.Writable);
        return stream;
    }

    /// <inheritdoc/>
    public ObjectInstance NewTarget()
    {
        var realm = Readable.Realm;
        return new JsTransformStream(realm, Definition) { Readable = JsReadableStream.NewEmpty(realm), Writable = JsWritableStream.NewEmpty(realm) };
    }

    /// <inheritdoc/>
    public void MoveTo(ObjectInstance target)
    {
        var stream = (JsTransformStream)target;
        Readable.MoveTo(stream.Readable);
        Writable.MoveTo(stream.Writable);
    }

    private static JsTransformStream FromTransformer(
        WorkerRealm realm, JsValue transformer, JsValue writableStrategyValue, JsValue readableStrategyValue)
    {
        const string What = "The transformer";
        if (!transformer.IsUndefined() && transformer is not ObjectInstance)
        {
            throw realm.TypeError(What + " is not an object.");
        }

        var writableStrategy = QueuingStrategy.From(realm, writableStrategyValue);
        var readableStrategy = QueuingStrategy.From(realm, readableStrategyValue);
        var cancel = StreamCallback.From(realm, transformer, "cancel", What);
        var flush = StreamCallback.From(realm, transformer, "flush", What);
        var readableType = WebIdl.Member(realm, transformer, "readableType", What);
        var start = StreamCallback.From(realm, transformer, "start", What);
        var transform = StreamCallback.From(realm, transformer, "transform", What);
        var writableType = WebIdl.Member(realm, transformer, "writableType", What);
        if (!readableType.IsUndefined() || !writableType.IsUndefined())
        {
            throw realm.RangeError(What + " must have neither a readableType nor a writableType.");
        }

        var readableMark = readableStrategy.HighWaterMark(realm, 0);
        var writableMark = writableStrategy.HighWaterMark(realm, 1);
        var started = realm.NewPromise();
        var stream = new JsTransformStream(realm, Definition);
        var machine = new TransformMachine(realm, new ScriptTransformer(realm, transform, flush, cancel), started.Promise);
        machine.SetUp(writableMark, writableStrategy.Size(realm), readableMark, readableStrategy.Size(realm));
        (stream.Readable, stream.Writable) = (machine.Readable, machine.Writable);
        started.Resolve(start is null ? Undefined : start.Invoke(machine.Controller));
        return stream;
    }
}
