namespace PureEdge.Engine.Scripts;

/// <summary>Gives processor slots to work that is no turn of an isolate.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface IWorkSlots
{
    /// <summary>
    /// Runs work on the current thread when a slot is free: parsing and compiling, of which hostile code takes as much as it may. All of it is served as if it were
    /// one worker.
    /// </summary>
    /// <param name="isSuspect">Whether it takes long steps and makes much garbage, and is to leave a slot to the others as suspects do.</param>
    /// <param name="milliseconds">How long it may run.</param>
    /// <param name="work">What it does; it calls what it is given at the end of a slice.</param>
    T RunWork<T>(bool isSuspect, int milliseconds, Func<Action, T> work);
}
