namespace PureEdge.Wasm.Tests.Spec;

/// <summary>Runs one script of the suite.</summary>
internal sealed class SpecRun
{
    public static readonly WasmLimits Limits = new() { MaxMemoryBytes = 4L << 30, MaxTableElements = 12_000_000 };

    private readonly WasmStore _store = new(Limits) { FuelLeft = long.MaxValue };
    private readonly Dictionary<string, WasmInstance?> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<string, object?>> _registry = new(StringComparer.Ordinal);
    private readonly Dictionary<int, object> _externs = [];
    private readonly List<string> _failures = [];

    private readonly List<string> _outcomes = [];
    private readonly Func<byte[], WasmModule> _compile;

    private SpecRun(Func<byte[], WasmModule> compile)
    {
        _compile = compile;
        var spectest = Spectest();
        _registry["spectest"] = spectest.GetValueOrDefault;
    }

    public int Passed { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    /// <summary>What each call gave, or how it ended, and the fuel that was left.</summary>
    public IReadOnlyList<string> Outcomes => _outcomes;

    /// <param name="compile">Makes modules under <see cref="Limits"/>, all of one kind.</param>
    public static SpecRun Of(string script, Func<byte[], WasmModule> compile)
    {
        var run = new SpecRun(compile);
        foreach (var statement in SpecSyntax.Parse(script))
        {
            run.Execute(statement);
        }

        return run;
    }

    private void Execute(SpecNode statement)
    {
        var line = (statement as SpecNode.Call)?.Line ?? ((SpecNode.Let)statement).Line;
        try
        {
            if (statement is SpecNode.Let let)
            {
                // A module that fails is what later lines complain about, too.
                _instances[let.Variable] = null;
                _instances[let.Variable] = Instance(let.Value);
            }
            else
            {
                Assertion((SpecNode.Call)statement);
            }

            Passed++;
        }
        catch (Exception failure)
        {
            _failures.Add($"{line}: {failure.GetType().Name}: {failure.Message.Split('\n')[0]}");
        }
    }

    private void Assertion(SpecNode.Call assertion)
    {
        var subject = assertion.Arguments[0];
        switch (assertion.Function)
        {
            case "instance":
                Instance(assertion);
                break;
            case "module":
                _compile(((SpecNode.Bytes)subject).Value);
                break;
            case "register":
                var registered = Instance(assertion.Arguments[1]);
                _registry[Text(subject)] = name => registered[name];
                break;
            case "run":
                Call(subject);
                break;
            case "assert_return":
                Return(Call(subject), [.. assertion.Arguments.Skip(1)]);
                break;
            case "assert_trap":
                Throws<WasmTrapException>(() => Call(subject));
                break;
            case "assert_exhaustion":
                if (Throws<WasmTrapException>(() => Call(subject)).Trap != WasmTrap.StackExhausted)
                {
                    throw new InvalidOperationException("another trap");
                }

                break;
            case "assert_invalid" or "assert_malformed":
                var bytes = ((SpecNode.Bytes)subject).Value;
                Throws<WasmFormatException>(() => _compile(bytes));
                if (WasmModule.Validate(bytes, Limits) is null)
                {
                    throw new InvalidOperationException("validated");
                }

                break;
            case "assert_unlinkable":
                Throws<WasmLinkException>(() => Instantiate(subject, null));
                break;
            case "assert_uninstantiable":
                Throws<WasmTrapException>(() => Instantiate(subject, null));
                break;
            default:
                throw new InvalidOperationException($"\"{assertion.Function}\" is not understood");
        }
    }

    private static T Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T expected)
        {
            return expected;
        }

        throw new InvalidOperationException($"no {typeof(T).Name}");
    }

    private WasmInstance Instance(SpecNode node) => node switch
    {
        SpecNode.Name name => _instances.GetValueOrDefault(name.Text) ?? throw new InvalidOperationException($"{name.Text} could not be made"),
        SpecNode.Call { Function: "instance" } call => Instantiate(call.Arguments[0], call.Arguments.Count > 1 ? call.Arguments[1] : null),
        _ => throw new InvalidOperationException("not an instance"),
    };

    private WasmInstance Instantiate(SpecNode bytes, SpecNode? imports)
    {
        var module = _compile(((SpecNode.Bytes)bytes).Value);
        if (imports is null)
        {
            return module.Instantiate(_store, import => _registry.GetValueOrDefault(import.Module)?.Invoke(import.Name));
        }

        // exports($1): the exports of an instance as "module", and "spectest".
        var tested = Instance(((SpecNode.Call)imports).Arguments[0]);
        return module.Instantiate(_store, import => import.Module == "module" ? tested[import.Name] : _registry["spectest"](import.Name));
    }

    private WasmValue[] Call(SpecNode node)
    {
        var call = (SpecNode.Call)node;
        if (call.Function == "instance")
        {
            Instance(call);
            return [];
        }

        var instance = Instance(call.Arguments[0]);
        var name = Text(call.Arguments[1]);
        if (call.Function == "get")
        {
            return [((WasmGlobal)instance[name]!).Value];
        }

        var function = instance.Function(name);
        var given = ((SpecNode.List)call.Arguments[2]).Items;
        var arguments = new WasmValue[given.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Value(given[i], function.Type.Parameters[i]);
        }

        try
        {
            var results = function.Invoke(arguments);
            _outcomes.Add($"{call.Line}: {string.Join(", ", results)}; {_store.FuelLeft} {_store.UsedOfSlice}");
            return results;
        }
        catch (WasmTrapException stopped)
        {
            // How deep calls nest is not the same twice: code may be compiled in between.
            var fuel = stopped.Trap == WasmTrap.StackExhausted ? "" : $"; {_store.FuelLeft} {_store.UsedOfSlice}";
            _outcomes.Add($"{call.Line}: {stopped.Trap}{fuel}");
            throw;
        }
    }

    private WasmValue Value(SpecNode node, WasmType type) => node switch
    {
        SpecNode.Number number => type switch
        {
            WasmType.I32 => WasmValue.I32((int)(long)number.Value),
            WasmType.F32 => WasmValue.F32((float)number.Value),
            WasmType.F64 => WasmValue.F64(number.Value),
            _ => throw new InvalidOperationException($"a number for {type}"),
        },
        SpecNode.Name { Text: "null" } => WasmValue.Default(type),
        SpecNode.Call { Function: "externref" } call => WasmValue.Extern(Extern((int)((SpecNode.Number)call.Arguments[0]).Value)),
        _ => throw new InvalidOperationException($"\"{node}\" is no value"),
    };

    private object Extern(int number)
    {
        if (!_externs.TryGetValue(number, out var value))
        {
            _externs[number] = value = new object();
        }

        return value;
    }

    private void Return(WasmValue[] actual, List<SpecNode> expected)
    {
        if (expected.Count == 1 && expected[0] is SpecNode.List list)
        {
            expected = [.. list.Items];
        }

        if (actual.Length != expected.Count)
        {
            throw new InvalidOperationException($"{actual.Length} results instead of {expected.Count}");
        }

        for (var i = 0; i < actual.Length; i++)
        {
            var isSame = expected[i] switch
            {
                SpecNode.Bytes { Text: "ref.func" } => actual[i].Type == WasmType.FuncRef && actual[i].AsFunction() is not null,
                SpecNode.Bytes { Text: "ref.extern" } => actual[i].Type == WasmType.ExternRef && actual[i].AsExtern() is not null,
                SpecNode.Bytes { Text: "nan:arithmetic" or "nan:canonical" } =>
                    actual[i].Type == WasmType.F32 ? float.IsNaN(actual[i].AsF32()) : double.IsNaN(actual[i].AsF64()),
                _ => Value(expected[i], actual[i].Type).Equals(actual[i]),
            };
            if (!isSame)
            {
                throw new InvalidOperationException($"{actual[i]} instead of {expected[i]}");
            }
        }
    }

    private static string Text(SpecNode node) => ((SpecNode.Bytes)node).Text;

    private Dictionary<string, object?> Spectest()
    {
        WasmFunction Print(params WasmType[] parameters) => WasmFunction.OfHost(_store, WasmFunctionType.Of(parameters, []), static (_, _) => { });
        WasmFunction Compare(WasmType type, Func<WasmValue, WasmValue, bool> equal) =>
            WasmFunction.OfHost(_store, WasmFunctionType.Of([type, type], [WasmType.I32]), (values, results) => results[0] = WasmValue.I32(equal(values[0], values[1]) ? 1 : 0));
        WasmFunction Test(WasmType type, Func<WasmValue, bool> test) =>
            WasmFunction.OfHost(_store, WasmFunctionType.Of([type], [WasmType.I32]), (values, results) => results[0] = WasmValue.I32(test(values[0]) ? 1 : 0));
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["externref"] = WasmFunction.OfHost(_store, WasmFunctionType.Of([WasmType.I32], [WasmType.ExternRef]), (values, results) => results[0] = WasmValue.Extern(Extern(values[0].AsI32()))),
            ["is_externref"] = Test(WasmType.ExternRef, value => _externs.ContainsValue(value.AsExtern()!)),
            ["is_funcref"] = Test(WasmType.FuncRef, value => value.AsFunction() is not null),
            ["eq_externref"] = Compare(WasmType.ExternRef, (a, b) => ReferenceEquals(a.AsExtern(), b.AsExtern())),
            ["eq_funcref"] = Compare(WasmType.FuncRef, (a, b) => ReferenceEquals(a.AsFunction(), b.AsFunction())),
            ["print"] = Print(),
            ["print_i32"] = Print(WasmType.I32),
            ["print_i64"] = Print(WasmType.I64),
            ["print_i32_f32"] = Print(WasmType.I32, WasmType.F32),
            ["print_f64_f64"] = Print(WasmType.F64, WasmType.F64),
            ["print_f32"] = Print(WasmType.F32),
            ["print_f64"] = Print(WasmType.F64),
            ["global_i32"] = new WasmGlobal(WasmType.I32, false, WasmValue.I32(666)),
            ["global_i64"] = new WasmGlobal(WasmType.I64, false, WasmValue.I64(666)),
            ["global_f32"] = new WasmGlobal(WasmType.F32, false, WasmValue.F32(666.6f)),
            ["global_f64"] = new WasmGlobal(WasmType.F64, false, WasmValue.F64(666.6)),
            ["table"] = WasmTable.Create(_store, WasmType.FuncRef, 10, 20),
            ["memory"] = WasmMemory.Create(_store, 1, 2),
        };
    }
}
