namespace PureEdge.Engine.WebApi.Streams;

/// <summary>What is said when a stream is larger than its reader allows.</summary>
internal static class StreamLimits
{
    public static string TooLarge(long maxBytes) => $"The stream has more than {maxBytes} bytes, which is the limit here.";
}
