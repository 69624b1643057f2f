using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>
/// Lets a compiled assembly, whatever its name, use the internals of this library: the runtime asks for this attribute by its name, and
/// .NET's own proxies (DispatchProxy) use it in the same way.
/// </summary>
internal static class FriendAccess
{
    private const string AttributeName = "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute";

    /// <summary>Defines the attribute, as the first type of an assembly.</summary>
    public static void Define(ModuleBuilder module)
    {
        var attribute = module.DefineType(AttributeName, TypeAttributes.NotPublic | TypeAttributes.Sealed, typeof(Attribute));
        var constructor = attribute.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        il.Emit(OpCodes.Ret);
        attribute.CreateType();
    }

    /// <summary>Puts the attribute on the assembly: the builder of assemblies does not know where a constructor will stand that it writes itself.</summary>
    public static void Ask(MetadataBuilder metadata)
    {
        var first = MetadataTokens.MethodDefinitionHandle(1);
        metadata.AddCustomAttribute(EntityHandle.AssemblyDefinition, first, metadata.GetOrAddBlob(Blob(typeof(FriendAccess).Assembly.GetName().Name!)));
    }

    // As ECMA-335 II.23.3 has it: a prolog, one short string with its length, no named arguments.
    private static byte[] Blob(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        return [1, 0, (byte)text.Length, .. text, 0, 0];
    }
}
