namespace PureEdge.AspNetCore.Dashboard;

/// <summary>A request that is refused with a page that says why.</summary>
internal sealed class DashboardException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
