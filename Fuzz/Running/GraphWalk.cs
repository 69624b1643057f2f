using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PureEdge.Fuzz.Running;

/// <summary>What a walk found that should not be there.</summary>
/// <param name="What">The fault, in a few words that are the same for the same fault.</param>
/// <param name="Path">The types on the way to it.</param>
internal sealed record GraphFault(string What, string Path);

/// <summary>
/// Walks the objects that an isolate leads to, independently of the walker of the product: every type must be on the reviewed list
/// (<c>Tests/Engine/Realm/clr-types.txt</c>), and there must be one engine.
/// </summary>
/// <remarks>Used by one thread at a time, again and again.</remarks>
internal sealed partial class GraphWalk
{
    private const int MostObjects = 200_000;
    private const int LastPlans = 1 << 12;

    private static readonly ConcurrentDictionary<Type, Plan> Plans = new();
    private static readonly (HashSet<string> Followed, HashSet<string> Stops) Reviewed = ReadList();
    private static readonly ConcurrentDictionary<string, string> NoticedTypes = new(StringComparer.Ordinal);

    // What the list does not name because its census never had it: the host's, each with the reason why it is met here.
    private static readonly Dictionary<string, string> Hosts = new(StringComparer.Ordinal)
    {
        ["PureEdge.Engine.WorkerFailure"] = "why an isolate died: the host keeps it beside the engine, and no script runs any more",
        ["System.Runtime.CompilerServices.ConditionalWeakTable`2"] = "an inverted table's part for keys of the host",
        ["System.Threading.CancellationTokenSource+CallbackNode"] = "the client may leave: the event's registration, as in the server",
        ["PureEdge.Engine.Interop.HostTask+(closure)"] = "an operation of the host that has ended and waits in the mailbox to settle its promise",
        ["PureEdge.Fuzz.Running.CaseClock+CaseTimer"] = "a timer of the fuzzer's clock, where the server has one of the process",
        ["PureEdge.Fuzz.Running.WireStream"] = "the connection behind a socket or a body from outside, where the server has the host's",
        ["System.IO.Compression.DeflateStream"] = "zlib's state of a CompressionStream or of node:zlib, as the GZipStream of the reviewed list",
        ["System.IO.Compression.ZLibStream"] = "zlib's state of a CompressionStream or of node:zlib, as the GZipStream of the reviewed list",
        ["System.IO.Compression.BrotliStream"] = "the decoder of a fetched body, as the GZipStream of the reviewed list",
        ["System.Text.RegularExpressions.Regex"] = "immutable, and shared by isolates",
        ["System.Globalization.DateTimeFormatInfo"] = "data of a culture; the formatter's tables hang at it",
        ["PureEdge.Wasm.WasmModule"] = "compiled code, shared by all isolates that have the same bytes",
        ["PureEdge.Wasm.WasmLimits"] = "limits, immutable and shared",
        ["System.Random"] = "the generator of Math.random, one for each engine",
        ["System.Runtime.ExceptionServices.ExceptionDispatchInfo"] = "the interpreter keeps its last failed import, one for each engine",
    };

    // What engines hand to each other through the parsed code that they share: another may be using it by the time the walk arrives. And
    // what the platform keeps in an exception of the stack that it was thrown through: compiled code.
    private static readonly string[] NotFollowed = ["_cachedSlots", "_dynamicCachedEnv", "_stackTrace"];

    // What is met and leads further, with what led to it. Read again and again, so that nothing is allocated for a walk.
    private readonly List<(object Item, Plan Plan, int Parent)> _met = [];
    private readonly (Type? Type, Plan Plan)[] _lastPlans = new (Type?, Plan)[LastPlans];
    private object?[] _seen = new object?[1 << 12];
    private GraphFault? _fault;
    private object? _engine;
    private int _current;

    private enum Rule
    {
        Follow,
        Stop,
        Fault,
    }

    /// <summary>Types of the interpreter and the platform that tenants had and the reviewed list does not name: no fault, but news for its reviewers.</summary>
    public static IReadOnlyDictionary<string, string> Unreviewed => NoticedTypes;

    /// <summary>Adds a type that is met, followed and no fault, for a test that plants faults behind it.</summary>
    internal static void Permit(string type) => Reviewed.Followed.Add(type);

    /// <summary>Objects that lead further, in the last walk.</summary>
    public int Objects { get; private set; }

    /// <summary>The engine of the last walk. Whoever asks gets it once, so that the walk keeps nothing alive.</summary>
    public object? TakeEngine()
    {
        var engine = _engine;
        _engine = null;
        return engine;
    }

    /// <summary>Walks from an isolate.</summary>
    public GraphFault? Walk(object isolate)
    {
        try
        {
            (_current, _fault) = (-1, null);
            Push(isolate);
            _engine = null;
            for (_current = 0; _current < _met.Count && _met.Count < MostObjects && _fault is null; _current++)
            {
                var (item, plan, _) = _met[_current];
                if (item is JintEngine)
                {
                    if (_engine is not null)
                    {
                        return new("leads to a second engine", Path());
                    }

                    _engine = item;
                }

                plan.Read!(item, this);
            }

            return _fault;
        }
        finally
        {
            Objects = _met.Count;
            _met.Clear();
            Array.Clear(_seen);
        }
    }

    private string Path()
    {
        var names = new List<string>();
        for (var i = _current; i >= 0; i = _met[i].Parent)
        {
            names.Add(NameOf(_met[i].Item.GetType()));
        }

        names.Reverse();
        return string.Join(" > ", names);
    }

    // What leads nowhere is only asked for its type, each time that it is met.
    private void Push(object? item)
    {
        if (item is null or string)
        {
            return;
        }

        var type = item.GetType();
        ref var last = ref _lastPlans[(int)(type.TypeHandle.Value >> 4) & (LastPlans - 1)];
        var plan = last.Type == type ? last.Plan : (last = (type, Plans.GetOrAdd(type, MakePlan))).Plan;
        if (plan.Rule == Rule.Fault)
        {
            _fault ??= new($"leads to {plan.Name}", $"{Path()} > {plan.Name}");
        }

        if (plan.IsNews && !NoticedTypes.ContainsKey(plan.Name))
        {
            NoticedTypes[plan.Name] = $"{Path()} > {plan.Name}";
        }

        if (plan.Read is not null && IsFirst(item))
        {
            _met.Add((item, plan, _current));
        }
    }

    private bool IsFirst(object item)
    {
        if (_met.Count * 2 >= _seen.Length)
        {
            _seen = new object?[_seen.Length * 2];
            foreach (var (met, _, _) in _met)
            {
                Place(met) = met;
            }
        }

        ref var place = ref Place(item);
        if (place is not null)
        {
            return false;
        }

        place = item;
        return true;
    }

    // Where an object is, or belongs.
    private ref object? Place(object item)
    {
        var mask = _seen.Length - 1;
        var at = (int)((uint)RuntimeHelpers.GetHashCode(item) * 2654435769u >> 8) & mask;
        while (_seen[at] is { } other && !ReferenceEquals(other, item))
        {
            at = (at + 1) & mask;
        }

        return ref _seen[at];
    }

    private void PushAll(object?[] items)
    {
        foreach (var item in items)
        {
            Push(item);
        }
    }

    private static Plan MakePlan(Type type)
    {
        if (type.IsArray)
        {
            var element = type.GetElementType()!;
            return new(Rule.Follow, type.Name, false, element.IsValueType ? ArrayReader(type, element) : static (item, walk) => walk.PushAll((object?[])item));
        }

        var name = NameOf(type);
        if (IsStop(type, name) || typeof(MemberInfo).IsAssignableFrom(type))
        {
            return new(typeof(MemberInfo).IsAssignableFrom(type) && !Reviewed.Stops.Contains(name) ? Rule.Fault : Rule.Stop, name, false, null);
        }

        var isOwn = type.Assembly == typeof(JintEngine).Assembly || type.Assembly.GetName().Name is "PureEdge.Engine" or "PureEdge.Metering" or "PureEdge.Acornima" or "PureEdge.Wasm";
        // An enumerator of a collection that is on the list is on it.
        var isReviewed = Reviewed.Followed.Contains(name) || Reviewed.Followed.Contains(name.Split('+')[0]);
        return isReviewed || isOwn || type.IsPrimitive || type.IsEnum ? new(Rule.Follow, name, !isReviewed && isOwn, ObjectReader(type)) : new(Rule.Fault, name, false, null);
    }

    private static bool IsStop(Type type, string name) => Reviewed.Stops.Contains(name) || Hosts.ContainsKey(name) || type.Namespace == "Acornima.Ast";

    // What such a field holds need not be looked at: it is permitted, and leads nowhere.
    private static bool IsEnd(Type type) => type.IsSealed && (type == typeof(string) || IsStop(type, NameOf(type)));

    private static Action<object, GraphWalk>? ObjectReader(Type type)
    {
        var item = Expression.Parameter(typeof(object));
        var walk = Expression.Parameter(typeof(GraphWalk));
        List<Expression> pushes = [];
        Read(Expression.Convert(item, type), type, walk, pushes, 0);
        return pushes.Count == 0 ? null : Expression.Lambda<Action<object, GraphWalk>>(Expression.Block(pushes), item, walk).Compile();
    }

    private static Action<object, GraphWalk>? ArrayReader(Type array, Type element)
    {
        if (!array.IsSZArray || element.IsPrimitive)
        {
            return null;
        }

        var value = Expression.Parameter(element);
        var walk = Expression.Parameter(typeof(GraphWalk));
        List<Expression> pushes = [];
        Read(value, element, walk, pushes, 0);
        if (pushes.Count == 0)
        {
            return null;
        }

        var reader = Expression.Lambda(typeof(Action<,>).MakeGenericType(element, typeof(GraphWalk)), Expression.Block(pushes), value, walk).Compile();
        return typeof(GraphWalk).GetMethod(nameof(ReadEach), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(element)
            .CreateDelegate<Func<object, Action<object, GraphWalk>>>()(reader);
    }

    private static Action<object, GraphWalk> ReadEach<T>(object reader) => (item, walk) =>
    {
        foreach (var element in (T[])item)
        {
            ((Action<T, GraphWalk>)reader)(element, walk);
        }
    };

    private static void Read(Expression value, Type type, Expression walk, List<Expression> pushes, int depth)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || depth > 8 || type.IsDefined(typeof(InlineArrayAttribute), false))
        {
            return;
        }

        for (var owner = type; owner is not null && owner != typeof(object) && owner != typeof(ValueType); owner = owner.BaseType)
        {
            foreach (var field in owner.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.FieldType.IsPrimitive || field.FieldType.IsByRefLike || field.FieldType.IsPointer || field.FieldType.IsFunctionPointer || NotFollowed.Contains(field.Name) || IsEnd(field.FieldType))
                {
                    continue;
                }

                var read = Expression.Field(owner == type ? value : Expression.Convert(value, owner), field);
                if (field.FieldType.IsValueType)
                {
                    Read(read, field.FieldType, walk, pushes, depth + 1);
                }
                else
                {
                    pushes.Add(Expression.Call(walk, typeof(GraphWalk).GetMethod(nameof(Push), BindingFlags.NonPublic | BindingFlags.Instance)!, Expression.Convert(read, typeof(object))));
                }
            }
        }
    }

    private static (HashSet<string> Followed, HashSet<string> Stops) ReadList()
    {
        var lines = Resources.Text("clr-types.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static line => line[0] != '#').Select(static line => line.Split("  #")[0].Trim()).ToArray();
        return (
            lines.Where(static line => !line.StartsWith("stop ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal),
            lines.Where(static line => line.StartsWith("stop ", StringComparison.Ordinal)).Select(static line => line[5..]).ToHashSet(StringComparer.Ordinal));
    }

    // As the reviewed list writes it.
    private static string NameOf(Type type) =>
        CompilerGenerated().Replace((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name, "+(closure)");

    [GeneratedRegex(@"\+<.*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompilerGenerated();

    private sealed record Plan(Rule Rule, string Name, bool IsNews, Action<object, GraphWalk>? Read);
}
