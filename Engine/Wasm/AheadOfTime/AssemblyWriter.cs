using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Runtime;
using ModuleDefinition = PureEdge.Wasm.Binary.ModuleDefinition;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>
/// Writes a module as an assembly: the methods that <see cref="ModuleCompiler"/> emits, the code between them and the host, a way to find each
/// by its number, and the bytes of the module, which declare all that is not code.
/// </summary>
internal static class AssemblyWriter
{
    /// <summary>The type with all methods.</summary>
    public const string TypeName = "Module";

    /// <summary>The public method of it that makes the module.</summary>
    public const string LoadName = "Load";

    /// <summary>The resource that has the module in the binary format.</summary>
    public const string ResourceName = "module.wasm";

    /// <summary>Compiles a module and gives the file.</summary>
    /// <param name="name">The simple name of the assembly.</param>
    /// <param name="format">What it says of itself; likewise the next.</param>
    /// <exception cref="WasmFormatException">The module is refused.</exception>
    public static byte[] Write(byte[] module, string name, WasmLimits limits, string format = AssemblyHeader.Format, string? compiler = null)
    {
        var definition = ModuleDecoder.Decode(module, limits);
        var assembly = new PersistedAssemblyBuilder(new AssemblyName { Name = name, Version = new Version(1, 0, 0, 0) }, typeof(object).Assembly);
        var builder = assembly.DefineDynamicModule(name + ".dll");
        AssemblyHeader.Mark(assembly, format, compiler ?? AssemblyHeader.Compiler);
        FriendAccess.Define(builder);
        Define(builder, definition, limits);
        return Serialize(assembly, definition.Bytes);
    }

    private static void Define(ModuleBuilder builder, ModuleDefinition definition, WasmLimits limits)
    {
        var owner = builder.DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var (functions, steps) = ModuleCompiler.Emit(definition, limits, owner);
        var types = PrecompiledModule.Types(definition);
        List<MethodBuilder> thunks = [.. types.Select((type, i) => HostThunk.Define(owner, $"h{i}", type))];
        List<MethodBuilder> invokers = [.. types.Select((type, i) => Invoker.Define(owner, $"i{i}", type))];
        var findFunction = CodeDirectory.Define(owner, "Function", typeof(nint), functions.Length, (il, i) => il.Emit(OpCodes.Ldftn, functions[i]));
        var findThunk = CodeDirectory.Define(owner, "Thunk", typeof(nint), types.Count, (il, i) => il.Emit(OpCodes.Ldftn, thunks[i]));
        var findInvoker = CodeDirectory.Define(owner, "Invoker", typeof(InvokerCode), types.Count, (il, i) => LoadDelegate(il, typeof(InvokerCode), invokers[i]));

        var load = owner.DefineMethod(LoadName, MethodAttributes.Public | MethodAttributes.Static, typeof(WasmModule), [typeof(WasmLimits)]).GetILGenerator();
        load.Emit(OpCodes.Ldtoken, owner);
        load.Emit(OpCodes.Call, Members.Method(typeof(Type), nameof(Type.GetTypeFromHandle)));
        LoadDelegate(load, typeof(PointerFinder), findFunction);
        LoadDelegate(load, typeof(PointerFinder), findThunk);
        LoadDelegate(load, typeof(InvokerFinder), findInvoker);
        load.Emit(OpCodes.Ldarg_0);
        load.Emit(OpCodes.Ldc_I8, steps);
        load.Emit(OpCodes.Call, Members.Method(typeof(PrecompiledModule), nameof(PrecompiledModule.Make)));
        load.Emit(OpCodes.Ret);
        owner.CreateType();
    }

    private static void LoadDelegate(ILGenerator il, Type type, MethodInfo method)
    {
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Ldftn, method);
        il.Emit(OpCodes.Newobj, type.GetConstructors()[0]);
    }

    private static byte[] Serialize(PersistedAssemblyBuilder assembly, byte[] module)
    {
        var metadata = assembly.GenerateMetadata(out var code, out var fields);
        FriendAccess.Ask(metadata);
        metadata.AddManifestResource(ManifestResourceAttributes.Public, metadata.GetOrAddString(ResourceName), default, 0);
        var resources = new BlobBuilder();
        resources.WriteInt32(module.Length);
        resources.WriteBytes(module);
        // What follows them in the file must begin at such an address.
        resources.Align(8);
        var file = new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(),
            new MetadataRootBuilder(metadata),
            code,
            fields,
            resources,
            deterministicIdProvider: static _ => default);
        var blob = new BlobBuilder();
        file.Serialize(blob);
        var bytes = blob.ToArray();
        Identify(bytes);
        return bytes;
    }

    // The same module gives the same file: what names the build is made of the content instead of chance.
    private static void Identify(byte[] file)
    {
        using var reader = new PEReader(new MemoryStream(file));
        var metadata = reader.GetMetadataReader();
        var id = metadata.GetModuleDefinition().Mvid;
        if (!id.IsNil)
        {
            var heap = file.AsSpan(reader.PEHeaders.MetadataStartOffset + metadata.GetHeapMetadataOffset(HeapIndex.Guid), metadata.GetHeapSize(HeapIndex.Guid));
            var bytes = heap.Slice(heap.IndexOf(metadata.GetGuid(id).ToByteArray()), 16);
            bytes.Clear();
            SHA256.HashData(file).AsSpan(0, 16).CopyTo(bytes);
        }
    }
}
