using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaulttee</summary>
internal sealed class ReadableStreamDefaultTee : StreamTee
{
    private readonly JsReadableStreamDefaultReader _reader;
    private readonly bool _copiesChunks;
    private readonly JsReadableStreamDefaultController[] _branches = new JsReadableStreamDefaultController[2];
    private bool _readAgain;

    private ReadableStreamDefaultTee(JsReadableStream stream, bool copiesChunks)
        : base(stream)
    {
        _reader = new JsReadableStreamDefaultReader(stream);
        _copiesChunks = copiesChunks;
    }

    /// <param name="copiesChunks">Whether the second branch gets structured clones (cloneForBranch2).</param>
    public static (JsReadableStream First, JsReadableStream Second) Tee(JsReadableStream stream, bool copiesChunks)
    {
        var tee = new ReadableStreamDefaultTee(stream, copiesChunks);
        var first = JsReadableStream.Create(stream.Realm, tee.Source(0), 1);
        var second = JsReadableStream.Create(stream.Realm, tee.Source(1), 1);
        tee._branches[0] = (JsReadableStreamDefaultController)first.Controller;
        tee._branches[1] = (JsReadableStreamDefaultController)second.Controller;
        stream.Realm.React(
            tee._reader.Closed.Promise,
            static _ => { },
            reason =>
            {
                tee._branches[0].Error(reason);
                tee._branches[1].Error(reason);
                tee.ResolveCancel();
            });
        return (first, second);
    }

    protected override void Pull(int branch)
    {
        if (Reading)
        {
            _readAgain = true;
            return;
        }

        Reading = true;
        _reader.Read(new Request(this));
    }

    private sealed class Request(ReadableStreamDefaultTee tee) : ReadRequest
    {
        // A microtask later, so that an error of the stream reaches the branches before a chunk that came with it.
        public override void ChunkSteps(JsValue chunk) => tee.Realm.QueueMicrotask(() =>
        {
            tee._readAgain = false;
            var second = chunk;
            if (tee._copiesChunks && !tee.IsCanceled(1))
            {
                try
                {
                    second = StructuredCloner.Clone(tee.Realm, chunk, []).Data;
                }
                catch (JavaScriptException e)
                {
                    tee._branches[0].Error(e.Error);
                    tee._branches[1].Error(e.Error);
                    tee.CancelStream(e.Error);
                    return;
                }
            }

            for (var i = 0; i < 2; i++)
            {
                if (!tee.IsCanceled(i))
                {
                    tee._branches[i].Enqueue(i == 0 ? chunk : second);
                }
            }

            tee.Reading = false;
            if (tee._readAgain)
            {
                tee.Pull(0);
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

            tee.ResolveCancel();
        }

        public override void ErrorSteps(JsValue reason) => tee.Reading = false;
    }
}
