using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Compilation;

/// <summary>
/// Compiles a validated function to IL. Within a straight line values stand on the stack of the IL; where blocks begin and end they
/// are in locals, one for each height and type.
/// </summary>
/// <remarks>Owned by one compilation.</remarks>
internal sealed partial class FunctionCompiler
{
    // Longer straight lines are cut, so that no expression is so deep that the just-in-time compiler recurses without end.
    private const int LongestLine = 48;
    private const int MostOnStack = 32;

    private readonly ModuleCompiler _compiler;
    private readonly ModuleDefinition _module;
    private readonly FunctionFacts _facts;
    private readonly WasmFunctionType _type;
    private readonly int _function;
    private ILGenerator _il;
    private readonly int _parameters;
    private LocalBuilder?[] _locals;
    private Dictionary<(int Height, Type Type), LocalBuilder> _slots = [];
    private Dictionary<(string Name, Type Type), LocalBuilder> _scratch = [];
    private readonly List<Frame> _frames = [];
    private readonly List<WasmType> _stack = [];
    private List<Action> _outOfLine = [];

    // How many of the topmost values stand on the stack of the IL; the others are in slots.
    private int _live;
    private int _line;
    private int _tryDepth;
    private int _nextCost;
    private int _nextDead;
    private LocalBuilder? _memory;
    private LocalBuilder? _fuel;

    /// <param name="regions">The parts of it that become methods of their own.</param>
    public FunctionCompiler(ModuleCompiler compiler, int function, FunctionFacts facts, IReadOnlyList<CodeRegion> regions, ILGenerator il)
    {
        _compiler = compiler;
        _module = compiler.Definition;
        _facts = facts;
        _regions = regions;
        _function = function;
        _type = _module.Functions[function];
        _il = il;
        _parameters = _type.ParameterArray.Length;
        _locals = new LocalBuilder?[facts.Locals.Count];
    }

    private sealed class Frame
    {
        public required byte Opcode { get; init; }

        public required int Height { get; init; }

        public required WasmType[] Parameters { get; init; }

        public required WasmType[] Results { get; init; }

        public required Label Label { get; init; }

        public Label Else { get; init; }

        public bool HasElse { get; set; }

        /// <summary>The region that it is in whole; null when it is not in one.</summary>
        public Region? Region { get; init; }

        /// <summary>How many blocks that catch exceptions are around it.</summary>
        public required int TryDepth { get; init; }

        public List<Handler>? Handlers { get; init; }

        /// <summary>Whether a large switch jumps to its end.</summary>
        public bool IsCase { get; set; }

        public bool IsLoop => Opcode == 0x03;

        public WasmType[] LabelTypes => IsLoop ? Parameters : Results;
    }

    private readonly record struct Handler(int Tag, bool WithReference, Frame Target);

    public void Compile(FunctionBody body)
    {
        var reader = new WasmReader(_module.Bytes, _facts.CodeStart, body.End);
        Prologue();
        _frames.Add(new Frame { Opcode = 0, Height = 0, Parameters = [], Results = _type.ResultArray, Label = _il.DefineLabel(), TryDepth = 0 });
        while (_frames.Count > 0)
        {
            if (++_line > LongestLine || _live > MostOnStack)
            {
                Spill();
            }

            if (_regions.Count > 0)
            {
                BeginOrEndRegion(reader.Position);
            }

            if (Instruction(ref reader))
            {
                SkipDeadCode(ref reader);
            }
        }

        foreach (var emit in _outOfLine)
        {
            emit();
        }

        _frameType?.CreateType();
    }

    private void Prologue()
    {
        PrepareRegions();
        for (var i = _parameters; i < _locals.Length; i++)
        {
            if (_shared.ContainsKey(i))
            {
                continue;
            }

            _locals[i] = _il.DeclareLocal(ClrTypes.Of(_facts.Locals[i]));
            LoadZero(_facts.Locals[i]);
            _il.Emit(OpCodes.Stloc, _locals[i]!);
        }

        if (_facts.HasCalls)
        {
            CheckStack(0);
        }

        if (_facts.UsesMemory)
        {
            _memory = _il.DeclareLocal(typeof(byte[]));
            ReloadMemory();
        }

        if (_facts.HasLoops)
        {
            _fuel = _il.DeclareLocal(typeof(long));
            ReloadFuel();
        }

        var cost = _facts.Costs[_nextCost++];
        // Short leaf functions are in the price of the call.
        if (_facts.HasCalls || _facts.HasLoops || cost > 50)
        {
            ChargeFuel(cost);
        }
    }

    /// <summary>Compares the address of a local with the end of the stack.</summary>
    /// <param name="frameBytes">What the function needs beyond.</param>
    private void CheckStack(int frameBytes)
    {
        var here = _il.DeclareLocal(typeof(FramePadding));
        var enough = _il.DefineLabel();
        _il.Emit(OpCodes.Ldloca, here);
        _il.Emit(OpCodes.Conv_U);
        if (frameBytes > 0)
        {
            _il.Emit(OpCodes.Ldc_I4, frameBytes);
            _il.Emit(OpCodes.Sub);
        }

        LoadStoreField(Members.StackEnd);
        _il.Emit(OpCodes.Bge_Un, enough);
        _il.Emit(OpCodes.Call, Members.StackExhausted);
        _il.MarkLabel(enough);
    }

    /// <summary>For a function of a large frame: checks first that there is room, then calls it.</summary>
    public void CompileGuard(System.Reflection.MethodInfo inner, int frameBytes)
    {
        CheckStack(frameBytes);
        for (var i = 0; i <= _parameters; i++)
        {
            _il.Emit(OpCodes.Ldarg, (short)i);
        }

        _il.Emit(OpCodes.Call, inner);
        _il.Emit(OpCodes.Ret);
    }

    private void SkipDeadCode(ref WasmReader reader)
    {
        _live = 0;
        var frame = _frames[^1];
        _stack.RemoveRange(frame.Height, _stack.Count - frame.Height);
        reader.Bytes(_facts.DeadUntil[_nextDead++] - reader.Position);
        if (_region is not null && reader.Position == _region.Code.End)
        {
            EndRegion(isDead: true);
        }

        if (reader.Byte() == 0x05)
        {
            Else(isDead: true);
        }
        else
        {
            End(isDead: true);
        }
    }

    private void LoadCallee() => _il.Emit(OpCodes.Ldarg, (short)(_region is null ? _parameters : 1));

    /// <summary>The arguments that say which function it is: an instance and a number.</summary>
    private void LoadSelf()
    {
        LoadCallee();
        _il.Emit(OpCodes.Ldc_I4, _function);
    }

    private void LoadField(System.Reflection.FieldInfo field)
    {
        LoadCallee();
        _il.Emit(OpCodes.Ldfld, field);
    }

    private void LoadStoreField(System.Reflection.FieldInfo field)
    {
        LoadField(Members.Store);
        _il.Emit(OpCodes.Ldfld, field);
    }

    private void LoadZero(WasmType type)
    {
        switch (type)
        {
            case WasmType.I32: _il.Emit(OpCodes.Ldc_I4_0); break;
            case WasmType.I64: _il.Emit(OpCodes.Ldc_I8, 0L); break;
            case WasmType.F32: _il.Emit(OpCodes.Ldc_R4, 0f); break;
            case WasmType.F64: _il.Emit(OpCodes.Ldc_R8, 0d); break;
            case WasmType.V128: _il.Emit(OpCodes.Call, Members.Method(typeof(Vector128<byte>), "get_Zero")); break;
            default: _il.Emit(OpCodes.Ldnull); break;
        }
    }

    private LocalBuilder Slot(int height, WasmType type)
    {
        var clr = ClrTypes.Of(type);
        if (!_slots.TryGetValue((height, clr), out var slot))
        {
            _slots[(height, clr)] = slot = _il.DeclareLocal(clr);
        }

        return slot;
    }

    private LocalBuilder Scratch(string name, Type type)
    {
        if (!_scratch.TryGetValue((name, type), out var local))
        {
            _scratch[(name, type)] = local = _il.DeclareLocal(type);
        }

        return local;
    }

    /// <summary>Moves all values from the stack of the IL to slots.</summary>
    private void Spill()
    {
        _line = 0;
        for (var height = _stack.Count - 1; _live > 0; height--, _live--)
        {
            _il.Emit(OpCodes.Stloc, Slot(height, _stack[height]));
        }
    }

    /// <summary>As <see cref="Spill"/>, but the topmost value stays, alone.</summary>
    private void SpillBelow(WasmType top)
    {
        if (_live > 1)
        {
            var kept = Scratch("kept", ClrTypes.Of(top));
            _il.Emit(OpCodes.Stloc, kept);
            _live--;
            _stack.RemoveAt(_stack.Count - 1);
            Spill();
            _il.Emit(OpCodes.Ldloc, kept);
            _stack.Add(top);
            _live = 1;
        }
    }

    /// <summary>Sees to it that the topmost values stand on the stack of the IL.</summary>
    private void Need(int count)
    {
        if (_live >= count)
        {
            return;
        }

        Spill();
        for (var height = _stack.Count - count; height < _stack.Count; height++)
        {
            _il.Emit(OpCodes.Ldloc, Slot(height, _stack[height]));
        }

        _live = count;
    }

    /// <summary>The next instruction takes this many values from the stack of the IL.</summary>
    private void Take(int count)
    {
        Need(count);
        _stack.RemoveRange(_stack.Count - count, count);
        _live -= count;
    }

    private void Push(WasmType type)
    {
        _stack.Add(type);
        _live++;
    }

    private void ReloadMemory()
    {
        if (_memory is not null)
        {
            LoadField(Members.Memory);
            _il.Emit(OpCodes.Ldfld, Members.MemoryBytes);
            _il.Emit(OpCodes.Stloc, _memory);
        }
    }

    private void ReloadFuel()
    {
        if (_fuel is not null)
        {
            NoteFuel();
            LoadStoreField(Members.Fuel);
            _il.Emit(OpCodes.Stloc, _fuel);
        }
    }

    private void FlushFuel()
    {
        if (_fuel is not null)
        {
            NoteFuel();
            LoadField(Members.Store);
            _il.Emit(OpCodes.Ldloc, _fuel);
            _il.Emit(OpCodes.Stfld, Members.Fuel);
        }
    }

    private void NoteFuel() => _region?.CountsFuel = true;

    private void ChargeFuel(int cost) => ChargeFuel(cost, []);

    /// <summary>Counts the fuel down, and has it refilled out of line.</summary>
    /// <param name="kept">The locals that should not have to survive that.</param>
    private void ChargeFuel(int cost, int[] kept)
    {
        Spill();
        var go = _il.DefineLabel();
        var left = CountFuel(cost);
        _il.Emit(OpCodes.Ldloc, left);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        if (_tryDepth > 0)
        {
            // Nothing may branch out of a protected block.
            _il.Emit(OpCodes.Bge, go);
            Refill(kept);
            _il.MarkLabel(go);
            return;
        }

        var empty = _il.DefineLabel();
        _il.Emit(OpCodes.Blt, empty);
        _il.MarkLabel(go);
        _outOfLine.Add(() =>
        {
            _il.MarkLabel(empty);
            Refill(kept);
            _il.Emit(OpCodes.Br, go);
        });
    }

    /// <summary>Counts the fuel down, and leaves it to the next charge to look at what is left.</summary>
    /// <returns>What is left.</returns>
    private LocalBuilder CountFuel(int cost)
    {
        var left = _fuel ?? Scratch("left", typeof(long));
        if (_fuel is not null)
        {
            NoteFuel();
            _il.Emit(OpCodes.Ldloc, left);
            _il.Emit(OpCodes.Ldc_I8, (long)cost);
            _il.Emit(OpCodes.Sub);
            _il.Emit(OpCodes.Stloc, left);
        }
        else
        {
            var store = Scratch("store", typeof(WasmStore));
            LoadField(Members.Store);
            _il.Emit(OpCodes.Stloc, store);
            _il.Emit(OpCodes.Ldloc, store);
            _il.Emit(OpCodes.Ldfld, Members.Fuel);
            _il.Emit(OpCodes.Ldc_I8, (long)cost);
            _il.Emit(OpCodes.Sub);
            _il.Emit(OpCodes.Stloc, left);
            _il.Emit(OpCodes.Ldloc, store);
            _il.Emit(OpCodes.Ldloc, left);
            _il.Emit(OpCodes.Stfld, Members.Fuel);
        }

        return left;
    }

    private void Refill()
    {
        FlushFuel();
        LoadField(Members.Store);
        _il.Emit(OpCodes.Call, Members.Refill);
        ReloadFuel();
    }
}
