using System.Reflection;
using Acornima.Ast;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Limits;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>
/// The objects of the process: what static fields lead to, and what the shared objects that an isolate has lead to. Any two isolates
/// have them in common, forked or not. The search ends at whatever would be a tenant's own.
/// </summary>
/// <remarks>Owned by the image that is made.</remarks>
internal sealed class ProcessObjects
{
    private static readonly Assembly[] Assemblies = [typeof(JintEngine).Assembly, typeof(Node).Assembly, typeof(ProcessObjects).Assembly, typeof(LimitSession).Assembly];

    private static readonly Type EnvironmentType = typeof(JintEngine).Assembly.GetType("Jint.Runtime.Environments.Environment", throwOnError: true)!;

    // Static fields do not come and go, but what they hold does.
    private static readonly Lazy<FieldInfo[]> Statics = new(static () => [.. Assemblies.SelectMany(static assembly => assembly.GetTypes()).SelectMany(FieldsOf)]);

    private readonly HashSet<object> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _rest = new();
    private readonly List<object?> _references = [];

    /// <summary>Types of an engine's own objects that the process leads to; there should be none.</summary>
    public HashSet<Type> Tenants { get; } = [];

    /// <summary>How many there are.</summary>
    public int Count => _objects.Count;

    /// <summary>Adds what static fields lead to.</summary>
    public void AddStatics(Action? onSlice)
    {
        foreach (var field in Statics.Value)
        {
            Push(field.GetValue(null));
        }

        Follow(onSlice);
    }

    /// <summary>Adds what a shared object leads to.</summary>
    public void Add(object item)
    {
        Push(item);
        Follow(null);
    }

    public bool Contains(object item) => _objects.Contains(item);

    private static IEnumerable<FieldInfo> FieldsOf(Type type) => type.ContainsGenericParameters
        ? []
        : type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(static field =>
            !field.IsLiteral && !field.FieldType.IsByRefLike && ReferencePath.HasReferences(field.FieldType) && !field.IsDefined(typeof(ThreadStaticAttribute)));

    private void Push(object? item)
    {
        if (item is null or string || !PermitList.IsFollowedInProcess(item.GetType()))
        {
            return;
        }

        if (item is JintEngine or ObjectInstance or RequestScope or WorkerRealm || EnvironmentType.IsInstanceOfType(item))
        {
            // Whatever holds it there, it is never shared.
            Tenants.Add(item.GetType());
            return;
        }

        if (!_objects.Add(item))
        {
            return;
        }

        _rest.Push(item);
    }

    private void Follow(Action? onSlice)
    {
        var work = 0;
        while (_rest.TryPop(out var item))
        {
            var copier = CopierFactory.OfProcess(item.GetType());
            if (copier.Read is not { } read)
            {
                continue;
            }

            var length = copier.IsArray ? ((Array)item).Length : 1;
            for (var i = 0; i < length; i++)
            {
                _references.Clear();
                read(item, i, _references);
                foreach (var reference in _references)
                {
                    Push(reference);
                }
            }

            work += length;
            if (work > 8_192)
            {
                work = 0;
                onSlice?.Invoke();
            }
        }
    }
}
