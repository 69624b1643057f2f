using System.Runtime.InteropServices;

namespace PureEdge.Cli;

/// <summary>Calls for the settings to be read again: at SIGHUP, and when their file changes.</summary>
internal sealed class ConfigChanges : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly FileChanges _file = new();
    private readonly PosixSignalRegistration? _hangUp;
    private readonly Task _reading;

    private ConfigChanges(string path, Func<Task> reload)
    {
        _file.Watch([Path.GetFullPath(path)]);
        if (!OperatingSystem.IsWindows())
        {
            // There it means that the console is closed, and nothing can be done about that.
            _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                _file.Tell();
            });
        }

        _reading = ReadAsync(reload);
    }

    /// <summary>Begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reload">Reads it again; it reports what is wrong itself.</param>
    public static ConfigChanges Watch(string path, Func<Task> reload) => new(path, reload);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _hangUp?.Dispose();
        await _end.CancelAsync();
        await _reading;
        _file.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync(Func<Task> reload)
    {
        try
        {
            while (true)
            {
                await _file.NextAsync(_end.Token);
                await reload();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }
}
