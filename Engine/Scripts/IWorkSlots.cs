namespace PureEdge.Engine.Scripts;

/// <summary>Gives processor slots to work that is no turn of an isolate.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface IWorkSlots
{
    /// <summary>
    /// Runs work on the current thread when a slot is free: parsing and compiling, of which hostile code takes as much as it may. All of it is served as if it were
    /// one worker. A thread that runs in a slot does it in that one.
    /// </summary>
    /// <param name="isSuspect">Whether it takes long steps and makes much garbage, and is to leave a slot to the others as suspects do.</param>
    /// <param name="milliseconds">How long it may run.</param>
    /// <param name="work">What it does in its slot.</param>
    T RunWork<T>(bool isSuspect, int milliseconds, Func<IWorkSlot, T> work);
}

/// <summary>The slot of work that runs.</summary>
/// <remarks>Used by the thread that runs the work.</remarks>
internal interface IWorkSlot
{
    /// <summary>To be called about once a millisecond: lets others run who are due.</summary>
    void OnSlice();

    /// <summary>Waits for something, a disk, without the slot, and comes back when one is free again.</summary>
    T WaitOutside<T>(Func<T> wait);
}
