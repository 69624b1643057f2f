using System.Reflection;
using System.Reflection.Emit;
using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Compilation;

/// <remarks>
/// Regions of a large function are methods of their own: <c>int region(ref Frame, InstanceState)</c>. Locals that a region uses stand in the
/// frame, a structure on the stack of the function; a region has those that it uses often in locals of its own,
/// which it loads first and stores at its exits.
/// What it returns says where the function goes on: 0 after the region, others at labels outside of it. Fuel that is not in the store yet
/// passes through the frame too: what is counted when, and what a trap leaves uncounted, does not depend on regions.
/// </remarks>
internal sealed partial class FunctionCompiler
{
    private readonly Dictionary<int, FieldBuilder> _shared = [];
    private readonly Dictionary<(int Index, Type Type), FieldBuilder> _carried = [];
    private readonly IReadOnlyList<CodeRegion> _regions;
    private int _nextRegion;
    private TypeBuilder? _frameType;
    private LocalBuilder? _frame;
    private FieldBuilder? _frameFuel;
    private Region? _region;

    private sealed class Region
    {
        public required CodeRegion Code { get; init; }

        public required MethodBuilder Method { get; init; }

        /// <summary>The innermost block that it stands in.</summary>
        public required Frame Around { get; init; }

        public required Label End { get; init; }

        public bool ReachesEnd { get; set; }

        public bool CountsFuel { get; set; }

        public List<(Frame Target, Label Label)> Exits { get; } = [];

        // What the function goes on with.
        public required ILGenerator Il { get; init; }

        public required LocalBuilder?[] Locals { get; init; }

        public required Dictionary<(int Height, Type Type), LocalBuilder> Slots { get; init; }

        public required Dictionary<(string Name, Type Type), LocalBuilder> Scratch { get; init; }

        public required List<Action> OutOfLine { get; init; }

        public required LocalBuilder? Memory { get; init; }

        public required LocalBuilder? Fuel { get; init; }
    }

    private void PrepareRegions()
    {
        if (_regions.Count == 0)
        {
            return;
        }

        _frameType = _compiler.DefineFrame(_function);
        foreach (var local in _regions.SelectMany(static region => region.Locals.Keys).Distinct())
        {
            _shared[local] = DefineFrameField($"l{local}", ClrTypes.Of(_facts.Locals[local]));
        }

        _frameFuel = DefineFrameField("fuel", typeof(long));
        _frame = _il.DeclareLocal(_frameType);
        _il.Emit(OpCodes.Ldloca, _frame);
        _il.Emit(OpCodes.Initobj, _frameType);
        foreach (var (local, field) in _shared)
        {
            if (local < _parameters)
            {
                _il.Emit(OpCodes.Ldloca, _frame);
                _il.Emit(OpCodes.Ldarg, (short)local);
                _il.Emit(OpCodes.Stfld, field);
            }
        }
    }

    private FieldBuilder DefineFrameField(string name, Type type) => _frameType!.DefineField(name, type, FieldAttributes.Public);

    private void LoadFrame()
    {
        if (_region is null)
        {
            _il.Emit(OpCodes.Ldloca, _frame!);
        }
        else
        {
            _il.Emit(OpCodes.Ldarg_0);
        }
    }

    private void StoreFrame(FieldInfo field, LocalBuilder value)
    {
        LoadFrame();
        _il.Emit(OpCodes.Ldloc, value);
        _il.Emit(OpCodes.Stfld, field);
    }

    private bool IsShared(int local, out FieldBuilder field)
    {
        field = null!;
        return (_region is null || _locals[local] is null) && _shared.TryGetValue(local, out field!);
    }

    // A branch out of a region takes its values through the frame.
    private FieldBuilder Carried(int index, WasmType type)
    {
        var clr = ClrTypes.Of(type);
        if (!_carried.TryGetValue((index, clr), out var field))
        {
            _carried[(index, clr)] = field = DefineFrameField($"v{_carried.Count}", clr);
        }

        return field;
    }

    private void BeginOrEndRegion(int position)
    {
        if (_region is not null && position == _region.Code.End)
        {
            EndRegion(isDead: false);
        }

        while (_nextRegion < _regions.Count && _regions[_nextRegion].Start < position)
        {
            // In dead code.
            _nextRegion++;
        }

        // Values below would be out of reach.
        if (_nextRegion < _regions.Count && _regions[_nextRegion].Start == position && _stack.Count == _frames[^1].Height)
        {
            BeginRegion(_regions[_nextRegion++]);
        }
    }

    private void BeginRegion(CodeRegion code)
    {
        var method = _compiler.DefineRegion(_function, _nextRegion, _frameType!);
        var il = method.GetILGenerator((code.End - code.Start) * 4);
        _region = new Region
        {
            Code = code,
            Method = method,
            Around = _frames[^1],
            End = il.DefineLabel(),
            Il = _il,
            Locals = _locals,
            Slots = _slots,
            Scratch = _scratch,
            OutOfLine = _outOfLine,
            Memory = _memory,
            Fuel = _fuel,
        };
        _il = il;
        _locals = new LocalBuilder?[_locals.Length];
        _slots = [];
        _scratch = [];
        _outOfLine = [];
        _line = 0;
        if (code.HasCalls)
        {
            CheckStack(0);
        }

        foreach (var local in code.Locals.Where(static use => use.Value.IsOwn).Select(static use => use.Key))
        {
            _locals[local] = _il.DeclareLocal(ClrTypes.Of(_facts.Locals[local]));
            LoadFrame();
            _il.Emit(OpCodes.Ldfld, _shared[local]);
            _il.Emit(OpCodes.Stloc, _locals[local]!);
        }

        if (_memory is not null)
        {
            _memory = null;
            if (code.UsesMemory)
            {
                _memory = _il.DeclareLocal(typeof(byte[]));
                ReloadMemory();
            }
        }

        if (_fuel is not null)
        {
            _fuel = _il.DeclareLocal(typeof(long));
            LoadFrame();
            _il.Emit(OpCodes.Ldfld, _frameFuel!);
            _il.Emit(OpCodes.Stloc, _fuel);
        }
    }

    private void EndRegion(bool isDead)
    {
        var region = _region!;
        if (!isDead)
        {
            Spill();
            region.ReachesEnd = true;
        }

        EmitExits(region);
        foreach (var emit in _outOfLine)
        {
            emit();
        }

        _region = null;
        _il = region.Il;
        _locals = region.Locals;
        _slots = region.Slots;
        _scratch = region.Scratch;
        _outOfLine = region.OutOfLine;
        _memory = region.Memory;
        _fuel = region.Fuel;
        _live = 0;
        _line = 0;
        CallRegion(region);
    }

    // What leads to the end comes here, and falls through.
    private void EmitExits(Region region)
    {
        var exit = _il.DeclareLocal(typeof(int));
        var leave = _il.DefineLabel();
        _il.MarkLabel(region.End);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Stloc, exit);
        for (var i = 0; i < region.Exits.Count; i++)
        {
            _il.Emit(OpCodes.Br, leave);
            _il.MarkLabel(region.Exits[i].Label);
            _il.Emit(OpCodes.Ldc_I4, i + 1);
            _il.Emit(OpCodes.Stloc, exit);
        }

        _il.MarkLabel(leave);
        foreach (var (local, use) in region.Code.Locals)
        {
            if (use is { IsOwn: true, IsWritten: true })
            {
                StoreFrame(_shared[local], _locals[local]!);
            }
        }

        if (region.CountsFuel)
        {
            StoreFrame(_frameFuel!, _fuel!);
        }

        _il.Emit(OpCodes.Ldloc, exit);
        _il.Emit(OpCodes.Ret);
    }

    private void CallRegion(Region region)
    {
        if (region.CountsFuel)
        {
            StoreFrame(_frameFuel!, _fuel!);
        }

        LoadFrame();
        LoadCallee();
        _il.Emit(OpCodes.Call, region.Method);
        var exit = Scratch("exit", typeof(int));
        _il.Emit(OpCodes.Stloc, exit);
        if (region.CountsFuel)
        {
            LoadFrame();
            _il.Emit(OpCodes.Ldfld, _frameFuel!);
            _il.Emit(OpCodes.Stloc, _fuel!);
        }

        if (region.Code.HasCalls)
        {
            ReloadMemory();
        }

        Label[] ways = [.. region.Exits.Select(way => Way(way.Target))];
        if (ways.Length == 0)
        {
            return;
        }

        if (region.ReachesEnd)
        {
            var past = _il.DefineLabel();
            _il.Emit(OpCodes.Ldloc, exit);
            _il.EmitSwitch([past, .. ways]);
            _il.MarkLabel(past);
        }
        else
        {
            if (ways.Length > 1)
            {
                _il.Emit(OpCodes.Ldloc, exit);
                _il.Emit(OpCodes.Ldc_I4_1);
                _il.Emit(OpCodes.Sub);
                _il.EmitSwitch(ways[..^1]);
            }

            _il.Emit(OpCodes.Br, ways[^1]);
        }
    }

    // Where the function goes on after a region that branched out.
    private Label Way(Frame target)
    {
        var types = target.LabelTypes;
        if (types.Length == 0)
        {
            return target.Label;
        }

        var way = _il.DefineLabel();
        _outOfLine.Add(() =>
        {
            _il.MarkLabel(way);
            for (var i = 0; i < types.Length; i++)
            {
                LoadFrame();
                _il.Emit(OpCodes.Ldfld, Carried(i, types[i]));
                _il.Emit(OpCodes.Stloc, Slot(target.Height + i, types[i]));
            }

            _il.Emit(OpCodes.Br, target.Label);
        });
        return way;
    }

    /// <summary>Where a branch goes: to its label, or out of the region.</summary>
    private Label LabelOf(Frame target)
    {
        if (target.Region == _region)
        {
            return target.Label;
        }

        var region = _region!;
        if (target == region.Around && !target.IsLoop && target.LabelTypes.Length == 0 && _module.Bytes[region.Code.End] == 0x0B)
        {
            region.ReachesEnd = true;
            return region.End;
        }

        var known = region.Exits.FindIndex(exit => exit.Target == target);
        if (known >= 0)
        {
            return region.Exits[known].Label;
        }

        region.Exits.Add((target, _il.DefineLabel()));
        return region.Exits[^1].Label;
    }

    // The values of a branch out of a region are in slots.
    private void Carry(Frame target)
    {
        var types = target.LabelTypes;
        for (var i = 0; i < types.Length; i++)
        {
            StoreFrame(Carried(i, types[i]), Slot(_stack.Count - types.Length + i, types[i]));
        }
    }
}
