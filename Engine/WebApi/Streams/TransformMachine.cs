using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>What ties the two sides of a transform stream together (https://streams.spec.whatwg.org/#ts-abstract-ops).</summary>
internal sealed class TransformMachine
{
    private readonly WorkerRealm _realm;
    private readonly JsValue _started;
    private Transformer? _transformer;
    private PromiseCapability? _finish;
    private PromiseCapability? _backpressureChange;
    private bool _backpressure;

    public TransformMachine(WorkerRealm realm, Transformer transformer, JsValue started)
    {
        _realm = realm;
        _transformer = transformer;
        _started = started;
        Controller = new JsTransformStreamDefaultController(realm, this);
    }

    public JsTransformStreamDefaultController Controller { get; }

    public JsReadableStream Readable { get; private set; } = null!;

    public JsWritableStream Writable { get; private set; } = null!;

    public JsReadableStreamDefaultController ReadableController => (JsReadableStreamDefaultController)Readable.Controller;

    /// <summary>https://streams.spec.whatwg.org/#initialize-transform-stream</summary>
    public void SetUp(double writableMark, SizeAlgorithm writableSize, double readableMark, SizeAlgorithm readableSize)
    {
        Writable = JsWritableStream.Create(_realm, new Sink(this), writableMark, writableSize);
        Readable = JsReadableStream.Create(_realm, new Source(this), readableMark, readableSize);
        SetBackpressure(true);
    }

    /// <summary>https://streams.spec.whatwg.org/#transform-stream-default-controller-enqueue</summary>
    public void Enqueue(JsValue chunk)
    {
        var readable = ReadableController;
        if (!readable.CanCloseOrEnqueue)
        {
            throw _realm.TypeError("The readable side takes no more chunks.");
        }

        try
        {
            readable.Enqueue(chunk);
        }
        catch (JavaScriptException e)
        {
            ErrorWritableAndUnblockWrite(e.Error);
            throw new JavaScriptException(Readable.StoredError);
        }

        if (readable.HasBackpressure && !_backpressure)
        {
            SetBackpressure(true);
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#transform-stream-default-controller-terminate</summary>
    public void Terminate()
    {
        ReadableController.Close();
        ErrorWritableAndUnblockWrite(_realm.TypeError("The stream was terminated.").Error);
    }

    /// <summary>https://streams.spec.whatwg.org/#transform-stream-error</summary>
    public void Error(JsValue reason)
    {
        ReadableController.Error(reason);
        ErrorWritableAndUnblockWrite(reason);
    }

    // https://streams.spec.whatwg.org/#transform-stream-error-writable-and-unblock-write
    private void ErrorWritableAndUnblockWrite(JsValue reason)
    {
        _transformer = null;
        Writable.Controller.ErrorIfNeeded(reason);
        UnblockWrite();
    }

    // https://streams.spec.whatwg.org/#transform-stream-set-backpressure
    private void SetBackpressure(bool backpressure)
    {
        _backpressureChange?.Resolve(JsValue.Undefined);
        _backpressureChange = _realm.NewPromise();
        _backpressure = backpressure;
    }

    // https://streams.spec.whatwg.org/#transformstreamunblockwrite
    private void UnblockWrite()
    {
        if (_backpressure)
        {
            SetBackpressure(false);
        }
    }

    // https://streams.spec.whatwg.org/#transform-stream-default-controller-perform-transform
    private JsValue PerformTransform(JsValue chunk) => _realm.Then(
        _transformer?.Transform(chunk, Controller) ?? _realm.ResolvedPromise(JsValue.Undefined),
        null,
        reason =>
        {
            Error(reason);
            throw new JavaScriptException(reason);
        });

    private JsValue Cancel(JsValue reason)
    {
        var result = _transformer?.Cancel(reason) ?? _realm.ResolvedPromise(JsValue.Undefined);
        _transformer = null;
        return result;
    }

    private sealed class Sink(TransformMachine machine) : WritableSink
    {
        public override JsValue Start(JsWritableStreamDefaultController controller) => machine._started;

        // https://streams.spec.whatwg.org/#transform-stream-default-sink-write-algorithm
        public override JsValue Write(JsValue chunk, JsWritableStreamDefaultController controller)
        {
            if (!machine._backpressure)
            {
                return machine.PerformTransform(chunk);
            }

            return machine._realm.Then(machine._backpressureChange!.Promise, _ => machine.Writable.State == WritableState.Erroring
                ? throw new JavaScriptException(machine.Writable.StoredError)
                : machine.PerformTransform(chunk));
        }

        // https://streams.spec.whatwg.org/#transform-stream-default-sink-abort-algorithm
        public override JsValue Abort(JsValue reason)
        {
            if (machine._finish is { } running)
            {
                return running.Promise;
            }

            var finish = machine._finish = machine._realm.NewPromise();
            machine._realm.React(machine.Cancel(reason), _ => End(finish, reason), error => Fail(finish, error));
            return finish.Promise;

            void End(PromiseCapability capability, JsValue error)
            {
                if (machine.Readable.State == ReadableState.Errored)
                {
                    capability.Reject(machine.Readable.StoredError);
                }
                else
                {
                    machine.ReadableController.Error(error);
                    capability.Resolve(JsValue.Undefined);
                }
            }
        }

        // https://streams.spec.whatwg.org/#transform-stream-default-sink-close-algorithm
        public override JsValue Close()
        {
            if (machine._finish is { } running)
            {
                return running.Promise;
            }

            var finish = machine._finish = machine._realm.NewPromise();
            var flushed = machine._transformer?.Flush(machine.Controller) ?? machine._realm.ResolvedPromise(JsValue.Undefined);
            machine._transformer = null;
            machine._realm.React(
                flushed,
                _ =>
                {
                    if (machine.Readable.State == ReadableState.Errored)
                    {
                        finish.Reject(machine.Readable.StoredError);
                    }
                    else
                    {
                        machine.ReadableController.Close();
                        finish.Resolve(JsValue.Undefined);
                    }
                },
                error => Fail(finish, error));
            return finish.Promise;
        }

        private void Fail(PromiseCapability finish, JsValue error)
        {
            machine.ReadableController.Error(error);
            finish.Reject(error);
        }
    }

    private sealed class Source(TransformMachine machine) : ReadableSource
    {
        public override JsValue Start(ReadableStreamController controller) => machine._started;

        // https://streams.spec.whatwg.org/#transform-stream-default-source-pull-algorithm
        public override JsValue Pull(ReadableStreamController controller)
        {
            machine.SetBackpressure(false);
            return machine._backpressureChange!.Promise;
        }

        // https://streams.spec.whatwg.org/#transform-stream-default-source-cancel-algorithm
        public override JsValue Cancel(JsValue reason)
        {
            if (machine._finish is { } running)
            {
                return running.Promise;
            }

            var finish = machine._finish = machine._realm.NewPromise();
            machine._realm.React(
                machine.Cancel(reason),
                _ =>
                {
                    if (machine.Writable.State == WritableState.Errored)
                    {
                        finish.Reject(machine.Writable.StoredError);
                        return;
                    }

                    machine.Writable.Controller.ErrorIfNeeded(reason);
                    machine.UnblockWrite();
                    finish.Resolve(JsValue.Undefined);
                },
                error =>
                {
                    machine.Writable.Controller.ErrorIfNeeded(error);
                    machine.UnblockWrite();
                    finish.Reject(error);
                });
            return finish.Promise;
        }
    }
}
