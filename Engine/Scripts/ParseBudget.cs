using PureEdge.Engine.Diagnostics;
using PureEdge.Limits;
using PureEdge.Limits.Memory;

namespace PureEdge.Engine.Scripts;

/// <summary>
/// Parsing on a budget: a source text is as hostile as what it does when it runs. Its work is counted by the metered parser, on a thread
/// with a large stack, and ends at the limits with an error for the worker's author.
/// </summary>
internal static class ParseBudget
{
    // A parser that is given a large bundle works long without ill will; the figure is a generous guess, not a measurement.
    private const int SourceBytesPerMillisecond = 4 << 10;

    /// <summary>Parses on a budget.</summary>
    /// <param name="name">The module, for errors.</param>
    /// <param name="sourceBytes">The length of the source.</param>
    /// <param name="limits">The worker's limits; the start-up CPU time is what any source may take.</param>
    /// <param name="parse">The parsing, and what else of its kind is charged to the budget.</param>
    /// <exception cref="WorkerLoadException">A limit was exceeded.</exception>
    public static T Run<T>(string name, int sourceBytes, ExecutionLimits limits, Func<LimitSession, T> parse)
    {
        var milliseconds = limits.StartupCpuMilliseconds + (sourceBytes / SourceBytesPerMillisecond);
        var session = new LimitSession(limits with { CpuMilliseconds = milliseconds, AllocationBytes = Math.Max(limits.AllocationBytes, MemoryFor(sourceBytes)) });
        return LargeStack.Call(() =>
        {
            try
            {
                using (session.BeginWork())
                {
                    return parse(session);
                }
            }
            catch (Exception) when (session.Exceeded is not null)
            {
                throw new WorkerLoadException(LimitOutcome.Failure(session.Exceeded, $"'{name}' cannot be parsed: "));
            }
            catch (InsufficientExecutionStackException)
            {
                throw new WorkerLoadException(new(WorkerOutcome.Exception, $"'{name}' cannot be parsed: its code nests too deeply."));
            }
            finally
            {
                // The tree stays, or does not; what was needed to make it is garbage in any case.
                GarbagePressure.Add(session.Report.AllocatedBytes / 2);
            }
        });
    }

    // Trees of large bundles take more than a request may: those of libraries 12 to 19 bytes for a byte of source (measured), and there
    // is garbage beside them.
    private static long MemoryFor(int sourceBytes) => 60L * sourceBytes;
}
