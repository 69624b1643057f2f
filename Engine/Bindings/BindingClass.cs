using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine.Bindings;

/// <summary>What scripts see of a kind of binding: a name and methods. Immutable; keep it in a static field.</summary>
public sealed class BindingClass
{
    /// <summary>Makes a class.</summary>
    /// <param name="name">The name scripts see, as in <c>[object KvNamespace]</c>.</param>
    /// <param name="methods">Its methods.</param>
    public BindingClass(string name, params ReadOnlySpan<BindingMethod> methods)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        var builder = new InterfaceBuilder<JsBinding>(name);
        foreach (var method in methods)
        {
            method.AddTo(builder, name);
            Remote ??= method.Remote;
        }

        Definition = builder.Build();
    }

    /// <summary>The name scripts see.</summary>
    public string Name { get; }

    internal InterfaceDefinition Definition { get; }

    /// <summary>Calls a method of another worker, or without arguments asks for a property; <see langword="null"/> where only the methods of the class are there.</summary>
    internal Func<JsBinding, string[], JsValue[]?, JsRpcPromise>? Remote { get; }
}
