namespace PureEdge.Engine;

/// <summary>
/// Notes which workers' code is on a thread, where it outlives the process: if the process dies, the notes say who was running.
/// Implementations are thread-safe and fast: they are called around every turn.
/// </summary>
public interface IFlightRecorder
{
    /// <summary>A worker's code begins to run, or to be parsed.</summary>
    /// <param name="version">The version, as <see cref="WorkerDefinition.VersionLabel"/> names it.</param>
    /// <returns>The note, for <see cref="End"/>.</returns>
    int Begin(string version);

    /// <summary>It ended, well or not; the process lives.</summary>
    /// <param name="note">What <see cref="Begin"/> returned.</param>
    void End(int note);
}
