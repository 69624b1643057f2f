using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The source of <c>ReadableStream.from()</c> (https://streams.spec.whatwg.org/#abstract-opdef-readablestreamfromiterable).</summary>
internal sealed class IterableSource : ReadableSource
{
    private readonly WorkerRealm _realm;
    private readonly ObjectInstance _iterator;
    private readonly JsValue _next;
    private readonly bool _isAsync;

    private IterableSource(WorkerRealm realm, ObjectInstance iterator, bool isAsync)
    {
        _realm = realm;
        _iterator = iterator;
        _next = iterator.Get("next");
        _isAsync = isAsync;
    }

    public static JsReadableStream NewStream(WorkerRealm realm, JsValue iterable)
    {
        // GetIterator(iterable, async): a synchronous iterator serves too.
        var isAsync = true;
        var method = Method(realm, iterable, GlobalSymbolRegistry.AsyncIterator);
        if (method is null)
        {
            isAsync = false;
            method = Method(realm, iterable, GlobalSymbolRegistry.Iterator) ?? throw realm.TypeError("ReadableStream.from: the value is not iterable.");
        }

        return realm.Call(method, iterable) is ObjectInstance iterator
            ? JsReadableStream.Create(realm, new IterableSource(realm, iterator, isAsync), 0)
            : throw realm.TypeError("ReadableStream.from: the iterator is not an object.");
    }

    /// <inheritdoc/>
    public override JsValue Pull(ReadableStreamController controller)
    {
        var target = (JsReadableStreamDefaultController)controller;
        try
        {
            var result = _realm.Call(_realm.RequireFunction(_next, "The iterator's next"), _iterator);
            return _isAsync
                ? _realm.Then(_realm.ResolvedPromise(result), step => Step(target, step))
                : PullSync(target, result);
        }
        catch (JavaScriptException e)
        {
            return _realm.RejectedPromise(e.Error);
        }
    }

    /// <inheritdoc/>
    public override JsValue Cancel(JsValue reason)
    {
        try
        {
            if (Method(_realm, _iterator, "return") is not { } method)
            {
                return _realm.ResolvedPromise(JsValue.Undefined);
            }

            return _realm.Then(
                _realm.ResolvedPromise(_realm.Call(method, _iterator, reason)),
                step => step is ObjectInstance ? JsValue.Undefined : throw _realm.TypeError("The iterator's return gave no object."));
        }
        catch (JavaScriptException e)
        {
            return _realm.RejectedPromise(e.Error);
        }
    }

    // GetMethod, on primitives too: a string is iterable.
    private static JsValue? Method(WorkerRealm realm, JsValue value, JsValue key)
    {
        if (value.IsUndefined() || value.IsNull())
        {
            throw realm.TypeError("ReadableStream.from: undefined and null are not iterable.");
        }

        var target = value as ObjectInstance ?? (ObjectInstance)realm.Call(realm.Engine.Intrinsics.Object, JsValue.Undefined, value);
        var method = target.Get(key);
        return method.IsUndefined() || method.IsNull() ? null : realm.RequireFunction(method, "The iterator method");
    }

    // What %AsyncFromSyncIteratorPrototype%.next does: the value is awaited, and an iterator whose value fails is closed.
    private JsValue PullSync(JsReadableStreamDefaultController target, JsValue result)
    {
        if (result is not ObjectInstance step)
        {
            throw _realm.TypeError("The iterator's result is not an object.");
        }

        var done = TypeConverter.ToBoolean(step.Get("done"));
        var value = step.Get("value");
        return _realm.Then(
            _realm.ResolvedPromise(value),
            settled =>
            {
                Deliver(target, settled, done);
                return JsValue.Undefined;
            },
            reason =>
            {
                if (!done)
                {
                    CloseAfterFailure();
                }

                throw new JavaScriptException(reason);
            });
    }

    private void CloseAfterFailure()
    {
        try
        {
            if (Method(_realm, _iterator, "return") is { } method)
            {
                _realm.Call(method, _iterator);
            }
        }
        catch (JavaScriptException)
        {
            // IteratorClose with a throw completion: the first failure is the one that counts.
        }
    }

    private JsValue Step(JsReadableStreamDefaultController target, JsValue result)
    {
        if (result is not ObjectInstance step)
        {
            throw _realm.TypeError("The iterator's result is not an object.");
        }

        var done = TypeConverter.ToBoolean(step.Get("done"));
        Deliver(target, done ? JsValue.Undefined : step.Get("value"), done);
        return JsValue.Undefined;
    }

    private static void Deliver(JsReadableStreamDefaultController target, JsValue value, bool done)
    {
        if (done)
        {
            target.Close();
        }
        else
        {
            target.Enqueue(value);
        }
    }
}
