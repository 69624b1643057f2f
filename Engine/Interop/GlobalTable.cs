using Jint;
using Jint.Native;
using Jint.Runtime.Descriptors;

namespace PureEdge.Engine.Interop;

/// <summary>Declares the globals that every isolate has. They are lazy: a script that does not name one does not pay for it.</summary>
internal sealed class GlobalTable(Options options)
{
    // Web IDL: interface objects are writable, configurable and not enumerable; operations are enumerable too.
    private const PropertyFlag NotEnumerable = PropertyFlag.Writable | PropertyFlag.Configurable;
    private const PropertyFlag All = NotEnumerable | PropertyFlag.Enumerable;

    public GlobalTable Interface(InterfaceDefinition definition)
    {
        options.AddLazyGlobal(definition.Name, engine => WorkerRealm.Of(engine).ConstructorOf(definition), NotEnumerable);
        return this;
    }

    /// <summary>A global of ECMAScript that is finished when a script first names it.</summary>
    public GlobalTable Intrinsic(string name, Func<WorkerRealm, JsValue> complete)
    {
        options.AddLazyGlobal(name, engine => complete(WorkerRealm.Of(engine)), NotEnumerable);
        return this;
    }

    public GlobalTable Function(string name, int length, Func<WorkerRealm, JsValue[], JsValue> body)
    {
        options.AddLazyGlobal(name, engine => WorkerRealm.Of(engine).NewFunction(name, length, body), All);
        return this;
    }

    public GlobalTable Value(string name, Func<WorkerRealm, JsValue> create)
    {
        options.AddLazyGlobal(name, engine => create(WorkerRealm.Of(engine)), All);
        return this;
    }
}
