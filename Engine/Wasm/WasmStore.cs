using System.Runtime;
using System.Runtime.CompilerServices;
using PureEdge.Metering;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Interpretation;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm;

/// <summary>
/// Instances that may share functions, memories and tables, with the limits that hold for all of them together. On a thread that
/// PureEdge.Limits meters, what programs do is also charged to whoever is metered there.
/// </summary>
/// <remarks>Used by one thread at a time, which may change between calls.</remarks>
public sealed class WasmStore
{
    /// <summary>Units of fuel, about one for an instruction, that are one step of the meter (some 12 nanoseconds).</summary>
    internal const int UnitsPerStep = 16;

    // How often the meter is asked: 4,096 steps, some 50 microseconds.
    private const long Slice = 4_096 * UnitsPerStep;

    // A slice is given out in pieces, of which the first are small while .NET makes the machine code of functions that are called for the first time: that takes
    // milliseconds in which nothing is counted.
    private const long LargePiece = Slice / 4;
    private const long SmallPiece = Slice / 128;

    // An exception takes some 20 microseconds, and a loop leaves uncounted what it has used of a slice when it traps: how much depends on the pieces, so it is a whole one.
    private const long TrapCost = 2 * Slice;

    // Read and written by compiled code. Fuel runs down; at less than zero it is refilled.
    internal long Fuel = SmallPiece;
    internal nint StackEnd;
    internal WasmValue[] Results = new WasmValue[4];

    // What a loop has in registers is here while its fuel is refilled.
    internal readonly WasmValue[] Kept = new WasmValue[FunctionCompiler.MostKept];

    private readonly Holdings<WasmMemory> _memory = new(static memory => memory.Bytes.Length);
    private readonly Holdings<WasmTable> _elements = new(static table => table.Elements.Length);
    private long _given = SmallPiece;
    private long _piece = SmallPiece;
    private long _compiledMethods;
    private long _uncharged;
    private bool? _isInterpreted;
    private InstanceState? _caller;
    private int _callingFunction;
    private int _depth;

    /// <summary>Makes a store.</summary>
    /// <param name="limits">What it may hold; <see cref="WasmLimits.Default"/> when not given.</param>
    public WasmStore(WasmLimits? limits = null) => Limits = limits ?? WasmLimits.Default;

    /// <summary>What it may hold.</summary>
    public WasmLimits Limits { get; }

    /// <summary>
    /// Units of fuel, about one for an instruction, that programs may still use: at less than zero they trap with
    /// <see cref="WasmTrap.FuelExhausted"/>. Ten billion (some ten seconds) until it is set; <see cref="long.MaxValue"/> where something else limits them.
    /// </summary>
    public long FuelLeft { get; set; } = 10_000_000_000;

    /// <summary>Whether its functions are interpreted: always so where there is no dynamic code, and never known before there is an instance.</summary>
    internal bool IsInterpreted => _isInterpreted ?? !RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>Where interpreted functions keep their locals and operands; null as long as none has run.</summary>
    internal SlotStack? Slots { get; set; }

    /// <summary>
    /// To be asked when a function of the host begins, and once: the function of a program that calls it, if that is known. It is when the
    /// function of the host was made for one import of one instance, and is called as that import.
    /// </summary>
    public WasmFunction? TakeCaller()
    {
        var caller = _caller?.Function(_callingFunction);
        _caller = null;
        return caller;
    }

    /// <summary>Bytes of all memories made in this store that are still used.</summary>
    public long MemoryBytes => _memory.Sum();

    /// <summary>Elements of all tables made in this store that are still used.</summary>
    public long TableElements => _elements.Sum();

    /// <summary>A function of the host begins.</summary>
    /// <param name="instance">The instance of the function that calls it.</param>
    /// <param name="function">That function; -1 when it is not known.</param>
    internal void Calls(InstanceState? instance, int function)
    {
        _caller = function < 0 ? null : instance;
        _callingFunction = function;
    }

    /// <summary>Compiled code has used up its fuel.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Refill(WasmStore store)
    {
        while (store._given < Slice && store.Fuel < 0)
        {
            store.GivePiece();
        }

        if (store.Fuel < 0)
        {
            store.Settle();
        }
    }

    /// <summary>Charges what was used since the last time.</summary>
    internal void Settle()
    {
        var used = UsedOfSlice;
        Fuel = _given = 0;
        Charge(used);
        GivePiece();
    }

    // Where a slice ends does not depend on its pieces: what is charged, and when, is the same in a process where the code was made before.
    private void GivePiece()
    {
        var compiled = JitInfo.GetCompiledMethodCount(currentThread: true);
        if (compiled == _compiledMethods)
        {
            _piece = Math.Min(_piece * 4, LargePiece);
        }
        else
        {
            _compiledMethods = compiled;
            _piece = SmallPiece;
            Meter.Look();
        }

        var piece = Math.Min(_piece, Slice - _given);
        _given += piece;
        Fuel += piece;
    }

    /// <summary>Charges work that is not counted by compiled code.</summary>
    /// <param name="units">Units of fuel.</param>
    internal void Charge(long units)
    {
        FuelLeft -= units;
        _uncharged += units;
        var steps = _uncharged / UnitsPerStep;
        _uncharged %= UnitsPerStep;
        if (FuelLeft < 0)
        {
            Traps.Throw(WasmTrap.FuelExhausted);
        }

        Meter.Work<Billed>(steps);
    }

    /// <summary>Units that were used and are not charged yet.</summary>
    internal long UsedOfSlice => _given - Fuel;

    /// <summary>Notes what a trap costs, beside what others have cost, to be paid when the next call begins: here a second trap could take the place of the first.</summary>
    internal void ChargeTrap() => Fuel = (UsedOfSlice > Slice ? Fuel : _given) - TrapCost;

    /// <summary>Pays for traps before. A function without calls and loops would never look at its fuel.</summary>
    internal void PayTraps()
    {
        if (UsedOfSlice > Slice)
        {
            Settle();
        }
    }

    /// <summary>An instance is about to be made in it.</summary>
    /// <exception cref="WasmLinkException">It has instances of the other kind: interpreted and compiled functions cannot call each other.</exception>
    internal void Require(bool isInterpreted)
    {
        if ((_isInterpreted ??= isInterpreted) != isInterpreted)
        {
            throw new WasmLinkException("The store has compiled and interpreted modules: it can have one kind only.");
        }
    }

    /// <summary>A call from the host begins.</summary>
    internal nint Enter()
    {
        byte here = 0;
        var outer = StackEnd;
        if (Meter.State is { } meter)
        {
            StackEnd = meter.SoftStackEnd;
        }
        else if (_depth == 0)
        {
            StackEnd = StackAddress.Of(ref here) - Limits.StackBytes;
        }

        if (StackAddress.Of(ref here) < StackEnd)
        {
            StackEnd = outer;
            Traps.StackExhausted();
        }

        _depth++;
        return outer;
    }

    internal void Leave(nint outer)
    {
        _depth--;
        StackEnd = outer;
    }

    /// <summary>A memory is made in this store.</summary>
    internal void Add(WasmMemory memory) => _memory.Add(memory);

    /// <summary>A table is made in this store.</summary>
    internal void Add(WasmTable table) => _elements.Add(table);

    /// <summary>Whether a memory may have so many bytes.</summary>
    internal bool TryReserveMemory(WasmMemory memory, long bytes) => TryReserve(_memory, bytes - memory.Bytes.Length, Limits.MaxMemoryBytes, bytes);

    /// <summary>Whether a table may have so many elements.</summary>
    internal bool TryReserveElements(WasmTable table, long count) => TryReserve(_elements, count - table.Elements.Length, Limits.MaxTableElements, count * 8);

    /// <summary>Bytes about to be allocated for an instance.</summary>
    internal static void ChargeBytes(long bytes) => Meter.Bytes<Billed>(bytes);

    /// <summary>A memory could not be had: what was reserved is free again.</summary>
    internal void TakeBackMemory() => _memory.Sweep();

    private bool TryReserve<T>(Holdings<T> holdings, long more, long most, long bytes)
        where T : class
    {
        if (!holdings.Allows(more, most))
        {
            // A program may ask again and again when nothing is left.
            Charge(holdings.Count);
            holdings.Sweep();
            if (!holdings.Allows(more, most) && !(more <= most && holdings.Collect(most) && holdings.Allows(more, most)))
            {
                return false;
            }
        }

        ChargeBytes(bytes);
        holdings.Reserve(more);
        return true;
    }

    internal void EnsureResults(int count)
    {
        if (Results.Length < count)
        {
            Results = new WasmValue[count];
        }
    }
}
