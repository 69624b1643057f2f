using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>A fault that is cut into a copy of the built assemblies: one rule, cap or charge of the product less.</summary>
/// <param name="Name">What is missing.</param>
/// <param name="Assembly">The assembly that is changed.</param>
/// <param name="Type">Its type.</param>
/// <param name="Method">Its methods of that name; empty for all that charge.</param>
/// <param name="How">What is done to them.</param>
internal sealed record Weakening(string Name, string Assembly, string Type, string Method, Cut How)
{
    private const string Metering = "PureEdge.Metering.dll";
    private const string Limits = "PureEdge.Limits.dll";
    private const string Engine = "PureEdge.Engine.dll";

    public static IReadOnlyList<Weakening> All { get; } =
    [
        new("no probe of the stack", Metering, "PureEdge.Metering.MeterState", "StackIsUsedUp", Cut.Nothing),
        new("no check before nested calls", Metering, "PureEdge.Metering.Meter", "TryEnsureStack", Cut.True),
        new("loops of built-ins are free", Metering, "PureEdge.Metering.Meter", "Loop64", Cut.Nothing),
        new("loops of built-ins are not billed", Metering, "PureEdge.Metering.Meter", "Loop64Billed", Cut.Nothing),
        new("statements are free", Metering, "PureEdge.Metering.Meter", "Statement", Cut.Nothing),
        new("work ahead is free", Metering, "PureEdge.Metering.Meter", "Charge", Cut.Nothing),
        new("allocation ahead is free", Metering, "PureEdge.Metering.Meter", "Allocate", Cut.Nothing),
        new("catch blocks run after a kill", Metering, "PureEdge.Metering.Meter", "Unwinding", Cut.False),
        new("strings are made free", Metering, "PureEdge.Metering.Calls.TextCost", "", Cut.Charges),
        new("arrays are copied free", Metering, "PureEdge.Metering.Calls.ArrayCost", "", Cut.Charges),
        new("big integers are free", Metering, "PureEdge.Metering.Calls.BigIntegerCost", "", Cut.Charges),
        new("lists are free", Metering, "PureEdge.Metering.Calls.ListCalls", "", Cut.Charges),
        new("searches in text are free", Metering, "PureEdge.Metering.Calls.TextSearch", "", Cut.Charges),
        new("searches in spans are free", Metering, "PureEdge.Metering.Calls.SpanSearches", "", Cut.Charges),
        new("no limit of memory", Limits, "PureEdge.Limits.LimitSession", "CheckAllocation", Cut.Nothing),
        new("no limit of CPU", Limits, "PureEdge.Limits.LimitSession", "CheckFuel", Cut.Nothing),
        new("removed globals are there", Limits, "PureEdge.Limits.Realm.RealmExtensions", "UseSafeRealm", Cut.FirstArgument),
        new("the stack is charged nothing", Limits, "PureEdge.Limits.TurnMeter", "OnStackRefused", Cut.Nothing),
        new("inputs of the platform are free", Engine, "PureEdge.Engine.Interop.InputCharge", "ChargeInput", Cut.Nothing),
        new("code from strings runs", Engine, "PureEdge.Engine.Isolates.WorkerEngineHost", "EnsureCanCompileStrings", Cut.Nothing),
    ];

    /// <summary>Cuts the fault into the assemblies of a folder.</summary>
    public void Apply(string folder)
    {
        var path = Path.Combine(folder, Assembly);
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(folder);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using var module = ModuleDefinition.ReadModule(path, new() { AssemblyResolver = resolver, InMemory = true });
        var type = module.GetType(Type) ?? throw new InvalidOperationException($"'{Type}' is not in {Assembly}: the fault '{Name}' is out of date.");
        var methods = type.Methods.Where(method => method.HasBody && (Method.Length == 0 || method.Name == Method)).ToList();
        var changed = methods.Count(Change);
        if (changed == 0)
        {
            throw new InvalidOperationException($"'{Type}.{Method}' has nothing to cut: the fault '{Name}' is out of date.");
        }

        module.Write(path);
    }

    private bool Change(MethodDefinition method)
    {
        if (How == Cut.Charges)
        {
            return RemoveCharges(method);
        }

        method.Body = new MethodBody(method);
        var il = method.Body.GetILProcessor();
        if (How is Cut.True or Cut.False)
        {
            il.Emit(How == Cut.True ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        }
        else if (How == Cut.FirstArgument)
        {
            il.Emit(OpCodes.Ldarg_0);
        }

        il.Emit(OpCodes.Ret);
        return true;
    }

    // A call of the meter, or of a class that knows what things cost, becomes the removal of its arguments.
    private static bool RemoveCharges(MethodDefinition method)
    {
        var il = method.Body.GetILProcessor();
        var charges = method.Body.Instructions.Where(i => i.OpCode == OpCodes.Call && i.Operand is MethodReference called && IsCharge(called, method)).ToList();
        foreach (var charge in charges)
        {
            for (var i = ((MethodReference)charge.Operand!).Parameters.Count; i > 1; i--)
            {
                il.InsertBefore(charge, il.Create(OpCodes.Pop));
            }

            charge.OpCode = OpCodes.Pop;
            charge.Operand = null;
        }

        return charges.Count > 0;
    }

    private static bool IsCharge(MethodReference called, MethodDefinition caller) =>
        called.Parameters.Count > 0 && called.ReturnType.FullName == "System.Void"
        && (called.DeclaringType.Name == "Meter" ? called.Name is "Work" or "Bytes" : called.DeclaringType.Name.EndsWith("Cost", StringComparison.Ordinal) && called.DeclaringType.FullName != caller.DeclaringType.FullName);
}

/// <summary>What is done to a method.</summary>
internal enum Cut
{
    /// <summary>It does nothing.</summary>
    Nothing,

    /// <summary>It says yes.</summary>
    True,

    /// <summary>It says no.</summary>
    False,

    /// <summary>It gives its first argument.</summary>
    FirstArgument,

    /// <summary>It charges nothing.</summary>
    Charges,
}
