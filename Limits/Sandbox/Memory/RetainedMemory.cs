using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Measures the bytes that an idle engine keeps alive, by walking the objects it leads to: some 200 to 400 MB a second of small objects. While an
/// engine runs, part of what it keeps is on the stack; measure between turns only.
/// </summary>
/// <remarks>
/// Thread-safe; each walk is of one thread. A walk takes about 16 bytes for each object it meets. Native memory, such as keys of
/// cryptography, is not seen.
/// </remarks>
public sealed class RetainedMemory
{
    // Walks that wait for the next use; each holds 64 KB.
    private const int MaxIdle = 8;

    private readonly ConcurrentDictionary<Type, TypePlan> _plans = new();
    private readonly ConcurrentStack<HeapWalk> _idle = new();
    private readonly BoundaryRules _rules;
    private readonly int _reflected;

    /// <summary>Says what belongs to an isolate besides the objects of the interpreter and plain data.</summary>
    /// <param name="own">Assemblies whose objects belong to the isolate that leads to them.</param>
    /// <param name="shared">Types of these that do not, with all derived from them: isolates share them.</param>
    public RetainedMemory(IEnumerable<Assembly> own, IEnumerable<Type> shared)
        : this(own, shared, FirstScan.Most)
    {
    }

    internal RetainedMemory(IEnumerable<Assembly> own, IEnumerable<Type> shared, int reflected) => (_rules, _reflected) = (new(own, shared), reflected);

    /// <summary>Measures engines without anything of an embedder.</summary>
    public static RetainedMemory OfEngines { get; } = new([], []);

    /// <summary>Measures what a root leads to. Nothing may run in its engine meanwhile.</summary>
    /// <param name="root">The engine, or an object that leads to it.</param>
    /// <param name="stopAt">Bytes, with 16 for each object, past which the walk ends before its time.</param>
    /// <param name="onSlice">Called on this thread about every millisecond; it may block to let others run.</param>
    /// <param name="sharedCode">
    /// Parsed code that does not count. Given, any other parsed code does: for engines that may parse strings at run time.
    /// Without, no parsed code counts.
    /// </param>
    public MemoryMeasurement Measure(object root, long stopAt = long.MaxValue, Action? onSlice = null, object? sharedCode = null) =>
        Measure(root, stopAt, onSlice, sharedCode, null);

    internal MemoryMeasurement Measure(object root, long stopAt, Action? onSlice, object? sharedCode, TypeCensus? census)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (!_idle.TryPop(out var walk))
        {
            walk = new HeapWalk(type => _plans.GetOrAdd(type, Plan));
        }

        walk.Census = census;
        var measurement = walk.Measure(root, stopAt, onSlice, sharedCode);
        if (_idle.Count < MaxIdle)
        {
            _idle.Push(walk);
        }

        return measurement;
    }

    private TypePlan Plan(Type type)
    {
        var boundary = _rules.Of(type);
        if (boundary == Boundary.Host)
        {
            return new(type, boundary, 0, 0, false);
        }

        if (type == typeof(string))
        {
            return new(type, boundary, ObjectSize.String, sizeof(char), false);
        }

        if (type.IsArray)
        {
            var element = type.GetElementType()!;
            var bounds = type.IsSZArray ? 0 : 2 * sizeof(int) * type.GetArrayRank();
            TypePlan plan = new(type, boundary, ObjectSize.Array + bounds, ObjectSize.OfElement(element), false);
            if (type.IsSZArray && ReferenceFields.Exist(element))
            {
                plan.Scan = element.IsValueType ? First(plan, ReflectedScans.OfArray(element), () => CompiledScans.OfArray(element)) : ScanReferences;
            }

            return plan;
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return new(type, boundary, ObjectSize.Delegate, 0, false) { Scan = ScanDelegate };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ConditionalWeakTable<,>))
        {
            var scan = typeof(RetainedMemory).GetMethod(nameof(ScanWeakTable), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<ReferenceScan>();
            return new(type, boundary, ObjectSize.OfInstance(type), 0, true) { Scan = scan };
        }

        TypePlan instance = new(type, boundary, ObjectSize.OfInstance(type), 0, false);
        instance.Scan = First(instance, ReflectedScans.OfInstance(type), () => CompiledScans.OfInstance(type));
        return instance;
    }

    private ReferenceScan? First(TypePlan plan, ReferenceScan? reflected, Func<ReferenceScan> compile) =>
        reflected is null ? null : new FirstScan(reflected, compile, _reflected) { Plan = plan }.Scan;

    private static void ScanReferences(object array, int from, int to, HeapWalk walk)
    {
        var items = (object?[])array;
        for (var i = from; i < to; i++)
        {
            walk.Push(items[i]);
        }
    }

    private static void ScanDelegate(object item, int from, int to, HeapWalk walk)
    {
        var function = (Delegate)item;
        if (!function.HasSingleTarget)
        {
            foreach (var single in function.GetInvocationList())
            {
                walk.Push(single);
            }
        }
        else if (function.Target is { } target)
        {
            walk.Push(target);
        }
    }

    private static void ScanWeakTable<TKey, TValue>(object item, int from, int to, HeapWalk walk)
        where TKey : class
        where TValue : class?
    {
        foreach (var (key, value) in (ConditionalWeakTable<TKey, TValue>)item)
        {
            walk.PushIfAlive(key, value);
        }
    }
}
