using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>Makes the readers and writers of references: a method for each type that touches its fields one after the other.</summary>
/// <remarks>Thread-safe.</remarks>
internal static class CopierFactory
{
    private static readonly ConcurrentDictionary<Type, TypeCopier> Copiers = new();
    private static readonly ConcurrentDictionary<Type, TypeCopier> ProcessCopiers = new();
    private static readonly ConcurrentDictionary<Type, bool> Stateless = new();

    // Header, type and length.
    private const int ArrayBytes = 24;

    private static readonly MethodInfo Add = typeof(List<object?>).GetMethod(nameof(List<object?>.Add))!;

    public static TypeCopier Of(Type type) => Copiers.GetOrAdd(type, static type => Make(type, PermitList.FateOf(type)));

    /// <summary>For what the process leads to, where shared objects are read too.</summary>
    public static TypeCopier OfProcess(Type type) => ProcessCopiers.GetOrAdd(type, static type => Make(type, Fate.ShareIfOfProcess));

    private static TypeCopier Make(Type type, Fate fate)
    {
        if (fate is Fate.Refuse or Fate.Share or Fate.WeakReference or Fate.WeakTable)
        {
            return Without(type, fate);
        }

        if (type.IsArray)
        {
            return OfArray(type, fate);
        }

        var paths = typeof(Delegate).IsAssignableFrom(type) ? OfDelegate(type) : ReferencePath.OfInstance(type);
        return paths.Length == 0
            ? Without(type, fate)
            : With(type, fate, paths, OwnerOf);
    }

    private static TypeCopier OfArray(Type type, Fate fate)
    {
        var element = type.GetElementType()!;
        if (!ReferencePath.HasReferences(element))
        {
            return Without(type, fate);
        }

        if (!type.IsSZArray)
        {
            return Without(type, Fate.Refuse);
        }

        if (!element.IsValueType)
        {
            return Without(type, fate) with { Read = ReadElement, Write = WriteElement };
        }

        var paths = ReferencePath.OfElement(element);
        return With(type, fate, paths, ElementOf);
    }

    /// <summary>Whether objects of a type hold nothing, as the classes of lambdas that capture nothing.</summary>
    public static bool IsStateless(Type type) => Stateless.GetOrAdd(type, static type => BytesOf(type) == 2 * IntPtr.Size && type.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static TypeCopier Without(Type type, Fate fate) => type.IsArray
        ? new(type, fate, ArrayBytes, ElementBytes(type.GetElementType()!), null, null)
        : new(type, fate, fate == Fate.Copy || fate == Fate.ShareIfOfProcess ? BytesOf(type) : 0, 0, null, null);

    private static TypeCopier With(Type type, Fate fate, ReferencePath[] paths, Func<ILGenerator, Type, Action> owner) => Without(type, fate) with
    {
        Read = EmitRead(type, paths, il => owner(il, type)),
        Write = EmitWrite(type, paths, il => owner(il, type)),
    };

    // About: header, type and fields, without the gaps of alignment.
    private static int BytesOf(Type type)
    {
        var bytes = 2 * IntPtr.Size;
        for (var t = type; t is not null; t = t.BaseType)
        {
            bytes += t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Sum(static f => ElementBytes(f.FieldType));
        }

        return (bytes + 7) & ~7;
    }

    private static int ElementBytes(Type type) => type.IsValueType
        ? (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!
        : IntPtr.Size;

    // The method that is called is the process's; what it is called on is not.
    private static ReferencePath[] OfDelegate(Type type) => [.. ReferencePath.OfInstance(type).Where(static path => path.Name is "_target" or "_invocationList")];

    private static void ReadElement(object item, int element, List<object?> into) => into.Add(((object?[])item)[element]);

    private static int WriteElement(object copy, int element, int at, int[] targets, object[] copies)
    {
        ((object?[])copy)[element] = copies[targets[at]];
        return at + 1;
    }

    // Leaves an action that loads the object, or the address of the value.
    private static Action OwnerOf(ILGenerator il, Type type)
    {
        if (!type.IsValueType)
        {
            return () => il.Emit(OpCodes.Ldarg_0);
        }

        var value = il.DeclareLocal(type.MakeByRefType());
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Unbox, type);
        il.Emit(OpCodes.Stloc, value);
        return () => il.Emit(OpCodes.Ldloc, value);
    }

    private static Action ElementOf(ILGenerator il, Type type)
    {
        var element = type.GetElementType()!;
        var value = il.DeclareLocal(element.MakeByRefType());
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, type);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldelema, element);
        il.Emit(OpCodes.Stloc, value);
        return () => il.Emit(OpCodes.Ldloc, value);
    }

    private static ReadReferences EmitRead(Type type, ReferencePath[] paths, Func<ILGenerator, Action> ownerOf)
    {
        var method = new DynamicMethod("Read " + type.Name, null, [typeof(object), typeof(int), typeof(List<object?>)], typeof(CopierFactory), skipVisibility: true);
        var il = method.GetILGenerator();
        var owner = ownerOf(il);
        foreach (var path in paths)
        {
            il.Emit(OpCodes.Ldarg_2);
            path.EmitLoad(il, owner);
            il.Emit(OpCodes.Call, Add);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<ReadReferences>();
    }

    private static WriteReferences EmitWrite(Type type, ReferencePath[] paths, Func<ILGenerator, Action> ownerOf)
    {
        var method = new DynamicMethod(
            "Write " + type.Name, typeof(int), [typeof(object), typeof(int), typeof(int), typeof(int[]), typeof(object[])], typeof(CopierFactory), skipVisibility: true);
        var il = method.GetILGenerator();
        var target = il.DeclareLocal(typeof(int));
        var owner = ownerOf(il);
        for (var i = 0; i < paths.Length; i++)
        {
            var next = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_3);
            LoadAt(il, i);
            il.Emit(OpCodes.Ldelem_I4);
            il.Emit(OpCodes.Stloc, target);
            il.Emit(OpCodes.Ldloc, target);
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Blt, next);
            paths[i].EmitStore(il, owner, () =>
            {
                il.Emit(OpCodes.Ldarg, 4);
                il.Emit(OpCodes.Ldloc, target);
                il.Emit(OpCodes.Ldelem_Ref);
            });
            il.MarkLabel(next);
        }

        LoadAt(il, paths.Length);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<WriteReferences>();
    }

    private static void LoadAt(ILGenerator il, int offset)
    {
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Add);
    }
}
