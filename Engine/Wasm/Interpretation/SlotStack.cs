using PureEdge.Metering;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Interpretation;

/// <summary>
/// Where interpreted functions keep their locals and operands: a frame begins with the arguments, which stand where the caller has put
/// them, and the results take their place. References stand beside, at the same index.
/// </summary>
/// <remarks>Owned by a store, and used by one thread at a time. The arrays are other ones after whatever may have called a function.</remarks>
internal sealed class SlotStack
{
    // Eight bytes each, and as much again with references. A single function may have 80,000 places, and one that recurses is stopped by
    // this or by its stack, whichever comes first.
    private const int MostSlots = 256 << 10;
    private const int FewSlots = 256;
    private const int KeptSlots = 4 << 10;

    private int _referencesEnd;
    private int _depth;
    private Exception? _trap;
    private InstanceState? _trappedInstance;
    private int _trappedFunction;

    public ulong[] Numbers = new ulong[FewSlots];
    public object?[] References = [];

    /// <summary>Where the places are free: a call from the host begins here.</summary>
    public int Top;

    // Where a tail call goes. Both are null when the function has returned.
    public FunctionCode? NextCode;
    public InstanceState? NextInstance;
    public WasmFunction? NextHost;

    /// <summary>Makes room up to a place.</summary>
    /// <exception cref="WasmTrapException">There is no more room.</exception>
    public void Ensure(int end, bool withReferences)
    {
        if (end > Numbers.Length)
        {
            Numbers = Grow(Numbers, end, sizeof(ulong));
        }

        if (withReferences)
        {
            if (end > References.Length)
            {
                References = Grow(References, end, IntPtr.Size);
            }

            _referencesEnd = Math.Max(_referencesEnd, end);
        }
    }

    /// <summary>Makes the frame of a function whose arguments are in place.</summary>
    public void Begin(FunctionCode function, int start)
    {
        Ensure(start + function.FrameSlots, function.HasReferences);
        var locals = function.LocalSlots - function.ParameterSlots;
        if (locals > 0)
        {
            Array.Clear(Numbers, start + function.ParameterSlots, locals);
            if (function.HasReferences)
            {
                Array.Clear(References, start + function.ParameterSlots, locals);
            }
        }
    }

    /// <summary>A call from the host begins.</summary>
    /// <returns>Where its arguments stand.</returns>
    public int Enter()
    {
        _depth++;
        return Top;
    }

    /// <summary>A call from the host ends.</summary>
    /// <param name="start">Where it began.</param>
    public void Leave(int start)
    {
        Top = start;
        if (--_depth > 0)
        {
            return;
        }

        if (Numbers.Length > KeptSlots)
        {
            Numbers = new ulong[FewSlots];
        }

        if (References.Length > KeptSlots)
        {
            References = [];
        }
        else
        {
            Array.Clear(References, 0, Math.Min(_referencesEnd, References.Length));
        }

        _referencesEnd = 0;
    }

    /// <summary>An exception passes a function: the first that a trap passes is where it comes from.</summary>
    /// <returns>False.</returns>
    public bool NoteTrapped(Exception exception, InstanceState instance, int function)
    {
        if (!ReferenceEquals(exception, _trap) && (exception is WasmTrapException || Traps.Of(exception) is not null))
        {
            _trap = exception;
            _trappedInstance = instance;
            _trappedFunction = function;
        }

        return false;
    }

    /// <summary>The function that an exception comes from, once.</summary>
    public WasmFunction? TakeTrapped(Exception exception)
    {
        var function = ReferenceEquals(exception, _trap) ? _trappedInstance!.Function(_trappedFunction) : null;
        _trap = null;
        _trappedInstance = null;
        return function;
    }

    private static T[] Grow<T>(T[] slots, int end, int bytes)
    {
        if (end > MostSlots)
        {
            Traps.StackExhausted();
        }

        var length = (int)Math.Min(MostSlots, Math.Max(end, Math.Max(FewSlots, slots.Length * 2L)));
        // Not on the bill: a second call finds the room there, and compiled code has its frames for nothing.
        Meter.Bytes<Unbilled>((long)length * bytes);
        Array.Resize(ref slots, length);
        return slots;
    }
}
