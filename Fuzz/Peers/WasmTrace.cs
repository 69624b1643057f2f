using System.Globalization;
using System.Security.Cryptography;
using PureEdge.Wasm;

namespace PureEdge.Fuzz.Peers;

/// <summary>
/// What a module does when its exports are called one after the other: for each call its results, its trap or its exception, then the memories,
/// globals and tables that it exports. As peer.js tells it of another engine.
/// </summary>
internal sealed class WasmTrace
{
    private const int MostCalls = 12;
    private const int Rounds = 2;
    private const int MostElements = 8;

    private static readonly int[] Small = [3, 0, -1, 65_533, int.MinValue, 7];
    private static readonly long[] Large = [-4, 1, long.MinValue, 1L << 40, 0, long.MaxValue];
    private static readonly double[] Numbers = [0.5, -0.0, 4294967296, double.PositiveInfinity, -1e9, 2];

    private readonly List<string> _lines = [];
    private readonly List<(string Name, WasmValue[] Arguments)> _calls = [];
    private readonly Dictionary<string, int> _tags = new(StringComparer.Ordinal);
    private int _number;

    private WasmTrace()
    {
    }

    /// <summary>A line for the instance, and one for each call.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>How many of the lines come before the first that ends by a limit of ours, which another engine does not have.</summary>
    public int Comparable { get; private set; }

    /// <summary>Whether a line ended because calls were nested too deep. How deep they may be is the engine's.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>Fuel that is left at the end.</summary>
    public long FuelLeft { get; private set; }

    /// <summary>Whether another engine can be given the same: all it imports are functions that take nothing and give an i32, and its memory is small.</summary>
    public bool IsPortable { get; private set; }

    /// <summary>The calls as peer.js takes them.</summary>
    public IEnumerable<object> Calls => _calls.Take(Comparable - 1).Select(static call => new object[] { call.Name, call.Arguments.Select(Argument).ToArray() });

    /// <summary>How many values the exceptions of each exported tag carry; -1 where scripts cannot see them: V8 11.3 ends its process when it is asked.</summary>
    public IReadOnlyDictionary<string, int> Tags => _tags;

    /// <summary>Runs a module.</summary>
    /// <param name="bytes">A valid module.</param>
    /// <param name="isInterpreted">Whether it is interpreted, or compiled to IL.</param>
    /// <param name="fuel">What all calls together may use.</param>
    public static WasmTrace Of(byte[] bytes, bool isInterpreted, long fuel)
    {
        var trace = new WasmTrace();
        trace.Run(WasmModule.Compile(bytes, null, isInterpreted), new WasmStore { FuelLeft = fuel });
        return trace;
    }

    /// <summary>A value as peer.js has it: numbers by the bits of a double, and one word for all NaNs, whose bits the standard leaves open.</summary>
    private static string Text(WasmValue value) => value.Type switch
    {
        WasmType.I32 => Bits(value.AsI32()),
        WasmType.I64 => "n" + value.AsI64().ToString(CultureInfo.InvariantCulture),
        WasmType.F32 => Bits(value.AsF32()),
        WasmType.F64 => Bits(value.AsF64()),
        // The name of a function that scripts see is its number; of the host's there is one, the first.
        WasmType.FuncRef => value.AsFunction() is { } function ? "f" + Math.Max(0, function.Index).ToString(CultureInfo.InvariantCulture) : "null",
        WasmType.ExternRef => value.AsExtern() is null ? "null" : "object",
        _ => "hidden",
    };

    private static string Bits(double number) => double.IsNaN(number) ? "nan" : BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture);

    private static string Argument(WasmValue value) => value.Type switch
    {
        WasmType.I32 => "i" + value.AsI32().ToString(CultureInfo.InvariantCulture),
        WasmType.I64 => Text(value),
        _ => "f" + Text(value),
    };

    // Names of V8's messages, which tell fewer kinds apart.
    private static string Text(WasmTrap trap) => trap switch
    {
        WasmTrap.Unreachable => "unreachable",
        WasmTrap.MemoryOutOfBounds => "memory",
        WasmTrap.TableOutOfBounds or WasmTrap.UndefinedElement => "table",
        WasmTrap.UninitializedElement or WasmTrap.IndirectCallTypeMismatch => "signature",
        WasmTrap.IntegerDivideByZero => "zero",
        WasmTrap.IntegerOverflow or WasmTrap.InvalidConversionToInteger => "unrepresentable",
        WasmTrap.NullReference => "null",
        WasmTrap.StackExhausted => "stack",
        _ => "fuel",
    };

    private void Run(WasmModule module, WasmStore store)
    {
        var next = WasmFunction.OfHost(store, WasmFunctionType.Of([], [WasmType.I32]), (_, results) => results[0] = WasmValue.I32(_number = unchecked((_number * 5) + 3)));
        WasmInstance? instance = null;
        var made = Outcome(
            () =>
            {
                instance = module.Instantiate(store, _ => next);
                return "made";
            },
            null);
        _lines.Add(instance is null ? made : $"{made} | {State(instance)}");
        Comparable = _lines[0] is "trap fuel" or "trap stack" ? 0 : 1;
        var isCut = Comparable == 0;
        if (instance is not null)
        {
            foreach (var export in module.Exports.Where(static export => export.Kind == WasmExternKind.Tag))
            {
                _tags[export.Name] = CanBeSeen((WasmTag)instance[export]) ? ((WasmTag)instance[export]).Type.Parameters.Length : -1;
            }

            foreach (var (name, function, arguments) in Planned(instance))
            {
                _calls.Add((name, arguments));
                var outcome = Outcome(() => ("returned " + string.Join(' ', function.Invoke(arguments).Select(Text))).Trim(), instance);
                _lines.Add($"{name} {outcome} | {State(instance)}");
                IsTooDeep |= outcome == "trap stack";
                isCut |= outcome is "trap stack" or "trap fuel";
                Comparable += isCut ? 0 : 1;
            }
        }

        FuelLeft = store.FuelLeft;
        IsPortable = module.Imports.All(static import => import is { Kind: WasmExternKind.Function, FunctionType: { } type } && type.Parameters.IsEmpty && type.Results is [WasmType.I32])
            && instance is not null && module.Exports.Any(export => instance[export] is WasmMemory { MaximumPages: <= 16 });
    }

    // Every function that scripts can call is called, in the order of the exports, and then once more with what the first calls left behind.
    private static IEnumerable<(string Name, WasmFunction Function, WasmValue[] Arguments)> Planned(WasmInstance instance)
    {
        var functions = instance.Module.Exports
            .Where(static export => export.Kind == WasmExternKind.Function)
            .Select(export => (export.Name, Function: (WasmFunction)instance[export]))
            .Where(static each => each.Function.Type.Parameters.IndexOfAnyExcept([WasmType.I32, WasmType.I64, WasmType.F32, WasmType.F64]) < 0 && each.Function.Type.Results.IndexOfAny(WasmType.V128, WasmType.ExnRef) < 0)
            .ToArray();
        var calls =
            from round in Enumerable.Range(0, Rounds)
            from each in functions
            select (each.Name, each.Function, each.Function.Type.Parameters.ToArray().Select((type, at) => Value(type, round + at)).ToArray());
        return calls.Take(MostCalls);
    }

    private static WasmValue Value(WasmType type, int at) => type switch
    {
        WasmType.I32 => WasmValue.I32(Small[at % Small.Length]),
        WasmType.I64 => WasmValue.I64(Large[at % Large.Length]),
        WasmType.F32 => WasmValue.F32((float)Numbers[at % Numbers.Length]),
        _ => WasmValue.F64(Numbers[at % Numbers.Length]),
    };

    private static bool CanBeSeen(WasmTag tag) => tag.Type.Parameters.IndexOfAny(WasmType.V128, WasmType.ExnRef) < 0;

    private string Outcome(Func<string> run, WasmInstance? instance)
    {
        try
        {
            return run();
        }
        catch (WasmTrapException stopped)
        {
            return "trap " + Text(stopped.Trap);
        }
        catch (WasmThrownException thrown)
        {
            var name = instance?.Module.Exports.FirstOrDefault(export => ReferenceEquals(instance[export], thrown.Tag))?.Name;
            return name is null ? "thrown" : string.Join(' ', ["thrown", name, .. CanBeSeen(thrown.Tag) ? thrown.Values.ToArray().Select(Text) : ["hidden"]]);
        }
        catch (WasmLinkException)
        {
            return "link";
        }
    }

    private static string State(WasmInstance instance) => string.Join("; ", instance.Module.Exports.Select(export => instance[export] switch
    {
        WasmMemory memory => $"{export.Name} {memory.Buffer.Length} {Convert.ToHexStringLower(SHA256.HashData(memory.Buffer))}",
        WasmGlobal global => $"{export.Name} {Text(global.Value)}",
        WasmTable table => $"{export.Name} {table.Count} {string.Join(' ', Enumerable.Range(0, Math.Min(MostElements, table.Count)).Select(i => Text(table[i])))}",
        _ => null,
    }).OfType<string>());
}
