using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Validation;

/// <summary>Checks the code of a function, dead code included, and notes for the compiler what it saw.</summary>
/// <remarks>https://webassembly.github.io/spec/core/appendix/algorithm.html; owned by one compilation.</remarks>
internal sealed partial class FunctionValidator(ModuleDefinition module, WasmLimits limits)
{
    // What each byte of code may make the validator push and pop, so that no few bytes cost much: blocks, branches and calls can
    // name types of a thousand values, and in dead code values come from nowhere.
    private const long WorkPerByte = 64;
    private const long FreeWork = 100_000;

    private static readonly WasmType[] s_none = [];

    private readonly List<Frame> _frames = [];
    private readonly Dictionary<WasmType, WasmType[]> _single = [];
    private WasmType[] _stack = new WasmType[64];
    private int _height;
    private long _work;
    private int _instruction;
    private FunctionFacts _facts = null!;

    /// <summary>Checks a function.</summary>
    /// <exception cref="WasmFormatException">It is not valid.</exception>
    public void Validate(int function, FunctionBody body, FunctionFacts facts)
    {
        facts.Clear();
        _facts = facts;
        _frames.Clear();
        _height = 0;
        _work = FreeWork + (WorkPerByte * (body.End - body.Start));
        var reader = new WasmReader(module.Bytes, body.Start, body.End);
        var type = module.Functions[function];
        ReadLocals(ref reader, type);
        facts.CodeStart = reader.Position;
        facts.Costs.Add(1);
        PushFrame(FrameKind.Function, s_none, type.Results.ToArray(), 0);
        while (_frames.Count > 0)
        {
            _instruction = reader.Position;
            Instruction(ref reader);
        }

        if (!reader.IsAtEnd)
        {
            throw reader.Malformed("unexpected instructions after the end of the function");
        }
    }

    private enum FrameKind
    {
        Function,
        Block,
        Loop,
        If,
        Else,
        TryTable,
    }

    private sealed class Frame
    {
        public required FrameKind Kind { get; set; }

        public required WasmType[] Parameters { get; init; }

        public required WasmType[] Results { get; init; }

        public required int Height { get; init; }

        /// <summary>Where the cost of its code from here on is counted; charged on every way to here.</summary>
        public required int Cost { get; set; }

        /// <summary>Where that of its beginning is, and of its <c>else</c>.</summary>
        public required int FirstCost { get; init; }

        /// <summary>Whether a large switch jumps to its end.</summary>
        public bool IsCase { get; set; }

        /// <summary>Whether it stands in dead code.</summary>
        public required bool IsDead { get; init; }

        public bool IsUnreachable { get; set; }

        /// <summary>Where to note its end in <see cref="FunctionFacts.DeadUntil"/>.</summary>
        public int DeadSlot { get; set; } = -1;

        public WasmType[] LabelTypes => Kind == FrameKind.Loop ? Parameters : Results;
    }

    private void ReadLocals(ref WasmReader reader, WasmFunctionType type)
    {
        _facts.Locals.AddRange(type.Parameters);
        for (var count = reader.U32(); count > 0; count--)
        {
            var repeated = reader.U32();
            var local = reader.ValueType();
            // The decoder has counted them.
            for (; repeated > 0; repeated--)
            {
                _facts.Locals.Add(local);
            }
        }

        if (_facts.Locals.Count > limits.MaxLocals)
        {
            throw reader.Exceeded($"a function has {_facts.Locals.Count} locals and parameters: at most {limits.MaxLocals} are allowed");
        }
    }

    private WasmFormatException Invalid(string message) => new(WasmErrorKind.Invalid, _instruction, message);

    private void Spend(int work)
    {
        if ((_work -= work) < 0)
        {
            throw new WasmFormatException(WasmErrorKind.LimitExceeded, _instruction, $"the function moves more than {WorkPerByte} values for each of its bytes");
        }
    }

    private void PushFrame(FrameKind kind, WasmType[] parameters, WasmType[] results, int cost)
    {
        if (_frames.Count > limits.MaxBlockDepth)
        {
            throw new WasmFormatException(WasmErrorKind.LimitExceeded, _instruction, $"blocks are nested deeper than {limits.MaxBlockDepth}");
        }

        var isDead = _frames.Count > 0 && (_frames[^1].IsDead || _frames[^1].IsUnreachable);
        _frames.Add(new Frame { Kind = kind, Parameters = parameters, Results = results, Height = _height, Cost = cost, FirstCost = cost, IsDead = isDead });
        Push(parameters);
    }

    private Frame PopFrame()
    {
        var frame = _frames[^1];
        Pop(frame.Results);
        if (_height != frame.Height)
        {
            throw Invalid("type mismatch: values remain on the stack at the end of the block");
        }

        _frames.RemoveAt(_frames.Count - 1);
        return frame;
    }

    private void Push(WasmType type)
    {
        Spend(1);
        if (_height == _stack.Length)
        {
            if (_height >= limits.MaxStackValues)
            {
                throw new WasmFormatException(WasmErrorKind.LimitExceeded, _instruction, $"more than {limits.MaxStackValues} values stand on the stack");
            }

            Array.Resize(ref _stack, Math.Min(_stack.Length * 2, limits.MaxStackValues));
        }

        _stack[_height++] = type;
        _facts.MostStackValues = Math.Max(_facts.MostStackValues, _height);
    }

    private void Push(ReadOnlySpan<WasmType> types)
    {
        foreach (var type in types)
        {
            Push(type);
        }
    }

    // The type that is popped; None when it comes from dead code and may be any.
    private WasmType Pop()
    {
        Spend(1);
        var frame = _frames[^1];
        if (_height == frame.Height)
        {
            return frame.IsUnreachable ? WasmType.None : throw Invalid("type mismatch: the stack is empty");
        }

        return _stack[--_height];
    }

    private WasmType Pop(WasmType expected)
    {
        var actual = Pop();
        return actual == expected || actual == WasmType.None || expected == WasmType.None
            ? actual
            : throw Invalid($"type mismatch: {expected.Text()} expected, and {actual.Text()} found");
    }

    private void Pop(ReadOnlySpan<WasmType> types)
    {
        for (var i = types.Length - 1; i >= 0; i--)
        {
            Pop(types[i]);
        }
    }

    // Checks that the values of a branch are there, and leaves them, with the types of the label.
    private void Peek(WasmType[] types)
    {
        Pop(types);
        Push(types);
    }

    private void Unreachable()
    {
        var frame = _frames[^1];
        _height = frame.Height;
        if (!frame.IsUnreachable && !frame.IsDead)
        {
            frame.DeadSlot = _facts.DeadUntil.Count;
            _facts.DeadUntil.Add(0);
        }

        frame.IsUnreachable = true;
    }

    private void EndOfDeadCode(Frame frame)
    {
        if (frame.DeadSlot >= 0)
        {
            _facts.DeadUntil[frame.DeadSlot] = _instruction;
            frame.DeadSlot = -1;
        }
    }

    private Frame Label(ref WasmReader reader)
    {
        var depth = reader.U32();
        return depth < _frames.Count ? _frames[_frames.Count - 1 - (int)depth] : throw Invalid($"unknown label {depth}");
    }

    private (WasmType[] Parameters, WasmType[] Results) BlockType(ref WasmReader reader)
    {
        var b = reader.Peek();
        if (b == 0x40)
        {
            reader.Byte();
            return (s_none, s_none);
        }

        if (b is >= 0x40 and < 0x80)
        {
            return (s_none, Single(reader.ValueType()));
        }

        var index = reader.S33();
        return index >= 0 && index < module.Types.Count
            ? (module.Types[(int)index].ParameterArray, module.Types[(int)index].ResultArray)
            : throw Invalid($"unknown type {index}");
    }

    private WasmType[] Single(WasmType type)
    {
        if (!_single.TryGetValue(type, out var types))
        {
            _single[type] = types = [type];
        }

        return types;
    }

    private void AddCost(int cost)
    {
        // A long function of a few bytes each cannot come near to overflowing this.
        var costs = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_facts.Costs);
        costs[_frames[^1].Cost] += cost;
    }
}
