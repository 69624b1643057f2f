using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace PureEdge.Wasm.Runtime;

/// <summary>
/// Finds the function that a trap comes from, when there is one: compiled code notes nothing for it. .NET's stack names the method, and methods are
/// named by the number of their function. A small function that .NET has put into its caller is not on that stack, nor one that ends with a call of what traps: its caller is found.
/// </summary>
internal static class TrapPlace
{
    /// <param name="exception">What was thrown and has come as far as the host.</param>
    /// <param name="called">The function that the host called.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without the method the function is not known, which is allowed.")]
    public static WasmFunction? Of(Exception exception, WasmFunction called)
    {
        if (called.Callee is not InstanceState instance)
        {
            return null;
        }

        if (instance.Module.IsInterpreted)
        {
            return instance.Store.Slots?.TakeTrapped(exception);
        }

        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { } type } method && NumberOf(method) is { } number && InstanceOf(type, instance) is { } owner)
            {
                return owner.Function(owner.Imports.Length + number);
            }
        }

        return null;
    }

    // "f12" is a function, "g12" what stands behind a guard, "f12_3" a region.
    private static int? NumberOf(MethodBase method)
    {
        var name = method.Name.AsSpan();
        var end = name.IndexOf('_');
        var digits = (end < 0 ? name : name[..end])[1..];
        return name[0] is 'f' or 'g' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Instances of a module have the same methods. That of what was called is taken, or one that it imports functions from.
    private static InstanceState? InstanceOf(Type type, InstanceState called) =>
        called.Module.Code.Methods == type
            ? called
            : called.Imports.Select(static import => import?.Callee as InstanceState).FirstOrDefault(imported => imported?.Module.Code.Methods == type);
}
