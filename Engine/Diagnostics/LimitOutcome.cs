using PureEdge.Engine.Scripts;
using PureEdge.Limits;

namespace PureEdge.Engine.Diagnostics;

/// <summary>What the author of a worker is told of a limit that was exceeded.</summary>
internal static class LimitOutcome
{
    /// <summary>The failure of an event that exceeded a limit.</summary>
    /// <param name="exceeded">The limit.</param>
    /// <param name="bundle">The code that ran, if any did.</param>
    /// <param name="what">What exceeded it, before the message.</param>
    public static WorkerFailure Failure(LimitExceededException exceeded, PreparedBundle? bundle = null, string what = "")
    {
        var outcome = exceeded.Kind switch
        {
            LimitKind.Cpu => WorkerOutcome.ExceededCpu,
            LimitKind.Memory or LimitKind.RetainedMemory => WorkerOutcome.ExceededMemory,
            LimitKind.WallTime => WorkerOutcome.ExceededWall,
            LimitKind.Stack => WorkerOutcome.ExceededStack,
            LimitKind.Canceled => WorkerOutcome.Canceled,
            _ => WorkerOutcome.ExceededSubrequests,
        };
        return new(outcome, what + exceeded.Message, null, JintLocation.Of(exceeded), exceeded) { HotFunctions = HotFunctions.Of(exceeded, bundle) };
    }
}
