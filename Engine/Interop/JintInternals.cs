using System.Runtime.CompilerServices;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;

namespace PureEdge.Engine.Interop;

/// <summary>
/// The few members of Jint that have no public form and that the web platform's algorithms need. All of them in one place, so
/// that an upgrade of Jint (or the metered build that replaces it) is checked here.
/// </summary>
internal static class JintInternals
{
    private static readonly Type ProxyType = typeof(JsValue).Assembly.GetType("Jint.Native.JsProxy", throwOnError: true)!;
    private static readonly Type ModuleNamespaceType = typeof(JsValue).Assembly.GetType("Jint.Runtime.Modules.ModuleNamespace", throwOnError: true)!;

    /// <summary>PerformPromiseThen of ECMA-262: reacts to a promise without reading its <c>then</c>, which a script may have replaced.</summary>
    public static void PerformPromiseThen(JintEngine engine, JsValue promise, JsValue onFulfilled, JsValue onRejected) =>
        PerformPromiseThen(null, engine, promise, onFulfilled, onRejected, null);

    /// <summary>Whether no job waits for the end of the running code.</summary>
    public static bool IsEventLoopEmpty(JintEngine engine) => GetIsEmpty(GetEventLoop(engine));

    /// <summary>Marks a promise as handled, as the streams standard does for promises that only some callers look at.</summary>
    public static void MarkAsHandled(JsValue promise) => SetPromiseIsHandled(promise, true);

    /// <summary>Whether somebody looks at how a promise ends.</summary>
    public static bool IsHandled(JsValue promise) => GetPromiseIsHandled(promise);

    /// <summary>The bytes behind an ArrayBuffer, without a copy; <see langword="null"/> when it is detached.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_arrayBufferData")]
    public static extern ref byte[]? Data(JsArrayBuffer buffer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_viewedArrayBuffer")]
    public static extern ref JsArrayBuffer ViewedBuffer(JsTypedArray array);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_byteOffset")]
    public static extern ref int ByteOffset(JsTypedArray array);

    /// <summary>[[ArrayLength]] of a typed array; <see cref="uint.MaxValue"/> when it follows its buffer's length.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_arrayLength")]
    public static extern ref uint ArrayLength(JsTypedArray array);

    /// <summary>[[ArrayBufferMaxByteLength]]; <see langword="null"/> for a buffer of fixed length.</summary>
    public static int? MaxByteLength(JsArrayBuffer buffer) => GetMaxByteLength(buffer);

    /// <summary>[[ArrayBufferDetachKey]]: anything but undefined when only its owner may detach the buffer.</summary>
    public static JsValue DetachKey(JsArrayBuffer buffer) => GetDetachKey(buffer);

    /// <summary>Whether the buffer's bytes can never change, so that it cannot be detached.</summary>
    public static bool IsImmutable(JsArrayBuffer buffer) => GetIsImmutable(buffer);

    /// <summary>The buffer under a DataView, its offset, and its length; <see cref="uint.MaxValue"/> when that follows the buffer.</summary>
    public static (JsArrayBuffer Buffer, uint Offset, uint Length) DataViewSlots(JsValue view) =>
        (DataViewBuffer(view), DataViewOffset(view), DataViewLength(view));

    /// <summary>Whether asking the object for anything may run a script: a proxy, or the namespace of a module that is not evaluated.</summary>
    public static bool IsOpaque(JsValue value, out bool isProxy)
    {
        isProxy = value.GetType() == ProxyType;
        return isProxy || value.GetType() == ModuleNamespaceType;
    }

    /// <summary>The shared ancestor of all iterator prototypes, %Iterator.prototype%.</summary>
    public static ObjectInstance IteratorPrototype(Intrinsics intrinsics) => (ObjectInstance)GetIteratorPrototype(intrinsics);

    /// <summary>%AsyncIteratorPrototype%.</summary>
    public static ObjectInstance AsyncIteratorPrototype(Intrinsics intrinsics) => (ObjectInstance)GetAsyncIteratorPrototype(intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RangeError")]
    public static extern ErrorConstructor RangeError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SyntaxError")]
    public static extern ErrorConstructor SyntaxError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EvalError")]
    public static extern ErrorConstructor EvalError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ReferenceError")]
    public static extern ErrorConstructor ReferenceError(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_UriError")]
    public static extern ErrorConstructor UriError(Intrinsics intrinsics);

    /// <summary>%Date%.</summary>
    public static Constructor DateConstructor(Intrinsics intrinsics) => (Constructor)GetDate(intrinsics);

    /// <summary>%DataView%.</summary>
    public static Constructor DataViewConstructor(Intrinsics intrinsics) => (Constructor)GetDataView(intrinsics);

    /// <summary>Detaches a buffer: its length becomes zero and views of it become empty.</summary>
    public static void Detach(JsArrayBuffer buffer) => Data(buffer) = null;

    /// <summary>Lets nobody detach a buffer but who knows the key.</summary>
    public static void Own(JsArrayBuffer buffer, JsValue key) => GetDetachKey(buffer) = key;

    /// <summary>Leaves an object without a prototype, which the property refuses.</summary>
    public static void RemovePrototype(ObjectInstance instance) => PrototypeOf(instance) = null;

    /// <summary>The realm of an engine, for functions that are classes of their own.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Realm")]
    public static extern Realm Realm(JintEngine engine);

    /// <summary>Throws a TypeError where no engine is at hand; the interpreter gives it the realm of the running code.</summary>
    public static void ThrowTypeError(string message) => TypeErrorNoEngine(null, message, null);

    /// <summary>RegExpBuiltinExec of ECMA-262: matches without reading <c>exec</c>, which a script may have replaced. An array, or null.</summary>
    public static JsValue RegExpBuiltinExec(JsRegExp regexp, string text) => RegExpBuiltinExec(null, regexp, text);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "RegExpBuiltinExec")]
    private static extern JsValue RegExpBuiltinExec(
        [UnsafeAccessorType("Jint.Native.RegExp.RegExpPrototype, PureEdge.Jint")] object? _, JsRegExp regexp, string text);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_prototype")]
    private static extern ref ObjectInstance? PrototypeOf(ObjectInstance instance);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_arrayBufferDetachKey")]
    private static extern ref JsValue GetDetachKey(JsArrayBuffer buffer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_arrayBufferMaxByteLength")]
    private static extern ref int? GetMaxByteLength(JsArrayBuffer buffer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_isImmutable")]
    private static extern ref bool GetIsImmutable(JsArrayBuffer buffer);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "PerformPromiseThen")]
    private static extern JsValue PerformPromiseThen(
        [UnsafeAccessorType("Jint.Native.Promise.PromiseOperations, PureEdge.Jint")] object? _,
        JintEngine engine,
        [UnsafeAccessorType("Jint.Native.JsPromise, PureEdge.Jint")] object promise,
        JsValue onFulfilled,
        JsValue onRejected,
        [UnsafeAccessorType("Jint.Native.Promise.PromiseCapability, PureEdge.Jint")] object? resultCapability);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EventLoop")]
    [return: UnsafeAccessorType("Jint.Runtime.EventLoop, PureEdge.Jint")]
    private static extern object GetEventLoop(JintEngine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_IsEmpty")]
    private static extern bool GetIsEmpty([UnsafeAccessorType("Jint.Runtime.EventLoop, PureEdge.Jint")] object eventLoop);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_PromiseIsHandled")]
    private static extern bool GetPromiseIsHandled([UnsafeAccessorType("Jint.Native.JsPromise, PureEdge.Jint")] object promise);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PromiseIsHandled")]
    private static extern void SetPromiseIsHandled([UnsafeAccessorType("Jint.Native.JsPromise, PureEdge.Jint")] object promise, bool value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_IteratorPrototype")]
    [return: UnsafeAccessorType("Jint.Native.Iterator.IteratorPrototype, PureEdge.Jint")]
    private static extern object GetIteratorPrototype(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_AsyncIteratorPrototype")]
    [return: UnsafeAccessorType("Jint.Native.Iterator.AsyncIteratorPrototype, PureEdge.Jint")]
    private static extern object GetAsyncIteratorPrototype(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "TypeErrorNoEngine")]
    private static extern void TypeErrorNoEngine(
        [UnsafeAccessorType("Jint.Runtime.Throw, PureEdge.Jint")] object? _, string? message, Acornima.Ast.Node? source);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Date")]
    [return: UnsafeAccessorType("Jint.Native.Date.DateConstructor, PureEdge.Jint")]
    private static extern object GetDate(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_DataView")]
    [return: UnsafeAccessorType("Jint.Native.DataView.DataViewConstructor, PureEdge.Jint")]
    private static extern object GetDataView(Intrinsics intrinsics);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_viewedArrayBuffer")]
    private static extern ref JsArrayBuffer DataViewBuffer([UnsafeAccessorType("Jint.Native.JsDataView, PureEdge.Jint")] object view);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_byteOffset")]
    private static extern ref uint DataViewOffset([UnsafeAccessorType("Jint.Native.JsDataView, PureEdge.Jint")] object view);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_byteLength")]
    private static extern ref uint DataViewLength([UnsafeAccessorType("Jint.Native.JsDataView, PureEdge.Jint")] object view);
}
