using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Serving;

/// <summary>
/// The certificates of https listeners: one PEM file, or a folder of them, chosen by the name that a client asks for (SNI). The files are looked at again once a minute, when a client
/// connects, so that a renewed certificate needs no restart; one that cannot be read leaves those before in use.
/// </summary>
/// <remarks>Thread-safe: what was read is replaced, never changed.</remarks>
internal sealed class CertificateStore
{
    private const int MostBytes = 256 << 10;
    private const int MostFiles = 10_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Action<string> _onProblem;
    private readonly Lock _reading = new();
    private Loaded _loaded;
    private long _lookedAt;

    private CertificateStore(string path, TimeProvider time, Action<string> onProblem)
    {
        (_path, _time, _onProblem) = (path, time, onProblem);
        _loaded = Read(Files());
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>Reads the certificates.</summary>
    /// <param name="path">A PEM file with a certificate, its intermediates and its key (or the key beside it, with the ending <c>.key</c>), or a folder of such <c>.pem</c> files.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onProblem">Told when files that have changed cannot be read.</param>
    /// <exception cref="PureEdgeException">There is none, or one cannot be read; the message names the file.</exception>
    public static CertificateStore Open(string path, TimeProvider time, Action<string> onProblem) => new(path, time, onProblem);

    /// <summary>What a connection is secured with.</summary>
    /// <param name="name">The host name that the client asks for; empty when it names none.</param>
    public SslServerAuthenticationOptions For(string name)
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) > LookAgain)
        {
            ReadAgain();
        }

        return Volatile.Read(ref _loaded).For(name);
    }

    private static PureEdgeException Invalid(string message) => new("options_invalid", message);

    private static SslServerAuthenticationOptions Options(string path, out IReadOnlyList<string> names)
    {
        try
        {
            var text = WorkerFiles.ReadText(path, MostBytes);
            var keyPath = Path.ChangeExtension(path, ".key");
            var key = text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) || !WorkerFiles.Exists(keyPath) ? text : WorkerFiles.ReadText(keyPath, MostBytes);
            using var bare = X509Certificate2.CreateFromPem(text, key);
            // Windows takes no key that is not in its store, and this is how one comes into it.
            var certificate = X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pkcs12), null);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(text);
            names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static e => e.EnumerateDnsNames())];
            return new()
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [.. all.Where(c => c.Thumbprint != certificate.Thumbprint)], offline: true),
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            };
        }
        catch (CryptographicException e)
        {
            throw Invalid($"'{path}' is no certificate: it must be a PEM file with a certificate and its private key, or with the key beside it in '{Path.ChangeExtension(Path.GetFileName(path), ".key")}'. ({e.Message})");
        }
    }

    private FileInfo[] Files()
    {
        if (!Directory.Exists(_path))
        {
            return WorkerFiles.Exists(_path) ? [new(_path)] : throw Invalid($"'{_path}' does not exist; --certificates must name a PEM file or a folder of PEM files.");
        }

        var files = new DirectoryInfo(_path).EnumerateFiles("*.pem").Take(MostFiles + 1).OrderBy(static f => f.Name, StringComparer.Ordinal).ToArray();
        return files.Length is > 0 and <= MostFiles ? files : throw Invalid($"'{_path}' has {(files.Length == 0 ? "no" : $"more than {MostFiles}")} .pem files.");
    }

    private static Loaded Read(FileInfo[] files)
    {
        var byName = new Dictionary<string, SslServerAuthenticationOptions>(StringComparer.OrdinalIgnoreCase);
        SslServerAuthenticationOptions? first = null;
        foreach (var file in files)
        {
            var options = Options(file.FullName, out var names);
            first ??= options;
            foreach (var name in names)
            {
                byName.TryAdd(name, options);
            }
        }

        return new(Signature(files), first!, byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    // The keys lie beside: a renewal changes both, and the certificate last or first; the next look sees the rest.
    private static string Signature(FileInfo[] files) => string.Join('|', files.SelectMany(static f => new[] { f, new FileInfo(Path.ChangeExtension(f.FullName, ".key")) })
        .Select(static f => $"{f.Name}/{(f.Exists ? f.LastWriteTimeUtc.Ticks : 0)}/{(f.Exists ? f.Length : 0)}"));

    private void ReadAgain()
    {
        lock (_reading)
        {
            if (_time.GetElapsedTime(_lookedAt) <= LookAgain)
            {
                return;
            }

            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            try
            {
                var files = Files();
                if (Signature(files) != _loaded.Signature)
                {
                    Volatile.Write(ref _loaded, Read(files));
                }
            }
            catch (Exception e) when (e is PureEdgeException or IOException or UnauthorizedAccessException)
            {
                _onProblem($"The certificates were not read again, those before stay in use: {e.Message}");
            }
        }
    }

    private sealed record Loaded(string Signature, SslServerAuthenticationOptions First, FrozenDictionary<string, SslServerAuthenticationOptions> ByName)
    {
        public SslServerAuthenticationOptions For(string name) =>
            ByName.TryGetValue(name, out var exact) ? exact
            : name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && ByName.TryGetValue("*" + name[dot..], out var wild) ? wild
            : First;
    }
}
