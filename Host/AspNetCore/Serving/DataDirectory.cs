using System.Security.Cryptography;
using System.Text;
using PureEdge.AspNetCore.Bindings.Secrets;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Serving;

/// <summary>
/// The directory for what must survive the server: the store (<c>store/</c>), the API's token (<c>admin-token</c>) and the key that secrets are
/// encrypted with (<c>secret-key</c>). One process has it. <c>:memory:</c> keeps nothing.
/// </summary>
internal sealed class DataDirectory : IAsyncDisposable
{
    /// <summary>The name that means "keep nothing".</summary>
    public const string Memory = ":memory:";

    private const string TokenFile = "admin-token";
    private const string KeyFile = "secret-key";
    private const int MostFileBytes = 1024;
    private const int TokenBytes = 32;
    private const int LeastTokenLength = 16;

    private DataDirectory(IEdgeStore store, string token, bool isTokenNew, SecretBox secrets)
    {
        Store = store;
        Token = token;
        IsTokenNew = isTokenNew;
        Secrets = secrets;
    }

    public IEdgeStore Store { get; }

    /// <summary>The token that opens the administration.</summary>
    public string Token { get; }

    /// <summary>Whether it was made now, so that nobody has seen it.</summary>
    public bool IsTokenNew { get; }

    public SecretBox Secrets { get; }

    /// <summary>Opens a directory, or makes it.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="token">The token to use in place of the one that is kept, or <see langword="null"/>.</param>
    /// <param name="onNotice">Told what an operator should know of the store.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="PureEdgeException">It cannot be used; the message says why.</exception>
    public static async Task<DataDirectory> OpenAsync(string path, string? token, Action<string> onNotice, CancellationToken cancel)
    {
        if (token is not null && (token.Length < LeastTokenLength || token.Any(static c => c is <= ' ' or > '~')))
        {
            throw new PureEdgeException("options_invalid", $"The token given with --token or PUREEDGE_API_TOKEN is no sound one; it must be {LeastTokenLength} or more printable ASCII characters without spaces.");
        }

        if (path == Memory)
        {
            var store = await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory }, cancel);
            return new(store, token ?? NewToken(), token is null, new SecretBox(RandomNumberGenerator.GetBytes(SecretBox.KeyBytes), "memory"));
        }

        Prepare(path);
        IEdgeStore? opened = null;
        try
        {
            // First: it has the lock of the directory.
            opened = await EdgeStore.OpenAsync(new() { DataDirectory = Path.Combine(path, "store"), OnNotice = onNotice }, cancel);
            var kept = token is null ? ReadOrMake(path, TokenFile, NewToken) : (token, false);
            var keyPath = Path.Combine(path, KeyFile);
            var key = Key(keyPath, ReadOrMake(path, KeyFile, static () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBox.KeyBytes))).Text);
            return kept.Item1.Length >= LeastTokenLength
                ? new(opened, kept.Item1, kept.Item2, new SecretBox(key, keyPath))
                : throw new PureEdgeException("data_directory", $"'{Path.Combine(path, TokenFile)}' has no token of at least {LeastTokenLength} characters. Delete the file to have one made, or write one into it.");
        }
        catch (StorageException e)
        {
            throw new PureEdgeException("data_directory", $"{e.Message.TrimEnd('.')}. (Another directory: --data DIR; none: --data {Memory})", e);
        }
        catch when (opened is not null)
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PureEdgeException("data_directory", $"The data directory '{path}' cannot be used: {e.Message} Use --data DIR, or --data :memory: to keep nothing.", e);
        }
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    private static byte[] Key(string path, string text)
    {
        var key = new byte[SecretBox.KeyBytes];
        return Convert.FromHexString(text, key, out _, out var written) == System.Buffers.OperationStatus.Done && written == key.Length
            ? key
            : throw new PureEdgeException("data_directory", $"'{path}' is damaged: it must hold {SecretBox.KeyBytes * 2} hexadecimal digits. Without the right key no secret of a worker can be read; put the file back from a copy, or delete it and put the secrets again.");
    }

    private static (string Text, bool IsNew) ReadOrMake(string directory, string name, Func<string> make)
    {
        var path = Path.Combine(directory, name);
        try
        {
            if (new FileInfo(path).Exists)
            {
                return (Read(path), false);
            }

            // Under another name until it is whole: a crash must not leave half a key.
            var text = make();
            var next = path + ".new";
            new FileInfo(next).Delete();
            using (var stream = new FileStream(next, PrivateFile()))
            {
                stream.Write(Encoding.ASCII.GetBytes(text + "\n"));
                stream.Flush(flushToDisk: true);
            }

            new FileInfo(next).MoveTo(path);
            return (text, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PureEdgeException("data_directory", $"'{path}' cannot be used: {e.Message}", e);
        }
    }

    private static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length > MostFileBytes)
        {
            throw new IOException($"It is larger than {MostFileBytes} bytes.");
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Trim();
    }

    private static FileStreamOptions PrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
