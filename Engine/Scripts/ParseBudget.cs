using PureEdge.Engine.Diagnostics;
using PureEdge.Limits;
using PureEdge.Limits.Memory;

namespace PureEdge.Engine.Scripts;

/// <summary>
/// What parsing a bundle may take, all its modules together: a source text is as hostile as what it does when it runs. The work is counted
/// by the metered parser, on a thread with a large stack, and ends at the limits with an error for the worker's author.
/// </summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class ParseBudget
{
    // A parser that is given a large bundle works long without ill will; the figure is a generous guess, not a measurement.
    private const int SourceBytesPerMillisecond = 4 << 10;

    // Compiling WebAssembly is charged three milliseconds for a kilobyte, the machine code that is made of it later included, and more where functions are small.
    private const int WasmBytesPerMillisecond = 1 << 8;

    // A busy machine must not meet the clock first: the presets, too, give at least twice the work.
    private const int ClockPerWork = 2;

    // Measured: a bundle that is refused at 128 MB had up to 24 MB more resident without it.
    private const int CollectorPart = 8;

    private readonly LimitSession _session;
    private readonly IWorkSlots? _slots;
    private IWorkSlot? _slot;

    /// <summary>Makes a budget.</summary>
    /// <param name="sourceBytes">The length of all sources.</param>
    /// <param name="limits">The worker's limits; the start-up CPU time is what any source may take.</param>
    /// <param name="wasmBytes">The length of all modules of WebAssembly.</param>
    /// <param name="slots">Gives the slots in which the work is done; none when nobody else is there.</param>
    public ParseBudget(long sourceBytes, ExecutionLimits limits, long wasmBytes = 0, IWorkSlots? slots = null)
    {
        _slots = slots;
        var more = (sourceBytes / SourceBytesPerMillisecond) + (wasmBytes / WasmBytesPerMillisecond);
        _session = new(limits with
        {
            CpuMilliseconds = (int)Math.Min(limits.StartupCpuMilliseconds + more, int.MaxValue),
            TurnMilliseconds = (int)Math.Min(limits.TurnMilliseconds + (ClockPerWork * more), int.MaxValue),
        });

        // The sources are there as bytes, and as text; and nearly all that a parser makes lives, so that the collector moves it
        // and needs room beside it.
        _session.ChargeHostBytes((sourceBytes * (1 + sizeof(char))) + wasmBytes + (limits.AllocationBytes / CollectorPart));
    }

    /// <summary>Parses on the budget.</summary>
    /// <param name="name">The module, for errors.</param>
    /// <param name="parse">The parsing, and what else of its kind is charged to the budget.</param>
    /// <param name="isSuspect">Whether it is to leave a slot to the others (<see cref="IWorkSlots.RunWork"/>).</param>
    /// <exception cref="WorkerLoadException">A limit was exceeded.</exception>
    public T Run<T>(string name, Func<LimitSession, T> parse, bool isSuspect = false) => LargeStack.Call(
        () => _slots is null ? Run(name, parse) : _slots.RunWork(isSuspect, _session.Limits.TurnMilliseconds, slot =>
        {
            _slot = slot;
            try
            {
                return Run(name, parse);
            }
            finally
            {
                _slot = null;
            }
        }));

    /// <summary>Waits for something that needs no processor, while it parses: nobody waits for the slot meanwhile.</summary>
    public T WaitOutside<T>(Func<T> wait) => _slot is { } slot ? slot.WaitOutside(wait) : wait();

    private T Run<T>(string name, Func<LimitSession, T> parse)
    {
        var before = _session.Report.AllocatedBytes;
        try
        {
            using (_session.BeginWork(_slot is { } slot ? slot.OnSlice : null))
            {
                return parse(_session);
            }
        }
        catch (Exception) when (_session.Exceeded is not null)
        {
            throw new WorkerLoadException(LimitOutcome.Failure(_session.Exceeded, what: $"'{name}' cannot be parsed: "));
        }
        catch (InsufficientExecutionStackException)
        {
            throw new WorkerLoadException(new(WorkerOutcome.Exception, $"'{name}' cannot be parsed: its code nests too deeply."));
        }
        finally
        {
            // The tree stays, or does not; what was needed to make it is garbage in any case.
            GarbagePressure.Add((_session.Report.AllocatedBytes - before) / 2);
        }
    }
}
