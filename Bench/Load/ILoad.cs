namespace PureEdge.Bench.Load;

/// <summary>What is done to a server, again and again for a time. One run at a time.</summary>
internal interface ILoad : IDisposable
{
    /// <summary>Does it for a time.</summary>
    Task<LoadResult> RunForAsync(TimeSpan time);
}
