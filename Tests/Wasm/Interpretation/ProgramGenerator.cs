namespace PureEdge.Wasm.Tests.Interpretation;

/// <summary>
/// Makes valid modules of any number: functions with blocks, loops, branches, calls of later functions, exceptions, memory, tables, globals,
/// numbers of all types and vectors. What .NET does not define, the bits of a NaN, is never looked at.
/// </summary>
internal sealed partial class ProgramGenerator
{
    public const int Functions = 5;

    private static readonly WasmType[] s_types = [WasmType.I32, WasmType.I64, WasmType.F32, WasmType.F64, WasmType.V128, WasmType.FuncRef];
    private static readonly WasmType[] s_locals = [.. s_types, WasmType.I32, WasmType.I32, WasmType.I32, WasmType.I64];

    private readonly Random _random;
    private readonly ModuleWriter _writer = new();
    private readonly List<byte> _code = [];
    private readonly List<WasmType> _labels = [];
    private readonly List<(int Type, WasmType[] Parameters, WasmType[] Results)> _functions = [];
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly (int Type, WasmType[] Parameters)[] _tags;
    private WasmType[] _locals = [];
    private int _function;
    private int _firstCounter;
    private int _loops;
    private int _room;

    private readonly bool _catches;

    private ProgramGenerator(int seed, bool catches)
    {
        _random = new Random(seed);
        _catches = catches;
        _tags = [.. new WasmType[][] { [], [WasmType.I32], [WasmType.V128, WasmType.I64] }.Select(types => (Type(types, []), types))];
    }

    /// <summary>
    /// A module that exports <c>run</c>, a memory, a table, globals and tags, and imports one function of no parameters that gives an i32.
    /// </summary>
    /// <param name="seed">The same seed gives the same module.</param>
    /// <param name="catches">Whether it catches exceptions, which not every engine has in this form; it throws them anyway.</param>
    public static byte[] Make(int seed, bool catches = true) => new ProgramGenerator(seed, catches).Module();

    private byte[] Module()
    {
        _functions.Add((Type([], [WasmType.I32]), [], [WasmType.I32]));
        _writer.ImportFunction("host", "next", _functions[0].Type);
        for (var i = 1; i <= Functions; i++)
        {
            var parameters = i == 1 ? [WasmType.I32, WasmType.I64, WasmType.F64] : Some(s_types, 3);
            var results = i == 1 ? [WasmType.I32, WasmType.I64] : Some(s_types, 2);
            _functions.Add((Type(parameters, results), parameters, results));
        }

        foreach (var (type, _) in _tags)
        {
            _writer.Tag(type);
        }

        _writer.Memory(1, 3);
        _writer.Table(6);
        _writer.Elements(0, Functions - 1, Functions);
        _writer.Global(WasmType.I32, true, [0x41, 7]);
        _writer.Global(WasmType.I64, true, [0x42, 9]);
        _writer.Global(WasmType.FuncRef, true, [0xD0, 0x70]);
        _writer.Export("run", WasmExternKind.Function, 1);
        _writer.Export("memory", WasmExternKind.Memory, 0);
        _writer.Export("global", WasmExternKind.Global, 0);
        _writer.Export("global1", WasmExternKind.Global, 1);
        _writer.Export("global2", WasmExternKind.Global, 2);
        _writer.Export("table", WasmExternKind.Table, 0);
        for (var tag = 0; tag < _tags.Length; tag++)
        {
            _writer.Export($"tag{tag}", WasmExternKind.Tag, tag);
        }

        for (_function = 1; _function <= Functions; _function++)
        {
            Function();
        }

        return _writer.Bytes();
    }

    private void Function()
    {
        var (type, parameters, results) = _functions[_function];
        _code.Clear();
        _labels.Clear();
        _loops = 0;
        _room = 120;
        _locals = [.. parameters, .. s_locals];
        _firstCounter = _locals.Length;
        for (var i = Below(6) + 1; i > 0; i--)
        {
            Statement(4);
        }

        if (Below(4) == 0 && Same(results) is > 0 and var callee)
        {
            // return_call
            Arguments(callee);
            Emit(0x12, (byte)callee);
        }
        else if (_function < Functions - 1 && Below(6) == 0 && results.AsSpan().SequenceEqual(_functions[Functions].Results))
        {
            // return_call_indirect
            Indirect(0x13, Functions);
        }
        else
        {
            foreach (var result in results)
            {
                Value(result, 3);
            }
        }

        _writer.Function(type, [.. _code], [.. s_locals.Select(local => (1u, local)), (8, WasmType.I32)]);
    }

    private int Same(WasmType[] results)
    {
        for (var i = _function + 1; i <= Functions; i++)
        {
            if (_functions[i].Results.AsSpan().SequenceEqual(results))
            {
                return i;
            }
        }

        return -1;
    }

    private void Statement(int depth)
    {
        _room--;
        if (depth == 0 || _room < 0)
        {
            Set(1);
            return;
        }

        switch (Below(20))
        {
            case 0:
                Open(0x02, WasmType.None);
                Statements(depth - 1);
                Close();
                break;
            case 1 or 2:
                Loop(depth);
                break;
            case 3 or 4:
                // Now and then nothing depends on it: that is where compilers of flow have been wrong.
                Value(WasmType.I32, Below(4) == 0 ? 0 : depth - 1);
                Open(0x04, WasmType.None);
                StatementsOrNone(depth - 1);
                if (Below(2) == 0)
                {
                    Emit(0x05);
                    Statements(depth - 1);
                }

                Close();
                break;
            case 5 when Plain() is >= 0 and var label:
                Emit(0x0C, (byte)label);
                break;
            case 6 when Plain() is >= 0 and var label:
                Value(WasmType.I32, depth - 1);
                Emit(0x0D, (byte)label);
                break;
            case 7 when Plain() is >= 0 and var first:
                Value(WasmType.I32, depth - 1);
                Emit(0x0E, 2, (byte)first, (byte)Plain(), (byte)Plain());
                break;
            case 8:
                var stored = Below(3);
                Address(depth - 1);
                Value(stored == 1 ? WasmType.I64 : WasmType.I32, depth - 1);
                Emit([(byte)(stored switch { 0 => 0x36, 1 => 0x37, _ => 0x3A }), 0, .. ModuleWriter.Unsigned((uint)Below(33_000))]);
                break;
            case 9 when _function < Functions:
                var callee = Later();
                Arguments(callee);
                Emit(0x10, (byte)callee);
                Drop(_functions[callee].Results.Length);
                break;
            case 10 when _catches:
                TryTable(depth);
                break;
            case 11 when Below(3) == 0:
                var tag = Below(_tags.Length);
                foreach (var type in _tags[tag].Parameters)
                {
                    Value(type, depth - 1);
                }

                Emit(0x08, (byte)tag);
                break;
            case 12:
                Bulk(depth);
                break;
            case 13:
                var global = Below(3);
                Value(global switch { 0 => WasmType.I32, 1 => WasmType.I64, _ => WasmType.FuncRef }, depth - 1);
                Emit(0x24, (byte)global);
                break;
            case 14 when Below(3) == 0:
                foreach (var result in _functions[_function].Results)
                {
                    Value(result, depth - 1);
                }

                Emit(0x0F);
                break;
            case 15 when _function < Functions - 1:
                var indirect = Functions - Below(2);
                Indirect(0x11, indirect);
                Drop(_functions[indirect].Results.Length);
                break;
            default:
                Set(depth);
                break;
        }
    }

    private void Statements(int depth)
    {
        for (var i = Below(3) + 1; i > 0; i--)
        {
            Statement(depth);
        }
    }

    private void StatementsOrNone(int depth)
    {
        if (Below(5) > 0)
        {
            Statements(depth);
        }
    }

    // A counter of its own ends each loop after a few turns; only branches from inside may begin it once more without counting.
    private void Loop(int depth)
    {
        if (_loops == 8)
        {
            Set(depth);
            return;
        }

        var counter = (byte)(_firstCounter + _loops++);
        Open(0x03, WasmType.None);
        Emit(0x20, counter, 0x41, 1, 0x6A, 0x22, counter, 0x41, (byte)(Below(60) + 1), 0x4A, 0x04, 0x40, 0x41, 0, 0x21, counter, 0x05);
        _labels.Add(WasmType.None);
        Statements(depth - 1);
        Emit(0x0C, 1);
        _labels.RemoveAt(_labels.Count - 1);
        Emit(0x0B);
        Close();
    }

    private void TryTable(int depth)
    {
        // block (result of the tag) (try_table (catch tag 0) ... ) values; end; drops
        var tag = Below(_tags.Length);
        var withReference = Below(3) == 0;
        WasmType[] caught = [.. _tags[tag].Parameters, .. withReference ? [WasmType.ExnRef] : Array.Empty<WasmType>()];
        Emit(0x02, (byte)Type([], caught));
        _labels.Add(WasmType.V128);
        // Sometimes with a second handler, which catches all there is.
        var other = Below(3) == 0 ? Plain() : -1;
        byte[] all = other < 0 ? [] : [2, (byte)other];
        Emit([0x1F, 0x40, (byte)(1 + (all.Length / 2)), (byte)(withReference ? 1 : 0), (byte)tag, 0, .. all]);
        _labels.Add(WasmType.None);
        StatementsOrNone(depth - 1);
        Close();
        foreach (var type in _tags[tag].Parameters)
        {
            Value(type, 1);
        }

        if (withReference)
        {
            Emit(0xD0, 0x69);
        }

        Close();
        if (withReference && Below(2) == 0)
        {
            // A null reference traps.
            Emit(0x0A);
            return;
        }

        Drop(caught.Length);
    }

    private void Bulk(int depth)
    {
        switch (Below(4))
        {
            case 0:
                Address(depth - 1);
                Value(WasmType.I32, 1);
                Emit([.. ModuleWriter.I32(Below(3_000)), 0xFC, 11, 0]);
                break;
            case 1:
                Address(depth - 1);
                Address(1);
                Emit([.. ModuleWriter.I32(Below(3_000)), 0xFC, 10, 0, 0]);
                break;
            case 2:
                Index(depth - 1);
                Value(WasmType.FuncRef, 1);
                Emit(0x26, 0);
                break;
            default:
                Value(WasmType.I32, depth - 1);
                Emit(0x41, 3, 0x71, 0x40, 0, 0x1A);
                break;
        }
    }

    private void Set(int depth)
    {
        var local = Below(_firstCounter);
        Value(_locals[local], depth);
        Emit(0x21, (byte)local);
    }

    // With the arguments of one of the last two functions, which is what tables have, and the host's.
    private void Indirect(byte opcode, int callee)
    {
        Arguments(callee);
        Index(1);
        Emit(opcode, (byte)_functions[callee].Type, 0);
    }

    private void Arguments(int callee)
    {
        foreach (var type in _functions[callee].Parameters)
        {
            Value(type, 1);
        }
    }

    private int Later() => _function + 1 + Below(Functions - _function);

    private int Giving(WasmType type)
    {
        for (var i = _function + 1; i <= Functions; i++)
        {
            if (_functions[i].Results is [var only] && only == type)
            {
                return i;
            }
        }

        return -1;
    }

    // A label that takes nothing; -1 when there is none.
    private int Plain()
    {
        var depths = Enumerable.Range(0, _labels.Count).Where(depth => _labels[_labels.Count - 1 - depth] == WasmType.None).ToArray();
        return depths.Length == 0 ? -1 : depths[Below(depths.Length)];
    }

    private void Open(byte opcode, WasmType type)
    {
        Emit(opcode, type == WasmType.None ? (byte)0x40 : (byte)type);
        _labels.Add(type);
    }

    private void Close()
    {
        Emit(0x0B);
        _labels.RemoveAt(_labels.Count - 1);
    }

    private void Drop(int count) => Emit([.. Enumerable.Repeat((byte)0x1A, count)]);

    private WasmType[] Some(WasmType[] types, int most) => [.. Enumerable.Range(0, Below(most + 1)).Select(_ => types[Below(types.Length)])];

    private int Type(WasmType[] parameters, WasmType[] results)
    {
        var key = string.Join(',', parameters) + ">" + string.Join(',', results);
        if (!_types.TryGetValue(key, out var index))
        {
            _types[key] = index = _writer.Type(parameters, results);
        }

        return index;
    }

    private int Pick(params ReadOnlySpan<int> values) => values[Below(values.Length)];

    private int Below(int end) => _random.Next(end);

    private void Emit(params ReadOnlySpan<byte> code) => _code.AddRange(code);
}
