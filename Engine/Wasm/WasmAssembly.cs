using System.Reflection;
using System.Reflection.PortableExecutable;
using PureEdge.Wasm.AheadOfTime;
using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm;

/// <summary>
/// Modules compiled ahead of time to assemblies of .NET, which run without dynamic code: the same instructions as those that
/// <see cref="WasmModule.Compile(ReadOnlySpan{byte}, WasmLimits?, IWasmCodeCache?)"/> makes, fuel and limits included.
/// </summary>
public static class WasmAssembly
{
    // Several times what the largest module that is allowed is compiled to.
    private const long MostBytes = 512L << 20;

    /// <summary>Compiles a module and writes the assembly. The same module gives the same bytes.</summary>
    /// <param name="module">The binary format.</param>
    /// <param name="name">The simple name of the assembly: its file is to be called so, with ".dll".</param>
    /// <param name="target">Where the assembly is written; left open.</param>
    /// <param name="limits">What the module may contain; <see cref="WasmLimits.Default"/> when not given.</param>
    /// <exception cref="WasmFormatException">The module is refused.</exception>
    public static void Write(ReadOnlySpan<byte> module, string name, Stream target, WasmLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        limits ??= WasmLimits.Default;
        ModuleDecoder.RequireSize(module.Length, limits);
        target.Write(AssemblyWriter.Write(module.ToArray(), name, limits));
    }

    /// <summary>
    /// Loads an assembly that <see cref="Write"/> wrote, to be collected with the last instance of the module. Code of .NET can do whatever
    /// the process may: load only what you compiled yourself.
    /// </summary>
    /// <param name="assembly">The file, at most 512 MB; left open.</param>
    /// <param name="limits">What the module may declare; <see cref="WasmLimits.Default"/> when not given. Limits of functions were checked when it was compiled.</param>
    /// <exception cref="WasmFormatException">It is no such assembly, was written by another version of this library, or exceeds the limits.</exception>
    public static WasmModule Load(Stream assembly, WasmLimits? limits = null)
    {
        using var bytes = ReadAll(assembly);
        return LoadWhole(bytes, limits);
    }

    /// <param name="bytes">Nothing but the file.</param>
    /// <inheritdoc cref="Load(Stream, WasmLimits?)" />
    internal static WasmModule LoadWhole(MemoryStream bytes, WasmLimits? limits)
    {
        try
        {
            using (var file = new PEReader(bytes, PEStreamOptions.LeaveOpen))
            {
                AssemblyHeader.Require(file);
            }

            bytes.Position = 0;
            return Make(new ModuleLoadContext().LoadFromStream(bytes), limits);
        }
        catch (BadImageFormatException e)
        {
            throw new WasmFormatException(WasmErrorKind.Malformed, $"the bytes are no assembly of .NET: {e.Message}");
        }
    }

    /// <summary>
    /// Makes the module of an assembly that the process has loaded: one that the application references, as programs that are compiled
    /// ahead of time as a whole must.
    /// </summary>
    /// <inheritdoc cref="Load(Stream, WasmLimits?)" />
    public static WasmModule Load(Assembly assembly, WasmLimits? limits = null)
    {
        AssemblyHeader.Require(assembly);
        return Make(assembly, limits);
    }

    private static WasmModule Make(Assembly assembly, WasmLimits? limits)
    {
        var load = assembly.GetType(AssemblyWriter.TypeName)?.GetMethod(AssemblyWriter.LoadName)
            ?? throw new WasmFormatException(WasmErrorKind.Malformed, $"the assembly \"{assembly.GetName().Name}\" has lost its method \"{AssemblyWriter.TypeName}.{AssemblyWriter.LoadName}\"");
        return load.CreateDelegate<Func<WasmLimits?, WasmModule>>()(limits);
    }

    private static MemoryStream ReadAll(Stream source)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > MostBytes)
            {
                throw new WasmFormatException(WasmErrorKind.LimitExceeded, $"the assembly has more than {MostBytes} bytes, which are allowed");
            }

            bytes.Write(buffer, 0, read);
        }

        bytes.Position = 0;
        return bytes;
    }
}
