using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace PureEdge.Engine.Interop;

/// <summary>
/// One isolate's side of the web platform: its constructors and prototypes, made on first use, and the ways to make values,
/// errors, functions and promises in it. The engine carries it, so that shared, static code finds it.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class WorkerRealm
{
    private static readonly JsObjectLayout IteratorResultLayout = new("value", "done");

    private readonly Dictionary<object, ObjectInstance> _prototypes = [];
    private readonly Dictionary<InterfaceDefinition, ObjectInstance> _constructors = [];
    private Dictionary<object, object>? _state;
    private ObjectInstance? _functionPrototype;
    private ObjectInstance? _promisePrototype;

    public WorkerRealm(JintEngine engine, IRealmHost host)
    {
        Engine = engine;
        Host = host;
        engine.Advanced.HostDefined = this;
    }

    public JintEngine Engine { get; }

    public IRealmHost Host { get; }

    /// <summary>Whether the worker has the compatibility flag nodejs_compat.</summary>
    public bool HasNodeModules { get; init; }

    /// <summary>Whether data may become code: bytes a WebAssembly.Module.</summary>
    public bool AllowsCodeFromData { get; init; }

    /// <summary>What AsyncLocalStorage objects hold for the running code; <see langword="null"/> while none holds anything.</summary>
    public AsyncContext? Context { get; set; }

    /// <summary>Where <c>env</c> comes from, once a worker runs in the realm.</summary>
    public IWorkerEnvironment? Environment { get; set; }

    /// <summary>%Function.prototype%.</summary>
    public ObjectInstance FunctionPrototype => _functionPrototype ??= NewFunction("", 0, static (_, _) => JsValue.Undefined).Prototype!;

    public static WorkerRealm Of(JintEngine engine) => (WorkerRealm)engine.Advanced.HostDefined!;

    public ObjectInstance PrototypeOf(InterfaceDefinition definition)
    {
        if (!_prototypes.TryGetValue(definition, out var prototype))
        {
            _prototypes[definition] = prototype = definition.NewPrototype(this);
        }

        return prototype;
    }

    public ObjectInstance ConstructorOf(InterfaceDefinition definition)
    {
        if (!_constructors.TryGetValue(definition, out var constructor))
        {
            _constructors[definition] = constructor = definition.NewConstructor(this);
        }

        return constructor;
    }

    /// <summary>An object of which an isolate needs one per key, such as the prototype of a kind of iterator.</summary>
    public ObjectInstance SharedObject<TState>(object kind, TState state, Func<WorkerRealm, TState, ObjectInstance> create)
    {
        object key = (kind, state);
        if (!_prototypes.TryGetValue(key, out var value))
        {
            _prototypes[key] = value = create(this, state);
        }

        return value;
    }

    /// <summary>Per-isolate state of a room of WebApi (timers, console counters), made on first use.</summary>
    public T State<T>(object key, Func<WorkerRealm, T> create)
        where T : class
    {
        _state ??= [];
        if (!_state.TryGetValue(key, out var value))
        {
            _state[key] = value = create(this);
        }

        return (T)value;
    }

    /// <summary>A function of the host, as a script sees it.</summary>
    public ClrFunction NewFunction(string name, int length, Func<WorkerRealm, JsValue[], JsValue> body) =>
        new(Engine, name, (_, arguments) => body(this, arguments), length, PropertyFlag.Configurable);

    /// <summary>Calls a function. What it throws arrives as <see cref="JavaScriptException"/>.</summary>
    public JsValue Call(JsValue function, JsValue thisArgument, params JsValue[] arguments) => Engine.Call(function, thisArgument, arguments);

    /// <summary>Calls a function in an asynchronous context. What it throws arrives as <see cref="JavaScriptException"/>.</summary>
    public JsValue CallIn(AsyncContext? context, JsValue function, JsValue thisArgument, params JsValue[] arguments)
    {
        var previous = Context;
        Context = context;
        try
        {
            return Call(function, thisArgument, arguments);
        }
        finally
        {
            Context = previous;
        }
    }

    public JsArray NewArray(params JsValue[] items) => new(Engine, items);

    public JsObject IteratorResult(JsValue value, bool done) =>
        JsObject.Create(Engine, IteratorResultLayout, [value, done ? JsBoolean.True : JsBoolean.False]);

    public JavaScriptException TypeError(string message) => new(Engine.Intrinsics.TypeError, message);

    public JavaScriptException RangeError(string message) => new(JintInternals.RangeError(Engine.Intrinsics), message);

    public JavaScriptException SyntaxError(string message) => new(JintInternals.SyntaxError(Engine.Intrinsics), message);

    public JavaScriptException Error(string message) => new(Engine.Intrinsics.Error, message);

    /// <summary>Counts an operation that will continue a request.</summary>
    /// <param name="scope">The request.</param>
    /// <param name="continuation">As for <see cref="RequestScope.TryBeginOperation"/>.</param>
    /// <exception cref="JavaScriptException">The request has as many as it may.</exception>
    public void BeginOperation(RequestScope scope, object continuation)
    {
        if (!scope.TryBeginOperation(continuation))
        {
            throw Error($"Too many pending operations: a request may have {scope.Limits.Limits.PendingOperations} at once.");
        }
    }

    /// <summary>Counts a subrequest of the current request.</summary>
    /// <exception cref="JavaScriptException">It has made as many as it may.</exception>
    public void CountSubrequest()
    {
        if (!Host.Scope.Limits.TryCountSubrequest())
        {
            throw Error("Too many subrequests.");
        }
    }

    /// <summary>The function in <paramref name="value"/>, or a TypeError that says what was expected.</summary>
    public JsValue RequireFunction(JsValue value, string what) =>
        value.IsCallable() ? value : throw TypeError($"{what} is not a function.");

    /// <summary>NewPromiseCapability for %Promise%.</summary>
    public PromiseCapability NewPromise()
    {
        _promisePrototype ??= ((ObjectInstance)Engine.Advanced.RegisterPromise().Promise).Prototype!;
        return new PromiseCapability(this, _promisePrototype);
    }

    /// <summary>The promise that <paramref name="value"/> is or has behind it; <see langword="null"/> for what nobody need wait for.</summary>
    public static JsValue? PromiseOf(JsValue value) => value.IsPromise() ? value : value is IPromiseLike like ? like.Promise : null;

    /// <summary>"A promise resolved with" of Web IDL.</summary>
    public JsValue ResolvedPromise(JsValue value)
    {
        if (value.IsPromise())
        {
            return value;
        }

        var capability = NewPromise();
        capability.Resolve(value);
        return capability.Promise;
    }

    /// <summary>"A promise rejected with" of Web IDL.</summary>
    public JsValue RejectedPromise(JsValue reason)
    {
        var capability = NewPromise();
        capability.Reject(reason);
        return capability.Promise;
    }

    /// <summary>"React to" a promise: exactly one of the two runs, in a microtask, and may throw only engine-fatal errors.</summary>
    public void React(JsValue promise, Action<JsValue> onFulfilled, Action<JsValue> onRejected) =>
        JintInternals.PerformPromiseThen(Engine, promise, Reaction(onFulfilled), Reaction(onRejected));

    private ClrFunction Reaction(Action<JsValue> action) => new(Engine, "", (_, arguments) =>
    {
        action(arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
        return JsValue.Undefined;
    }, 1, PropertyFlag.Configurable);
}
