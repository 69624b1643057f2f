using PureEdge.Hostile.Tests.Servers;

#pragma warning disable CA1050, MA0047 // The runtime looks for this name, in no namespace.

/// <summary>
/// Runs inside the server's process before its own code (DOTNET_STARTUP_HOOKS names this assembly): the one way to see garbage
/// collections and peaks of memory as they happen, without a change to the server.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(ProbeAgent.PortVariable) is { } port)
        {
            ProbeAgent.Start(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
