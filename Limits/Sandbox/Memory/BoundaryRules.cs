using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using PureEdge.Metering.WeakTables;
using JintEngine = Jint.Engine;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Says of a type whether its objects are an isolate's. Followed is only what is named: the interpreter, the assemblies of the
/// embedder that say so, and the plain data structures of the class library. Whatever else a graph leads to is the host's.
/// </summary>
internal sealed class BoundaryRules(IEnumerable<Assembly> own, IEnumerable<Type> shared)
{
    private static readonly Assembly Interpreter = typeof(JintEngine).Assembly;
    private static readonly Assembly Parser = typeof(Node).Assembly;

    // Data of the class library. Reflection, threads, tasks, cultures, sockets, keys and streams are not among it.
    private static readonly HashSet<string> DataNamespaces = new(StringComparer.Ordinal)
    {
        "System", "System.Buffers", "System.Collections", "System.Collections.Concurrent", "System.Collections.Frozen", "System.Collections.Generic",
        "System.Collections.Immutable", "System.Collections.ObjectModel", "System.Linq", "System.Numerics", "System.Runtime.CompilerServices",
        "System.Text", "System.Text.RegularExpressions",
    };

    // In those namespaces, but the process's.
    private static readonly Type[] SharedTypes =
    [
        typeof(Type), typeof(TimeZoneInfo), typeof(TimeProvider), typeof(Encoding), typeof(IServiceProvider), typeof(AppDomain), typeof(LocalDataStoreSlot),
        // The interpreter's: what all engines have in common.
        typeof(Options), typeof(Constraint), typeof(JsObjectShape), typeof(JsObjectLayout), typeof(ITypeConverter),
    ];

    private readonly HashSet<Assembly> _own = [.. own, Interpreter];
    private readonly Type[] _shared = [.. SharedTypes, .. shared];

    public Boundary Of(Type type)
    {
        if (type.IsArray)
        {
            // An array says nothing; its elements do.
            return Boundary.None;
        }

        if (type.Assembly == Parser)
        {
            return Boundary.Code;
        }

        if (Array.Exists(_shared, s => s.IsAssignableFrom(type)) || IsNestedInOptions(type))
        {
            return Boundary.Host;
        }

        if (typeof(Delegate).IsAssignableFrom(type) || _own.Contains(type.Assembly) || IsWeakEntry(type))
        {
            return Boundary.None;
        }

        return IsData(type) ? Boundary.None : Boundary.Host;
    }

    private static bool IsNestedInOptions(Type type) =>
        type.Assembly == Interpreter && type.IsNested && typeof(Options).IsAssignableFrom(type.DeclaringType);

    private static bool IsWeakEntry(Type type) => type.Assembly == typeof(WeakEntries).Assembly && type.Namespace == typeof(WeakEntries).Namespace;

    private static bool IsData(Type type) =>
        type.IsPrimitive || type == typeof(MemoryStream) || typeof(TextElementEnumerator).IsAssignableFrom(type) || type == typeof(NumberFormatInfo) || type == typeof(DateTimeFormatInfo)
        || ((type.Assembly == typeof(object).Assembly || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal))
            && type.Namespace is { } name && DataNamespaces.Contains(name)
            && !typeof(IAsyncStateMachine).IsAssignableFrom(type) && !typeof(Task).IsAssignableFrom(type) && !typeof(MemberInfo).IsAssignableFrom(type));
}
