using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>
/// What a compiled assembly says of itself, before any of it is loaded. Its code uses internals of this library, so that only the build
/// that compiled it may run it.
/// </summary>
internal static class AssemblyHeader
{
    /// <summary>The version of what stands in the assembly; any change of it raises this.</summary>
    public const string Format = "2";

    public const string FormatKey = "PureEdge.Wasm.Format";
    public const string CompilerKey = "PureEdge.Wasm.Compiler";

    private const string Again = "compile it again, with `pureedge wasm aot` or WasmAssembly.Write";

    /// <summary>Version and build of this library.</summary>
    public static string Compiler { get; } =
        $"{typeof(AssemblyHeader).Assembly.GetName().Version?.ToString(3)} build {typeof(AssemblyHeader).Module.ModuleVersionId:N}";

    /// <summary>Writes it down.</summary>
    public static void Mark(AssemblyBuilder assembly, string format, string compiler)
    {
        var constructor = typeof(AssemblyMetadataAttribute).GetConstructor([typeof(string), typeof(string)])!;
        assembly.SetCustomAttribute(new CustomAttributeBuilder(constructor, [FormatKey, format]));
        assembly.SetCustomAttribute(new CustomAttributeBuilder(constructor, [CompilerKey, compiler]));
    }

    /// <summary>Refuses what this build cannot run.</summary>
    /// <exception cref="WasmFormatException">It is of another version, or no such assembly at all.</exception>
    public static void Require(Assembly assembly)
    {
        var said = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToList();
        Require(
            assembly.GetName().Name!,
            said.Find(attribute => attribute.Key == FormatKey)?.Value,
            said.Find(attribute => attribute.Key == CompilerKey)?.Value);
    }

    /// <inheritdoc cref="Require(Assembly)" />
    public static void Require(PEReader file)
    {
        if (!file.HasMetadata || file.GetMetadataReader() is not { IsAssembly: true } reader)
        {
            throw new WasmFormatException(WasmErrorKind.Malformed, "the bytes are no assembly of .NET");
        }

        string? format = null, compiler = null;
        foreach (var handle in reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (IsMetadata(reader, attribute))
            {
                var blob = reader.GetBlobReader(attribute.Value);
                // The two bytes that every attribute begins with.
                blob.ReadUInt16();
                var key = blob.ReadSerializedString();
                var value = blob.ReadSerializedString();
                format = key == FormatKey ? value : format;
                compiler = key == CompilerKey ? value : compiler;
            }
        }

        Require(reader.GetString(reader.GetAssemblyDefinition().Name), format, compiler);
    }

    private static bool IsMetadata(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && reader.StringComparer.Equals(reader.GetTypeReference((TypeReferenceHandle)parent).Name, nameof(AssemblyMetadataAttribute));

    private static void Require(string name, string? format, string? compiler)
    {
        if (format is null || compiler is null)
        {
            throw new WasmFormatException(WasmErrorKind.Malformed, $"the assembly \"{name}\" has no WebAssembly module in it: it was not written by `pureedge wasm aot` or WasmAssembly.Write");
        }

        if (format != Format)
        {
            throw new WasmFormatException(WasmErrorKind.Unsupported, $"the assembly \"{name}\" has the format \"{format}\", and this version reads {Format}: {Again}");
        }

        if (compiler != Compiler)
        {
            throw new WasmFormatException(WasmErrorKind.Unsupported, $"the assembly \"{name}\" was compiled by PureEdge.Wasm \"{compiler}\", and this is {Compiler}, which may differ in what compiled code uses: {Again}");
        }
    }
}
