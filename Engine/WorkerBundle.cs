using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PureEdge.Engine;

/// <summary>What a module of a bundle is to the modules that import it.</summary>
public enum WorkerModuleKind
{
    /// <summary>An ECMAScript module.</summary>
    EsModule,

    /// <summary>A script in service-worker syntax (<c>addEventListener("fetch", ...)</c>); only as the one module of a bundle.</summary>
    ServiceWorker,

    /// <summary>Text: the default export is a string.</summary>
    Text,

    /// <summary>Bytes: the default export is an ArrayBuffer.</summary>
    Data,

    /// <summary>JSON: the default export is the parsed value.</summary>
    Json,

    /// <summary>WebAssembly: the default export is a WebAssembly.Module.</summary>
    Wasm,
}

/// <summary>A module of a bundle.</summary>
/// <param name="Name">Its name, a relative path with <c>/</c>; what imports resolve to.</param>
/// <param name="Kind">What it is to importers.</param>
/// <param name="Content">Its bytes; text is UTF-8. Kept, and not to be changed any more.</param>
public sealed record WorkerModule(string Name, WorkerModuleKind Kind, ReadOnlyMemory<byte> Content);

/// <summary>The modules of a worker, the first being the main module. Immutable.</summary>
public sealed class WorkerBundle
{
    private readonly Lazy<string> _hash;

    /// <summary>Makes a bundle.</summary>
    /// <param name="modules">The modules; the first is the main one.</param>
    /// <exception cref="ArgumentException">There is no module, a name is empty or taken twice, or the main module is no code.</exception>
    public WorkerBundle(IReadOnlyList<WorkerModule> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        if (modules.Count == 0)
        {
            throw new ArgumentException("A worker needs at least one module.", nameof(modules));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            if (module.Name.Length == 0 || !names.Add(module.Name))
            {
                throw new ArgumentException($"The module name '{module.Name}' is {(module.Name.Length == 0 ? "empty" : "used twice")}.", nameof(modules));
            }
        }

        Modules = modules;
        _hash = new(() => HashOf(modules));
        if (Main.Kind is not (WorkerModuleKind.EsModule or WorkerModuleKind.ServiceWorker))
        {
            throw new ArgumentException($"The main module '{Main.Name}' is {Main.Kind}; it must be JavaScript.", nameof(modules));
        }
    }

    /// <summary>The main module.</summary>
    public WorkerModule Main => Modules[0];

    /// <summary>All modules, the main one first.</summary>
    public IReadOnlyList<WorkerModule> Modules { get; }

    /// <summary>The SHA-256 of all modules with their names and kinds, in lower-case hexadecimal: the same bundle has the same hash everywhere.</summary>
    public string Hash => _hash.Value;

    /// <summary>A bundle of one ES module given as text.</summary>
    /// <param name="source">The source.</param>
    /// <param name="name">The module's name, as it stands in stack traces.</param>
    public static WorkerBundle FromSource(string source, string name = "worker.js") =>
        new([new(name, WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(source))]);

    /// <summary>A bundle of one script in service-worker syntax.</summary>
    /// <param name="source">The source.</param>
    /// <param name="name">The script's name, as it stands in stack traces.</param>
    public static WorkerBundle FromServiceWorker(string source, string name = "worker.js") =>
        new([new(name, WorkerModuleKind.ServiceWorker, Encoding.UTF8.GetBytes(source))]);

    private static string HashOf(IReadOnlyList<WorkerModule> modules)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> lengths = stackalloc byte[12];
        foreach (var module in modules)
        {
            // With the lengths before it no content can pass for another module.
            var name = Encoding.UTF8.GetBytes(module.Name);
            BinaryPrimitives.WriteInt32LittleEndian(lengths, name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], (int)module.Kind);
            BinaryPrimitives.WriteInt32LittleEndian(lengths[8..], module.Content.Length);
            hash.AppendData(lengths);
            hash.AppendData(name);
            hash.AppendData(module.Content.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
