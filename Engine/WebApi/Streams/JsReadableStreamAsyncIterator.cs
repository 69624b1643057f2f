using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>
/// The asynchronous iterator of a stream: https://streams.spec.whatwg.org/#rs-asynciterator on
/// https://webidl.spec.whatwg.org/#js-asynchronous-iterator-prototype-object.
/// </summary>
internal sealed class JsReadableStreamAsyncIterator : ObjectInstance
{
    private static readonly JsObjectShape Shape = new JsObjectShape.Builder()
        .Method("next", static (self, _) => self is JsReadableStreamAsyncIterator iterator ? iterator.Next() : NotAnIterator(self))
        .Method("return", static (self, arguments) => self is JsReadableStreamAsyncIterator iterator
            ? iterator.Return(arguments.Length > 0 ? arguments[0] : Undefined)
            : NotAnIterator(self), 1)
        .Build();

    private readonly WorkerRealm _realm;
    private readonly JsReadableStreamDefaultReader _reader;
    private readonly bool _preventCancel;
    private JsValue? _ongoing;
    private int _pending;
    private bool _finished;

    public JsReadableStreamAsyncIterator(WorkerRealm realm, JsReadableStreamDefaultReader reader, bool preventCancel)
        : base(realm.Engine)
    {
        _realm = realm;
        _reader = reader;
        _preventCancel = preventCancel;
        Prototype = realm.SharedObject(Shape, 0, static (r, _) =>
            Shape.Instantiate(r.Engine, JintInternals.AsyncIteratorPrototype(r.Engine.Intrinsics)));
    }

    private static JsValue NotAnIterator(JsValue self)
    {
        const string Message = "The receiver is not an asynchronous iterator of a ReadableStream.";
        if (self is ObjectInstance { Engine: { } engine })
        {
            var realm = WorkerRealm.Of(engine);
            return realm.RejectedPromise(realm.TypeError(Message).Error);
        }

        JintInternals.ThrowTypeError(Message);
        return Undefined;
    }

    // One microtask after the steps, as Web IDL's wrapping of them has it.
    private JsValue Next() => Queue(() => _realm.Then(NextSteps(), static result => result));

    // Operations run one after the other; while none is pending, the next starts at once.
    private JsValue Queue(Func<JsValue> steps)
    {
        _ongoing = _pending++ == 0 ? steps() : _realm.Then(_ongoing!, _ => steps(), _ => steps());
        return _ongoing;
    }

    private JsValue NextSteps()
    {
        var capability = _realm.NewPromise();
        if (_finished)
        {
            _pending--;
            capability.Resolve(_realm.IteratorResult(Undefined, done: true));
        }
        else
        {
            _reader.Read(new NextRequest(this, capability));
        }

        return capability.Promise;
    }

    private JsValue Return(JsValue value) =>
        _realm.Then(Queue(() => ReturnSteps(value)), _ => _realm.IteratorResult(value, done: true));

    private JsValue ReturnSteps(JsValue value)
    {
        if (_finished)
        {
            _pending--;
            return _realm.ResolvedPromise(Undefined);
        }

        _finished = true;
        var result = _preventCancel ? _realm.ResolvedPromise(Undefined) : _reader.Cancel(value);
        _reader.Release();
        _realm.React(result, _ => _pending--, _ => _pending--);
        return result;
    }

    private sealed class NextRequest(JsReadableStreamAsyncIterator iterator, PromiseCapability capability) : ReadRequest
    {
        public override void ChunkSteps(JsValue chunk)
        {
            iterator._pending--;
            capability.Resolve(iterator._realm.IteratorResult(chunk, done: false));
        }

        public override void CloseSteps()
        {
            Finish();
            capability.Resolve(iterator._realm.IteratorResult(Undefined, done: true));
        }

        public override void ErrorSteps(JsValue reason)
        {
            Finish();
            capability.Reject(reason);
        }

        private void Finish()
        {
            iterator._pending--;
            iterator._finished = true;
            iterator._reader.Release();
        }
    }
}
