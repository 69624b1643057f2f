namespace PureEdge.Conformance.Tests.Programs;

/// <summary>workerd in the place of the product: shows that the comparison passes what is equal and fails what is not.</summary>
/// <remarks>Mutable state: the list of processes, used by one test at a time.</remarks>
internal sealed class WorkerdServer(string workerd, string folder) : IServerUnderTest
{
    private readonly List<WorkerdProcess> _processes = [];

    public async Task<Uri> ServeAsync(string name, string bundlePath)
    {
        WorkerdProcess process = await WorkerdProcess.StartAsync(workerd, new Dictionary<string, string>(StringComparer.Ordinal) { [name] = bundlePath }, folder);
        _processes.Add(process);
        return process.AddressOf(name);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (WorkerdProcess process in _processes)
        {
            await process.DisposeAsync();
        }
    }
}
