using System.Runtime.InteropServices;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Interpretation;

/// <summary>Translates a validated function for the interpreter: targets of branches are resolved, and dead code is left out.</summary>
/// <remarks>Owned by one translation.</remarks>
internal sealed partial class FunctionTranslator
{
    private readonly InterpretedModule _owner;
    private readonly ModuleDefinition _module;
    private readonly FunctionFacts _facts;
    private readonly WasmFunctionType _type;
    private readonly int _function;
    private readonly List<int> _code = [];
    private readonly List<Frame> _frames = [];
    private readonly List<WasmType> _stack = [];
    private readonly List<CatchRange> _catches = [];
    private readonly int[] _locals;
    private readonly int _localSlots;

    // Places that the operands take.
    private int _height;
    private int _mostHeight;
    private int _nextCost;
    private int _nextDead;
    private bool _hasReferences;

    public FunctionTranslator(InterpretedModule owner, int function, FunctionFacts facts)
    {
        _owner = owner;
        _module = owner.Definition;
        _facts = facts;
        _function = function;
        _type = _module.Functions[function];
        _locals = new int[facts.Locals.Count];
        for (var i = 0; i < _locals.Length; i++)
        {
            _locals[i] = _localSlots;
            _localSlots += FunctionCode.Slots(facts.Locals[i]);
            _hasReferences |= facts.Locals[i].IsReference();
        }
    }

    private sealed class Frame
    {
        public required byte Opcode { get; init; }

        /// <summary>Values below it, and the places they take.</summary>
        public required int Count { get; init; }

        public required int Height { get; init; }

        public required WasmType[] Parameters { get; init; }

        public required WasmType[] Results { get; init; }

        /// <summary>Where the code of a loop, or of what catches exceptions, begins.</summary>
        public required int Start { get; init; }

        /// <summary>Whether a large switch jumps to its end.</summary>
        public bool IsCase { get; set; }

        /// <summary>Places of the code that get its end.</summary>
        public List<int> Ends { get; } = [];

        /// <summary>The place of the code that gets the start of the else; -1 when there is none any more.</summary>
        public int Else { get; set; } = -1;

        /// <summary>What catches exceptions inside of it.</summary>
        public Catch[]? Catches { get; init; }

        /// <summary>What goes on at its end after an exception.</summary>
        public List<Catch> CatchEnds { get; } = [];

        public bool IsLoop => Opcode == 0x03;

        public WasmType[] LabelTypes => IsLoop ? Parameters : Results;
    }

    public FunctionCode Translate(FunctionBody body)
    {
        var reader = new WasmReader(_module.Bytes, _facts.CodeStart, body.End);
        var cost = _facts.Costs[_nextCost++];
        // Short leaf functions are in the price of the call, as in compiled code.
        if (_facts.HasCalls || _facts.HasLoops || cost > 50)
        {
            Emit(_facts.HasLoops ? Op.Charge : Op.ChargeStore, cost);
        }

        _frames.Add(new Frame { Opcode = 0, Count = 0, Height = 0, Parameters = [], Results = _type.ResultArray, Start = 0 });
        while (_frames.Count > 0)
        {
            if (Instruction(ref reader))
            {
                SkipDeadCode(ref reader);
            }
        }

        var parameters = FunctionCode.Slots(_type.ParameterArray);
        var results = FunctionCode.Slots(_type.ResultArray);
        return new FunctionCode
        {
            Type = _type,
            Index = _function,
            Code = [.. _code],
            ParameterSlots = parameters,
            ResultSlots = results,
            LocalSlots = _localSlots,
            FrameSlots = Math.Max(_localSlots + _mostHeight, results),
            HasReferences = _hasReferences,
            Catches = _catches.Count == 0 ? null : [.. _catches],
        };
    }

    private void SkipDeadCode(ref WasmReader reader)
    {
        var frame = _frames[^1];
        Reset(frame, []);
        reader.Bytes(_facts.DeadUntil[_nextDead++] - reader.Position);
        if (reader.Byte() == 0x05)
        {
            Else(isDead: true);
        }
        else
        {
            End();
        }
    }

    private void Emit(params ReadOnlySpan<int> code) => _code.AddRange(code);

    private void Emit64(ulong bits) => Emit((int)bits, (int)(bits >> 32));

    private void Push(WasmType type)
    {
        _stack.Add(type);
        _height += FunctionCode.Slots(type);
        _mostHeight = Math.Max(_mostHeight, _height);
        _hasReferences |= type.IsReference();
    }

    private void Push(ReadOnlySpan<WasmType> types)
    {
        foreach (var type in types)
        {
            Push(type);
        }
    }

    private WasmType Pop()
    {
        var type = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        _height -= FunctionCode.Slots(type);
        return type;
    }

    private void Pop(int count)
    {
        for (; count > 0; count--)
        {
            Pop();
        }
    }

    private void Reset(Frame frame, WasmType[] types)
    {
        CollectionsMarshal.SetCount(_stack, frame.Count);
        _height = frame.Height;
        Push(types);
    }
}
