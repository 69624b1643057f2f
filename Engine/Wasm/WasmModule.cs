using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Interpretation;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm;

/// <summary>A module: checked, compiled, and without state, so that all threads may share it.</summary>
public sealed class WasmModule
{
    private const int HashDigits = 8;

    private readonly Dictionary<string, WasmExport> _exports;

    private readonly Lazy<FunctionNames> _names;
    private string? _hash;

    private WasmModule(ModuleCode code, string? hash)
    {
        Code = code;
        _hash = hash;
        _names = new(() => new FunctionNames(Definition), LazyThreadSafetyMode.PublicationOnly);
        _exports = Definition.Exports.ToDictionary(export => export.Name, StringComparer.Ordinal);
    }

    /// <summary>What it wants to be given, in order.</summary>
    public IReadOnlyList<WasmImport> Imports => Definition.Imports;

    /// <summary>What it gives, in order.</summary>
    public IReadOnlyList<WasmExport> Exports => Definition.Exports;

    /// <summary>Whether it is interpreted, and not compiled to IL.</summary>
    internal bool IsInterpreted => Code is InterpretedModule;

    internal ModuleCode Code { get; }

    internal ModuleDefinition Definition => Code.Definition;

    /// <summary>
    /// Compiles a module; if the process has compiled the same bytes before and still has them, no work is done, but charged. On platforms without
    /// dynamic code (<see cref="RuntimeFeature.IsDynamicCodeSupported"/>) it is checked here and interpreted later, with the same results.
    /// </summary>
    /// <param name="bytes">The binary format. Copied.</param>
    /// <param name="limits">What it may contain; <see cref="WasmLimits.Default"/> when not given.</param>
    /// <param name="cache">
    /// Where its code is looked for, and kept when it is not found: that of modules from 32 KB, which are not compiled in the time that a file takes, to 16 MB, and of none that is
    /// interpreted. None when not given.
    /// </param>
    /// <exception cref="WasmFormatException">The bytes are refused.</exception>
    public static WasmModule Compile(ReadOnlySpan<byte> bytes, WasmLimits? limits = null, IWasmCodeCache? cache = null) =>
        CompiledModules.Get(bytes, null, limits ?? WasmLimits.Default, !RuntimeFeature.IsDynamicCodeSupported, cache);

    /// <summary>As <see cref="Compile(ReadOnlySpan{byte}, WasmLimits?, IWasmCodeCache?)"/>, without a copy of the bytes.</summary>
    /// <param name="bytes">The binary format.</param>
    /// <inheritdoc cref="Compile(ReadOnlySpan{byte}, WasmLimits?, IWasmCodeCache?)" />
    public static WasmModule CompileShared(ImmutableArray<byte> bytes, WasmLimits? limits = null, IWasmCodeCache? cache = null) => CompiledModules.Get(
        bytes.AsSpan(), ImmutableCollectionsMarshal.AsArray(bytes), limits ?? WasmLimits.Default, !RuntimeFeature.IsDynamicCodeSupported, cache);

    /// <param name="isInterpreted">Whether it is to be interpreted whatever the platform can do. A store has modules of one kind.</param>
    /// <inheritdoc cref="Compile(ReadOnlySpan{byte}, WasmLimits?, IWasmCodeCache?)" />
    internal static WasmModule Compile(ReadOnlySpan<byte> bytes, WasmLimits? limits, bool isInterpreted) =>
        CompiledModules.Get(bytes, null, limits ?? WasmLimits.Default, isInterpreted, null);

    /// <summary>Checks bytes as <see cref="Compile(ReadOnlySpan{byte}, WasmLimits?, IWasmCodeCache?)"/> does, without compiling.</summary>
    /// <returns>Why they are refused, or <see langword="null"/>.</returns>
    public static WasmFormatException? Validate(ReadOnlySpan<byte> bytes, WasmLimits? limits = null)
    {
        limits ??= WasmLimits.Default;
        try
        {
            ModuleCompiler.Validate(ModuleDecoder.DecodeCopy(bytes, limits), limits);
            return null;
        }
        catch (WasmFormatException refused)
        {
            return refused;
        }
    }

    /// <summary>The contents of the custom sections of a name, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> CustomSections(string name) =>
        [.. Definition.CustomSections.Where(section => section.Name == name).Select(section => (ReadOnlyMemory<byte>)Definition.Bytes.AsMemory(section.Start, section.End - section.Start))];

    /// <summary>Makes an instance, and runs its start function if it has one.</summary>
    /// <param name="store">What it belongs to.</param>
    /// <param name="imports">Gives for each import a <see cref="WasmFunction"/>, <see cref="WasmMemory"/>, <see cref="WasmTable"/>,
    /// <see cref="WasmGlobal"/> or <see cref="WasmTag"/> of the same store, or <see langword="null"/>.</param>
    /// <exception cref="WasmLinkException">An import is missing or of another type, or the store may not hold so much.</exception>
    /// <exception cref="WasmTrapException">A segment does not fit, or the start function was stopped.</exception>
    public WasmInstance Instantiate(WasmStore store, Func<WasmImport, object?>? imports = null) =>
        new Instantiation(this, store).Run(imports ?? (static _ => null));

    internal WasmExport? FindExport(string name) => _exports.GetValueOrDefault(name);

    /// <summary>Eight digits that tell its bytes from others, for people.</summary>
    internal string Hash => _hash ??= HashOf(Definition.Bytes)[..HashDigits];

    /// <summary>The names of its functions, for people. Read when they are first wanted.</summary>
    internal FunctionNames Names => _names.Value;

    internal static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <param name="code">What runs.</param>
    /// <param name="hash">The hash of the bytes, if it is known.</param>
    internal static WasmModule Of(ModuleCode code, string? hash = null) => new(code, hash?[..HashDigits]);
}
