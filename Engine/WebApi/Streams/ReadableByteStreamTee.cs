using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee</summary>
internal sealed class ReadableByteStreamTee : StreamTee
{
    private readonly JsReadableByteStreamController[] _branches = new JsReadableByteStreamController[2];
    private readonly bool[] _readAgain = [false, false];
    private ReadableStreamReader _reader;

    private ReadableByteStreamTee(JsReadableStream stream)
        : base(stream) =>
        _reader = new JsReadableStreamDefaultReader(stream);

    public static (JsReadableStream First, JsReadableStream Second) Tee(JsReadableStream stream)
    {
        var tee = new ReadableByteStreamTee(stream);
        var first = JsReadableStream.CreateBytes(stream.Realm, tee.Source(0));
        var second = JsReadableStream.CreateBytes(stream.Realm, tee.Source(1));
        tee._branches[0] = (JsReadableByteStreamController)first.Controller;
        tee._branches[1] = (JsReadableByteStreamController)second.Controller;
        tee.ForwardReaderError();
        return (first, second);
    }

    protected override void Pull(int branch)
    {
        if (Reading)
        {
            _readAgain[branch] = true;
            return;
        }

        Reading = true;
        if (_branches[branch].ByobRequest is { View: { } view })
        {
            PullWithByobReader(view, branch);
        }
        else
        {
            PullWithDefaultReader();
        }
    }

    private void ForwardReaderError()
    {
        var reader = _reader;
        Realm.React(
            reader.Closed.Promise,
            static _ => { },
            reason =>
            {
                if (ReferenceEquals(reader, _reader))
                {
                    ErrorBranches(reason);
                    ResolveCancel();
                }
            });
    }

    private void PullWithDefaultReader()
    {
        if (_reader is not JsReadableStreamDefaultReader reader)
        {
            _reader.Release();
            _reader = reader = new JsReadableStreamDefaultReader(Stream);
            ForwardReaderError();
        }

        reader.Read(new Request(this));
    }

    private void PullWithByobReader(JsValue view, int branch)
    {
        if (_reader is not JsReadableStreamByobReader reader)
        {
            _reader.Release();
            _reader = reader = new JsReadableStreamByobReader(Stream);
            ForwardReaderError();
        }

        reader.Read(ArrayBufferView.From(Realm, view, "The view"), 1, new IntoRequest(this, branch));
    }

    private void ErrorBranches(JsValue reason)
    {
        _branches[0].Error(reason);
        _branches[1].Error(reason);
    }

    // https://streams.spec.whatwg.org/#abstract-opdef-cloneasuint8array
    private ArrayBufferView Clone(ArrayBufferView view) => new(
        TransferredBuffer.Clone(Realm, view.Buffer, view.ByteOffset, view.ByteLength), 0, view.ByteLength, 1, ViewKind.Uint8);

    // The steps of a chunk, a microtask later; what cannot be copied or handed on ends both branches.
    private void LaterWithChunk(Action<bool[]> handOn) => Realm.QueueMicrotask(() =>
    {
        _readAgain[0] = _readAgain[1] = false;
        try
        {
            handOn([IsCanceled(0), IsCanceled(1)]);
        }
        catch (JavaScriptException e)
        {
            ErrorBranches(e.Error);
            CancelStream(e.Error);
            return;
        }

        Reading = false;
        if (_readAgain[0])
        {
            Pull(0);
        }
        else if (_readAgain[1])
        {
            Pull(1);
        }
    });

    private sealed class Request(ReadableByteStreamTee tee) : ReadRequest
    {
        public override void ChunkSteps(JsValue chunk) => tee.LaterWithChunk(canceled =>
        {
            var first = ArrayBufferView.From(tee.Realm, chunk, "The chunk");
            var second = canceled[0] || canceled[1] ? first : tee.Clone(first);
            if (!canceled[0])
            {
                tee._branches[0].Enqueue(first);
            }

            if (!canceled[1])
            {
                tee._branches[1].Enqueue(second);
            }
        });

        public override void CloseSteps()
        {
            tee.Reading = false;
            for (var i = 0; i < 2; i++)
            {
                if (!tee.IsCanceled(i))
                {
                    tee._branches[i].Close();
                }
            }

            for (var i = 0; i < 2; i++)
            {
                if (tee._branches[i].HasPendingPullIntos)
                {
                    tee._branches[i].Respond(0);
                }
            }

            tee.ResolveCancel();
        }

        public override void ErrorSteps(JsValue reason) => tee.Reading = false;
    }

    private sealed class IntoRequest(ReadableByteStreamTee tee, int branch) : ReadIntoRequest
    {
        private JsReadableByteStreamController Own => tee._branches[branch];

        private JsReadableByteStreamController Other => tee._branches[1 - branch];

        public override void ChunkSteps(JsValue view) => tee.LaterWithChunk(canceled =>
        {
            var chunk = ArrayBufferView.From(tee.Realm, view, "The chunk");
            var clone = canceled[1 - branch] ? default : tee.Clone(chunk);
            // The stream may have failed since the chunk came, and the branch with it: then nothing is asked for any more.
            if (!canceled[branch] && Own.HasPendingPullIntos)
            {
                Own.RespondWithNewView(chunk);
            }

            if (!canceled[1 - branch])
            {
                Other.Enqueue(clone);
            }
        });

        public override void CloseSteps(JsValue view)
        {
            tee.Reading = false;
            var ownCanceled = tee.IsCanceled(branch);
            var otherCanceled = tee.IsCanceled(1 - branch);
            if (!ownCanceled)
            {
                Own.Close();
            }

            if (!otherCanceled)
            {
                Other.Close();
            }

            if (!view.IsUndefined())
            {
                if (!ownCanceled && Own.HasPendingPullIntos)
                {
                    Own.RespondWithNewView(ArrayBufferView.From(tee.Realm, view, "The chunk"));
                }

                if (!otherCanceled && Other.HasPendingPullIntos)
                {
                    Other.Respond(0);
                }
            }

            tee.ResolveCancel();
        }

        public override void ErrorSteps(JsValue reason) => tee.Reading = false;
    }
}
