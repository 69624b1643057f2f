using Mono.Cecil;

namespace PureEdge.Wasm.Tests.Verification;

internal enum StackKind
{
    Int32,
    Int64,
    Native,
    Float,
    Null,
    Object,
    Value,
    Reference,
}

/// <summary>What stands on the stack of the IL, as ECMA-335 III.1.1 has it; the name is that of the class, the structure, or what is referred to.</summary>
internal readonly record struct StackType(StackKind Kind, string Name = "")
{
    public static readonly StackType Int32 = new(StackKind.Int32);
    public static readonly StackType Int64 = new(StackKind.Int64);
    public static readonly StackType Native = new(StackKind.Native);
    public static readonly StackType Float = new(StackKind.Float);
    public static readonly StackType Null = new(StackKind.Null);

    public bool IsInteger => Kind is StackKind.Int32 or StackKind.Int64 or StackKind.Native;

    public static StackType Object(string name) => new(StackKind.Object, name);

    public static StackType Reference(string name) => new(StackKind.Reference, name);

    public static StackType Of(TypeReference type) => type switch
    {
        ByReferenceType reference => Reference(reference.ElementType.FullName),
        _ => type.FullName switch
        {
            "System.Int32" or "System.UInt32" or "System.Byte" or "System.SByte" or "System.Boolean" or "PureEdge.Wasm.WasmType" => Int32,
            "System.Int64" or "System.UInt64" => Int64,
            "System.IntPtr" => Native,
            "System.Single" or "System.Double" => Float,
            var name => new StackType(type.IsValueType ? StackKind.Value : StackKind.Object, name),
        },
    };

    /// <summary>Whether a value may be where another type is wanted.</summary>
    public bool Fits(StackType wanted) =>
        this == wanted
        || (Kind == StackKind.Int32 && wanted.Kind == StackKind.Native)
        || (Kind == StackKind.Null && wanted.Kind == StackKind.Object)
        || (Kind == StackKind.Object && wanted.Kind == StackKind.Object && (wanted.Name == "System.Object" || IsSubclass(Name, wanted.Name)));

    public override string ToString() => Name == "" ? Kind.ToString() : $"{Kind} {Name}";

    private static bool IsSubclass(string name, string wanted) =>
        Find(name) is { } type && Find(wanted) is { } parent && type.IsAssignableTo(parent);

    private static Type? Find(string name) => typeof(WasmModule).Assembly.GetType(name) ?? typeof(object).Assembly.GetType(name);
}
